// The preflight's check of Redis' memory: what a run will store, against what is free.
// Pure functions.
#ifndef REDLINE_RUNNER_PREFLIGHT_REDIS_MEMORY_CHECK_H_
#define REDLINE_RUNNER_PREFLIGHT_REDIS_MEMORY_CHECK_H_

#include <cstdint>

#include "reporting/model/preflight.h"
#include "runner/preflight/preflight_facts.h"

namespace redline::runner {

// Bytes of Redis' memory that a run fills, this dyno's alone: an estimate from above.
std::uint64_t MemoryNeeded(const PlannedUse& plan);

// Checks the need of all dynos of a fleet. REQUIRES: there are facts of Redis.
reporting::PreflightCheck CheckMemory(const PreflightFacts& facts);

}  // namespace redline::runner

#endif  // REDLINE_RUNNER_PREFLIGHT_REDIS_MEMORY_CHECK_H_
