#include "runner/issue_clock.h"

#include <glog/logging.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/prctl.h>
#include <unistd.h>

#include <algorithm>
#include <cstdint>
#include <ctime>

namespace redline::runner {

SteadyIssueClock::SteadyIssueClock() : stop_event_(::eventfd(0, EFD_CLOEXEC)) {
  PCHECK(stop_event_) << "no eventfd";
}

void SteadyIssueClock::BePunctual() {
  // Otherwise the kernel adds up to 50 µs, to wake us together with others.
  ::prctl(PR_SET_TIMERSLACK, 1);
}

void SteadyIssueClock::WaitUntil(TimePoint time) {
  auto left = time - Now();
  if (left <= left.zero()) return;
  left = std::max<TimePoint::duration>(left, kShortestWait);
  const auto seconds = std::chrono::floor<std::chrono::seconds>(left);
  const timespec timeout{.tv_sec = seconds.count(), .tv_nsec = (left - seconds).count()};
  pollfd event{.fd = stop_event_.get(), .events = POLLIN, .revents = 0};
  // The result does not matter: the caller looks at the clock and at stopped().
  ::ppoll(&event, 1, &timeout, nullptr);
}

bool SteadyIssueClock::stopped() {
  // Relaxed: the flag announces no data.
  return stopped_.load(std::memory_order_relaxed);
}

void SteadyIssueClock::Stop() {
  stopped_.store(true, std::memory_order_relaxed);
  constexpr std::uint64_t kOne = 1;
  PCHECK(::write(stop_event_.get(), &kOne, sizeof kOne) == sizeof kOne);
}

}  // namespace redline::runner
