// How often each worker looks at itself: at its event loop's lag, its memory, and whether
// it is to stop.
//
// Every 10 ms, as the original's workers do, as long as that costs little. A tick of a
// process that slept costs some 30 µs of a core, and hundreds of workers may share two
// cores: beyond 10 workers the interval grows with their number, so that all of them
// together tick at most 1000 times a second.
#ifndef REDLINE_RUNNER_WORKERS_TICK_INTERVAL_H_
#define REDLINE_RUNNER_WORKERS_TICK_INTERVAL_H_

#include <algorithm>
#include <chrono>
#include <cstdint>

namespace redline::runner {

inline constexpr std::chrono::microseconds kShortestTickInterval{10'000};
inline constexpr std::int64_t kTicksPerSecond = 1000;  // All workers' together.

// REQUIRES: workers >= 1.
constexpr std::chrono::microseconds TickInterval(std::int64_t workers) {
  return std::max(kShortestTickInterval,
                  std::chrono::microseconds(workers * 1'000'000 / kTicksPerSecond));
}

}  // namespace redline::runner

#endif  // REDLINE_RUNNER_WORKERS_TICK_INTERVAL_H_
