// The original's nine constants, under its names and in its units.
#ifndef REDLINE_REPORTING_MODEL_CONSTANTS_H_
#define REDLINE_REPORTING_MODEL_CONSTANTS_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "reporting/model/field.h"

namespace redline::reporting {

struct Constants {
  double tasks_per_second = 0;
  double test_duration_seconds = 0;
  std::int64_t max_flats = 0;
  double item_payload_kb = 0;
  std::int64_t max_worker_backlog = 0;
  std::int64_t num_workers = 0;
  double max_stats_update_per_second = 0;
  std::int64_t max_workers_display = 0;
  double warmup_seconds = 0;
};

template <>
inline constexpr auto kFields<Constants> = std::tuple{
    Field{"TASKS_PER_SECOND", &Constants::tasks_per_second, "tasks a second",
          "to all workers together; may be fractional", Form::kAsGiven},
    Field{"TEST_DURATION_SECONDS", &Constants::test_duration_seconds, "seconds",
          "of the measured phase", Form::kAsGiven},
    Field{"MAX_FLATS", &Constants::max_flats, "flats", "in a building's list"},
    Field{"ITEM_PAYLOAD_KB", &Constants::item_payload_kb, "KB of 1024 bytes",
          "an item's payload; may be fractional", Form::kAsGiven},
    Field{"MAX_WORKER_BACKLOG", &Constants::max_worker_backlog, "tasks",
          "the backlog at which the test has failed"},
    Field{"NUM_WORKERS", &Constants::num_workers, "processes", ""},
    Field{"MAX_STATS_UPDATE_PER_SECOND", &Constants::max_stats_update_per_second,
          "redraws a second", "of the live view", Form::kAsGiven},
    Field{"MAX_WORKERS_DISPLAY", &Constants::max_workers_display, "rows",
          "of the worker tables; `workers` always holds all"},
    Field{"WARMUP_SECONDS", &Constants::warmup_seconds, "seconds",
          "before the measured phase", Form::kAsGiven},
};

struct NamedConstant {
  std::string_view name;
  std::string value;  // A plain decimal number, as in JSON.
};

// In the original's order.
std::vector<NamedConstant> NamedConstants(const Constants& constants);

}  // namespace redline::reporting

#endif  // REDLINE_REPORTING_MODEL_CONSTANTS_H_
