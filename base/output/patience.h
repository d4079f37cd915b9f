// How long a reader may keep us waiting who takes nothing: for ever, until it is limited.
//
// Any thread.
#ifndef REDLINE_BASE_OUTPUT_PATIENCE_H_
#define REDLINE_BASE_OUTPUT_PATIENCE_H_

#include <atomic>
#include <chrono>

namespace redline {

class Patience {
 public:
  // From now on a reader who takes nothing for so long is not waited for.
  void Limit(std::chrono::milliseconds limit) {
    // Relaxed, as below: no other data depends on it, and who waits looks again and
    // again.
    limit_.store(limit, std::memory_order_relaxed);
  }

  // Whether one who has taken nothing for so long is not waited for any more.
  bool IsOverAfter(std::chrono::steady_clock::duration idle) const {
    return idle >= limit_.load(std::memory_order_relaxed);
  }

 private:
  // A hundred years: the largest would not fit the clock's type.
  std::atomic<std::chrono::milliseconds> limit_{std::chrono::hours(24 * 365 * 100)};
};

}  // namespace redline

#endif  // REDLINE_BASE_OUTPUT_PATIENCE_H_
