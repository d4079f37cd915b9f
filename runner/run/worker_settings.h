// The part of a plan that the workers must know, as it travels in the segment. Pure.
#ifndef REDLINE_RUNNER_RUN_WORKER_SETTINGS_H_
#define REDLINE_RUNNER_RUN_WORKER_SETTINGS_H_

#include <string>

#include "runner/plan/plan.h"
#include "shm/segment.h"

namespace redline::runner {

// `redis_url` is empty if the workload needs none; it may hold a password. REQUIRES: the
// texts fit, which the plan has been checked for.
shm::RunSettings WorkerSettings(const Plan& plan, const std::string& run_id,
                                const std::string& redis_url);

}  // namespace redline::runner

#endif  // REDLINE_RUNNER_RUN_WORKER_SETTINGS_H_
