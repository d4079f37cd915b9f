// The fleet of a dyno and the way to it. Plain values.
#ifndef REDLINE_RUNNER_PLAN_FLEET_CONTACT_H_
#define REDLINE_RUNNER_PLAN_FLEET_CONTACT_H_

#include <optional>

#include "redis/connect_options.h"
#include "runner/plan/fleet_options.h"
#include "runner/plan/plan.h"

namespace redline::runner {

struct FleetContact {
  FleetOptions fleet;
  redis::ConnectOptions redis;
};

// The way to the fleet that the run is a part of, if it is of one. REQUIRES: the plan has
// been checked.
std::optional<FleetContact> ContactOf(const Plan& plan);

}  // namespace redline::runner

#endif  // REDLINE_RUNNER_PLAN_FLEET_CONTACT_H_
