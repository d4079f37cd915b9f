// The settings that a workload gets about the run, its worker and its hand of it.
#ifndef REDLINE_WORKER_TASK_WORKLOAD_SETTINGS_H_
#define REDLINE_WORKER_TASK_WORKLOAD_SETTINGS_H_

#include <cstddef>
#include <cstdint>
#include <string>

#include "worker/automap/list_loader.h"

namespace redline::worker {

struct WorkloadSettings {
  std::string run_id;       // Unique to the run and the dyno.
  std::size_t worker = 0;   // Which of the dyno's, from 0,
  std::size_t workers = 1;  // and of how many.
  std::size_t hand = 0;     // Which of the worker's, from 0: each has its own workload,
  std::size_t hands = 1;    // and of how many.
  std::string key_prefix = "test:";
  std::size_t max_flats = 100;           // At least 1.
  std::size_t payload_bytes = 5 * 1024;  // At least 2.
  automap::FetchMode fetch = automap::FetchMode::kPipeline;
  std::uint64_t seed = 0;  // For the workload's random choices.

  // Begins the keys of this run and of no other, by which they are deleted at the end.
  std::string KeysOfRun() const { return key_prefix + run_id + "-"; }

  // Of all hands of the dyno's workers, from 0; and how many these are.
  std::size_t HandOfAll() const { return worker * hands + hand; }
  std::size_t AllHands() const { return workers * hands; }
};

}  // namespace redline::worker

#endif  // REDLINE_WORKER_TASK_WORKLOAD_SETTINGS_H_
