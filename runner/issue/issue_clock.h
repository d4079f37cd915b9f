// The time by which tasks are issued, and the wait for it: passed in, so that tests need
// no time.
#ifndef REDLINE_RUNNER_ISSUE_ISSUE_CLOCK_H_
#define REDLINE_RUNNER_ISSUE_ISSUE_CLOCK_H_

#include <atomic>
#include <chrono>

#include "base/unique_fd.h"

namespace redline::runner {

class IssueClock {
 public:
  using TimePoint = std::chrono::steady_clock::time_point;

  virtual ~IssueClock() = default;

  virtual TimePoint Now() = 0;
  // Returns at `time` or soon after, or earlier once stopped. May return early for no
  // reason.
  virtual void WaitUntil(TimePoint time) = 0;
  // True once the run is to end early.
  virtual bool stopped() = 0;
};

// The machine's steady clock. Now, WaitUntil and stopped belong to the issuer's thread;
// Stop may be called from any thread.
class SteadyIssueClock final : public IssueClock {
 public:
  // No wait is shorter, even if the time is nearer. To wake up for each of 8000 tasks a
  // second takes an eighth of a core, which the workers could use; so beyond 5000 a
  // second tasks are issued by twos and threes, and their lateness says by how much.
  static constexpr std::chrono::microseconds kShortestWait{200};

  SteadyIssueClock();

  // To be called once on the thread that will wait.
  static void BePunctual();

  TimePoint Now() override { return std::chrono::steady_clock::now(); }
  void WaitUntil(TimePoint time) override;
  bool stopped() override;

  // Ends a wait at once, and all later ones.
  void Stop();

 private:
  UniqueFd stop_event_;
  std::atomic<bool> stopped_{false};
};

}  // namespace redline::runner

#endif  // REDLINE_RUNNER_ISSUE_ISSUE_CLOCK_H_
