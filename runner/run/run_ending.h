// The end of a run, as a value: the first thing that ended it, of all that is told.
#ifndef REDLINE_RUNNER_RUN_RUN_ENDING_H_
#define REDLINE_RUNNER_RUN_RUN_ENDING_H_

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

#include "runner/verdict/judge.h"

namespace redline::runner {

class RunEnding {
 public:
  using TimePoint = std::chrono::steady_clock::time_point;

  // The facts that can end a run before its time, at one moment.
  struct Facts {
    int signal = 0;                     // That interrupts the run; 0 for none.
    std::optional<RunEnd> worker = {};  // How one ended.
    std::string fleet_trouble = {};     // Why the fleet is to stop; empty for nothing.
  };

  // Does nothing if something has ended the run before.
  void Tell(RunEnd end, TimePoint at);
  // The same of the first of these facts: a signal may be the reason for the others, and
  // a worker of ours concerns us more than another dyno. Does nothing if there are none.
  void Tell(const Facts& facts, TimePoint at);

  bool has_come() const { return end_.has_value(); }
  // REQUIRES, here and below: it has come.
  const RunEnd& end() const { return *end_; }
  TimePoint at() const { return at_; }
  // How the fleet's other dynos are told of it: "has failed". Empty if it concerns none.
  std::string_view ForFleet() const;

 private:
  std::optional<RunEnd> end_;
  TimePoint at_;
};

}  // namespace redline::runner

#endif  // REDLINE_RUNNER_RUN_RUN_ENDING_H_
