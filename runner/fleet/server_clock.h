// Redis' clock, as this process can tell it: how its TIME maps to the steady clock here.
//
// From answers to TIME with the moments at which they were asked and came: the server
// looked at its clock somewhere between, so the middle is wrong by half of the round trip
// at most (Cristian 1989). The answer with the shortest round trip of the last few
// counts; of the last few, because clocks drift.
//
// Pure: moments are passed in. Not thread-safe.
#ifndef REDLINE_RUNNER_FLEET_SERVER_CLOCK_H_
#define REDLINE_RUNNER_FLEET_SERVER_CLOCK_H_

#include <chrono>
#include <cstddef>
#include <deque>
#include <optional>

namespace redline::runner {

class ServerClock {
 public:
  using TimePoint = std::chrono::steady_clock::time_point;
  using Microseconds = std::chrono::microseconds;

  static constexpr std::size_t kAnswersKept = 32;

  // `server` is microseconds since 1970, as TIME says.
  void Add(TimePoint asked, Microseconds server, TimePoint answered);

  // The server's time minus the steady clock's; nothing without an answer.
  std::optional<Microseconds> Offset() const;
  // By how much that may be wrong.
  std::optional<Microseconds> Uncertainty() const;

  // When it is this time on the server's clock. REQUIRES: there is an offset.
  TimePoint LocalTimeOf(Microseconds server) const;

 private:
  struct Answer {
    Microseconds offset;
    Microseconds round_trip;
  };
  std::deque<Answer> answers_;
};

}  // namespace redline::runner

#endif  // REDLINE_RUNNER_FLEET_SERVER_CLOCK_H_
