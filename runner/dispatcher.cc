#include "runner/dispatcher.h"

#include <glog/logging.h>
#include <unistd.h>

#include <algorithm>
#include <cstdint>

namespace redline::runner {

std::optional<Dispatcher::Refusal> Dispatcher::Dispatch(const shm::Task& task) {
  shm::TaskRingProducer& ring = lanes_[next_].ring;
  if (!ring.TryPush(task)) return Refusal{.worker = next_, .backlog = ring.limit()};
  if (++next_ == lanes_.size()) next_ = 0;
  given_ = std::min(given_ + 1, lanes_.size());
  return std::nullopt;
}

void Dispatcher::WakeSleepers() {
  for (; given_ > 0; --given_) {
    Lane& lane = lanes_[(next_ + lanes_.size() - given_) % lanes_.size()];
    if (!lane.ring.TakeSleeper()) continue;
    constexpr std::uint64_t kOne = 1;
    // An eventfd's write fails only if its counter is full, and then the worker is awake.
    PCHECK(::write(lane.wakeup_fd, &kOne, sizeof kOne) == sizeof kOne);
  }
}

std::uint64_t Dispatcher::TotalBacklog() const {
  std::uint64_t total = 0;
  for (const Lane& lane : lanes_) total += lane.ring.Backlog();
  return total;
}

}  // namespace redline::runner
