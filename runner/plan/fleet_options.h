// Which fleet a run is a part of. Plain values.
#ifndef REDLINE_RUNNER_PLAN_FLEET_OPTIONS_H_
#define REDLINE_RUNNER_PLAN_FLEET_OPTIONS_H_

#include <chrono>
#include <cstddef>
#include <string>
#include <vector>

#include "reporting/model/result.h"

namespace redline::runner {

struct FleetOptions {
  std::string id;
  std::size_t size = 0;
  std::string dyno;  // This one's name.
  // The name of the dyno that is to lead, of which the others make no other one their
  // leader; empty: the first that comes leads, and another one once it has gone.
  std::string leader = {};
  std::chrono::milliseconds wait{0};  // For all to arrive, and for their results.
  // Whether the first failure of one ends the test of all.
  bool stop_on_failure = true;
  // Those that all its dynos must have in common (Scope::kTest).
  std::vector<reporting::NamedSetting> settings = {};
};

}  // namespace redline::runner

#endif  // REDLINE_RUNNER_PLAN_FLEET_OPTIONS_H_
