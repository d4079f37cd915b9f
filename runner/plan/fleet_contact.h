// The fleet of a dyno and the way to it. Plain values.
#ifndef REDLINE_RUNNER_PLAN_FLEET_CONTACT_H_
#define REDLINE_RUNNER_PLAN_FLEET_CONTACT_H_

#include "redis/connect_options.h"
#include "runner/plan/fleet_options.h"

namespace redline::runner {

struct FleetContact {
  FleetOptions fleet;
  redis::ConnectOptions redis;
};

}  // namespace redline::runner

#endif  // REDLINE_RUNNER_PLAN_FLEET_CONTACT_H_
