// To be preloaded: a wall clock that is stepped by an hour, forth and back, at each look.
// The other clocks are the system's.
#include <sys/syscall.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

#include <atomic>

namespace {

time_t Stepped(time_t seconds) {
  static std::atomic<unsigned> looks{0};
  constexpr time_t kStep = 3600;
  return looks++ % 2 == 0 ? seconds + kStep : seconds - kStep;
}

int SystemTime(clockid_t clock, timespec* time) {
  return static_cast<int>(::syscall(SYS_clock_gettime, clock, time));
}

}  // namespace

extern "C" {

int clock_gettime(clockid_t clock, timespec* time) noexcept {
  const int result = SystemTime(clock, time);
  if (clock == CLOCK_REALTIME) time->tv_sec = Stepped(time->tv_sec);
  return result;
}

int gettimeofday(timeval* __restrict time, void* __restrict) noexcept {
  timespec now;
  const int result = SystemTime(CLOCK_REALTIME, &now);
  *time = {.tv_sec = Stepped(now.tv_sec), .tv_usec = now.tv_nsec / 1000};
  return result;
}

time_t time(time_t* time) noexcept {
  timespec now;
  SystemTime(CLOCK_REALTIME, &now);
  const time_t stepped = Stepped(now.tv_sec);
  if (time != nullptr) *time = stepped;
  return stepped;
}

}  // extern "C"
