// The preflight's checks of this machine: descriptors, threads, /dev/shm. Pure functions.
#ifndef REDLINE_RUNNER_PREFLIGHT_MACHINE_CHECKS_H_
#define REDLINE_RUNNER_PREFLIGHT_MACHINE_CHECKS_H_

#include <vector>

#include "reporting/model/preflight.h"
#include "runner/preflight/preflight_facts.h"

namespace redline::runner {

// This dyno's own use.
std::vector<reporting::PreflightCheck> CheckMachine(const PreflightFacts& facts);

}  // namespace redline::runner

#endif  // REDLINE_RUNNER_PREFLIGHT_MACHINE_CHECKS_H_
