// A run's Result, for the live view and for its end alike: the one place in which what
// segment, watch and supervisor know is put together.
// Pure except for the segment, which is read as it is (runner/run/collect.h), and the
// machine's facts. Main thread only.
#ifndef REDLINE_RUNNER_RUN_RUN_RESULT_H_
#define REDLINE_RUNNER_RUN_RUN_RESULT_H_

#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "reporting/model/preflight.h"
#include "reporting/model/result.h"
#include "runner/issue/issuer.h"
#include "runner/plan/plan.h"
#include "runner/run/run_ending.h"
#include "runner/watch/usage_watch.h"
#include "runner/workers/worker_pool.h"
#include "shm/segment.h"
#include "shm/shared_histogram.h"

namespace redline::runner {

// The supervisor's notes on a run.
struct RunNotes {
  std::string run_id;
  std::string started;  // The date.
  bool uses_tls = false;
  std::optional<reporting::Preflight> preflight = {};
  std::optional<reporting::Seconds> workers_ready = {};
  std::optional<reporting::Seconds> drain = {};
  // How late its event loop was to notice a timer, in the measured phase.
  shm::SharedHistogram loop_lag = {};
  // Each worker's, at the end.
  std::vector<std::optional<double>> proportional_memory = {};
};

// A run's parts: null, or empty, as long as they do not exist.
struct RunParts {
  const Plan& plan;
  const RunNotes& notes;
  // The segment goes with the pool.
  const shm::Segment* segment = nullptr;
  const WorkerPool* pool = nullptr;
  const Issuer* issuer = nullptr;
  const UsageWatch* watch = nullptr;
};

// As much as the live view shows. REQUIRES: there is a pool, with all of its workers.
reporting::Result LiveResult(const RunParts& run,
                             std::chrono::steady_clock::time_point now);

// As much as metrics are made of.
reporting::Result MetricsResult(const RunParts& run,
                                std::chrono::steady_clock::time_point now);

// All of it, with verdict and bottleneck. REQUIRES: the ending has come.
reporting::Result FinalResult(const RunParts& run, const RunEnding& ending);

}  // namespace redline::runner

#endif  // REDLINE_RUNNER_RUN_RUN_RESULT_H_
