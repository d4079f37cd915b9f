#include "reporting/fell_behind.h"

#include <optional>

#include "reporting/number_text.h"

namespace redline::reporting {

std::string FellBehindText(const Result& result) {
  const std::optional<Seconds> drain = result.messaging.drain;
  if (!drain || *drain < kLongDrain) return "";
  const auto task = result.Totals().task.Mean();
  if (task && *drain < kTasksOfALongDrain * *task) return "";
  return " But the tasks that were unfinished at its end took " + SecondsText(drain) +
         " seconds to drain: the workers had fallen behind, and a longer test may fail.";
}

}  // namespace redline::reporting
