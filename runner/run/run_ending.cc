#include "runner/run/run_ending.h"

#include <utility>
#include <variant>

namespace redline::runner {

void RunEnding::Tell(RunEnd end, TimePoint at) {
  if (end_) return;
  end_ = std::move(end);
  at_ = at;
}

void RunEnding::Tell(const Facts& facts, TimePoint at) {
  if (facts.signal != 0) {
    Tell(Interrupted{.signal = facts.signal}, at);
  } else if (facts.worker) {
    Tell(*facts.worker, at);
  } else if (!facts.fleet_trouble.empty()) {
    Tell(FleetStopped{.why = facts.fleet_trouble}, at);
  }
}

std::string_view RunEnding::ForFleet() const {
  if (std::holds_alternative<TimeOver>(*end_)) return "";
  if (std::holds_alternative<FleetStopped>(*end_)) return "";
  return std::holds_alternative<Interrupted>(*end_) ? "was interrupted" : "has failed";
}

}  // namespace redline::runner
