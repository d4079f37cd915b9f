// The seed's nine constants by the names under which reports show them.
//
// In the seed's order. The one list of names, for tables and JSON alike.
#ifndef REDLINE_REPORTING_CONSTANT_NAMES_H_
#define REDLINE_REPORTING_CONSTANT_NAMES_H_

#include <array>
#include <string>
#include <string_view>

#include "reporting/number_text.h"
#include "reporting/result.h"

namespace redline::reporting {

struct NamedConstant {
  std::string_view name;
  std::string value;  // A plain decimal number.
};

inline std::array<NamedConstant, 9> NamedConstants(const Constants& constants) {
  return {{
      {"TASKS_PER_SECOND", ConstantText(constants.tasks_per_second)},
      {"TEST_DURATION_SECONDS", ConstantText(constants.test_duration_seconds)},
      {"MAX_FLATS", std::to_string(constants.max_flats)},
      {"ITEM_PAYLOAD_KB", ConstantText(constants.item_payload_kb)},
      {"MAX_WORKER_BACKLOG", std::to_string(constants.max_worker_backlog)},
      {"NUM_WORKERS", std::to_string(constants.num_workers)},
      {"MAX_STATS_UPDATE_PER_SECOND",
       ConstantText(constants.max_stats_update_per_second)},
      {"MAX_WORKERS_DISPLAY", std::to_string(constants.max_workers_display)},
      {"WARMUP_SECONDS", ConstantText(constants.warmup_seconds)},
  }};
}

}  // namespace redline::reporting

#endif  // REDLINE_REPORTING_CONSTANT_NAMES_H_
