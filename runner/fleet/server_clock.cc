#include "runner/fleet/server_clock.h"

#include <glog/logging.h>

#include <algorithm>

namespace redline::runner {

using std::chrono::duration_cast;

void ServerClock::Add(TimePoint asked, Microseconds server, TimePoint answered) {
  const auto round_trip = duration_cast<Microseconds>(answered - asked);
  const auto middle =
      duration_cast<Microseconds>(asked.time_since_epoch()) + round_trip / 2;
  answers_.push_back({.offset = server - middle, .round_trip = round_trip});
  if (answers_.size() > kAnswersKept) answers_.pop_front();
}

std::optional<ServerClock::Microseconds> ServerClock::Offset() const {
  const auto best = std::ranges::min_element(answers_, {}, &Answer::round_trip);
  if (best == answers_.end()) return std::nullopt;
  return best->offset;
}

std::optional<ServerClock::Microseconds> ServerClock::Uncertainty() const {
  const auto best = std::ranges::min_element(answers_, {}, &Answer::round_trip);
  if (best == answers_.end()) return std::nullopt;
  return best->round_trip / 2;
}

ServerClock::TimePoint ServerClock::LocalTimeOf(Microseconds server) const {
  const std::optional<Microseconds> offset = Offset();
  CHECK(offset) << "no answer yet";
  return TimePoint(server - *offset);
}

}  // namespace redline::runner
