// The preflight's checks of Redis: its kind, its memory, its clients, the way to it. Pure
// functions.
#ifndef REDLINE_RUNNER_PREFLIGHT_REDIS_CHECKS_H_
#define REDLINE_RUNNER_PREFLIGHT_REDIS_CHECKS_H_

#include <vector>

#include "reporting/model/preflight.h"
#include "runner/preflight/preflight_facts.h"

namespace redline::runner {

// In the order in which a person would ask. REQUIRES: there are facts of Redis.
std::vector<reporting::PreflightCheck> CheckRedis(const PreflightFacts& facts);

}  // namespace redline::runner

#endif  // REDLINE_RUNNER_PREFLIGHT_REDIS_CHECKS_H_
