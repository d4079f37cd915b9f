// One worker's figures and timings.
#ifndef REDLINE_REPORTING_MODEL_WORKER_RESULT_H_
#define REDLINE_REPORTING_MODEL_WORKER_RESULT_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <tuple>
#include <vector>

#include "reporting/model/field.h"
#include "reporting/model/time_units.h"
#include "shm/histogram_snapshot.h"

namespace redline::reporting {

// The timings of one worker, or of all together.
struct Timings {
  shm::HistogramSnapshot queue;
  shm::HistogramSnapshot task;
  shm::HistogramSnapshot response;
  shm::HistogramSnapshot rest;
  // In the order of Result::step_names.
  std::vector<shm::HistogramSnapshot> steps;

  void Merge(const Timings& other);
};

template <>
inline constexpr auto kFields<Timings> = std::tuple{
    Field{"task", &Timings::task, "a timing", "started … done"},
    Inlined{&Timings::steps},  // Under their names.
    Field{"queue", &Timings::queue, "a timing", "due … started"},
    Field{"response", &Timings::response, "a timing",
          "due … done; what a client waiting for the task would see"},
    Field{"rest", &Timings::rest, "a timing", "the part of the task that no step covers"},
};

struct WorkerResult {
  std::size_t index = 0;
  std::string dyno;
  std::int64_t pid = 0;
  std::uint64_t cycles = 0;
  std::uint64_t backlog = 0;  // Now.
  std::uint64_t max_backlog = 0;
  std::optional<double> mean_mem_mb;
  std::optional<double> max_mem_mb;
  std::uint64_t failed = 0;
  std::optional<double> cpu_percent;
  std::optional<double> pss_mb;
  shm::HistogramSnapshot loop_lag;
  std::optional<Milliseconds> loop_mean;
  Timings timings;
};

template <>
inline constexpr auto kFields<WorkerResult> = std::tuple{
    Field{"index", &WorkerResult::index, "",
          "the worker's number, from 0; in a fleet through all dynos"},
    Field{"dyno", &WorkerResult::dyno, "",
          "whose it is, in the result of a fleet; `null` in that of a run",
          Form::kNullIfNone},
    Field{"pid", &WorkerResult::pid, "", "its process id; `null` if it was never started",
          Form::kNullIfNone},
    Field{"cycles", &WorkerResult::cycles, "tasks", "completed"},
    Unwritten{&WorkerResult::backlog},
    Field{"failed", &WorkerResult::failed, "tasks", "given up because of an error"},
    Field{"max_backlog", &WorkerResult::max_backlog, "tasks",
          "the highest backlog it had"},
    Field{"mean_mem_mb", &WorkerResult::mean_mem_mb, "MB of 2^20 bytes",
          "resident memory"},
    Field{"max_mem_mb", &WorkerResult::max_mem_mb, "MB of 2^20 bytes", "resident memory"},
    Field{"pss_mb", &WorkerResult::pss_mb, "MB of 2^20 bytes",
          "proportional set size at the end: pages that n processes share count for an "
          "n-th"},
    Field{"evt_loop_mean_ms", &WorkerResult::loop_mean, "milliseconds",
          "mean interval that a timer of 10 ms has in the worker's event loop, as the "
          "original counts: 10 plus the mean lag of the ticks that were noticed, where "
          "those missed "
          "in the meantime do not count"},
    Field{
        "loop_lag", &WorkerResult::loop_lag, "a timing",
        "how late the event loop was to notice each tick of its timer; each tick that a "
        "blocked loop missed counts"},
    Field{
        "cpu_percent", &WorkerResult::cpu_percent, "% of a core",
        "CPU time per time, in the measured phase; of a worker that ended, until it was "
        "last seen"},
    Field{"timings", &WorkerResult::timings, "", "of its tasks"},
};

}  // namespace redline::reporting

#endif  // REDLINE_REPORTING_MODEL_WORKER_RESULT_H_
