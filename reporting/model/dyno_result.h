// One dyno of a fleet, as a row.
#ifndef REDLINE_REPORTING_MODEL_DYNO_RESULT_H_
#define REDLINE_REPORTING_MODEL_DYNO_RESULT_H_

#include <cstdint>
#include <optional>
#include <string>
#include <tuple>

#include "reporting/model/field.h"
#include "reporting/model/machine_usage.h"
#include "reporting/model/time_units.h"
#include "reporting/model/verdict.h"

namespace redline::reporting {

struct DynoResult {
  std::string name;
  std::optional<Verdict> verdict;  // Nothing, nor anything below, if it has disappeared.
  std::optional<Milliseconds> start_skew;
  double asked_rate = 0;
  std::optional<double> delivered_rate;
  std::uint64_t tasks_sent = 0;
  std::uint64_t tasks_completed = 0;
  Seconds uptime{0};
  std::uint64_t max_backlog = 0;
  std::optional<Milliseconds> response_p50;
  std::optional<Milliseconds> response_p99;
  std::optional<MachineUsage> machine;
};

template <>
inline constexpr auto kFields<DynoResult> = std::tuple{
    Field{"name", &DynoResult::name, "", ""},
    Field{"verdict", &DynoResult::verdict, "",
          "the dyno's own; `null` if it has disappeared, and all else then says nothing"},
    Field{"start_skew_ms", &DynoResult::start_skew, "milliseconds",
          "how far it began from the agreed instant, by Redis' clock"},
    Field{"asked_rate", &DynoResult::asked_rate, "tasks a second", ""},
    Field{"delivered_rate", &DynoResult::delivered_rate, "tasks a second", ""},
    Field{"tasks_sent", &DynoResult::tasks_sent, "tasks", ""},
    Field{"tasks_completed", &DynoResult::tasks_completed, "tasks", ""},
    Field{"uptime_seconds", &DynoResult::uptime, "seconds",
          "how long its measured phase lasted"},
    Field{"max_backlog", &DynoResult::max_backlog, "tasks",
          "the highest that any of its workers had"},
    Field{"response_p50_ms", &DynoResult::response_p50, "milliseconds", "",
          Form::kThousandths},
    Field{"response_p99_ms", &DynoResult::response_p99, "milliseconds", "",
          Form::kThousandths},
    Field{"machine", &DynoResult::machine, "", "on which it ran"},
};

}  // namespace redline::reporting

#endif  // REDLINE_REPORTING_MODEL_DYNO_RESULT_H_
