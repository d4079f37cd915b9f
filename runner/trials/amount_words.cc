#include "runner/trials/amount_words.h"

#include <cstdint>

#include "base/text/number_text.h"

namespace redline::runner {

std::string SecondsInWords(reporting::Seconds seconds) {
  const std::string number = FigureText(seconds.count());
  return number + (number == "1" ? " second" : " seconds");
}

std::string TimeInWords(reporting::Seconds time) {
  const double minutes = time.count() / 60;
  if (minutes < 2) return SecondsInWords(time);
  return FigureText(minutes) + " minutes";
}

std::string InTasks(double rate) { return ConstantText(rate) + " tasks/s"; }

std::string Amount(reporting::SearchGoal goal, double value) {
  return goal == reporting::SearchGoal::kRate
             ? InTasks(value)
             : Plural(static_cast<std::uint64_t>(value), "worker");
}

}  // namespace redline::runner
