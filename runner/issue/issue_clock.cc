#include "runner/issue/issue_clock.h"

#include <glog/logging.h>
#include <poll.h>
#include <sched.h>
#include <sys/eventfd.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdint>
#include <ctime>
#include <system_error>

#include "base/errors.h"
#include "runner/issue/signal_event.h"

namespace redline::runner {
namespace {

// The shortest that the kernel grants: to issue what is due takes far less.
constexpr std::chrono::nanoseconds kSlice{100'000};

// The kernel's sched_attr in its first version (sched_setattr(2)), which glibc does not
// declare before 2.41.
struct SchedulingAttributes {
  std::uint32_t size;
  std::uint32_t policy;
  std::uint64_t flags;
  std::int32_t nice;
  std::uint32_t priority;
  std::uint64_t runtime;  // Nanoseconds, as the next two.
  std::uint64_t deadline;
  std::uint64_t period;
};
static_assert(sizeof(SchedulingAttributes) == 48);

}  // namespace

SteadyIssueClock::SteadyIssueClock() : stop_event_(::eventfd(0, EFD_CLOEXEC)) {
  if (!stop_event_) {
    throw EnvironmentError(
        "Cannot start the clock of the tasks: " + std::generic_category().message(errno) +
        "; raise the limit of open files (ulimit -n).");
  }
}

void SteadyIssueClock::BePunctual() {
  // Otherwise the kernel adds up to 50 µs, to wake us together with others.
  ::prctl(PR_SET_TIMERSLACK, 1);
  // Linux 6.12 and later run a thread that asks for a short slice before those that ask
  // for longer ones; earlier ones do not look at it. Needs no privilege.
  SchedulingAttributes attributes{};
  attributes.size = sizeof attributes;
  attributes.policy = SCHED_OTHER;
  attributes.runtime = kSlice.count();
  // Where it is refused, tasks are a little later: the report says how much.
  ::syscall(SYS_sched_setattr, 0, &attributes, 0);
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
  SignalEvent(stop_event_.get());
}

}  // namespace redline::runner
