#include "runner/issue/dispatcher.h"

#include <algorithm>
#include <utility>

#include "runner/issue/signal_event.h"

namespace redline::runner {
Dispatcher::Dispatcher(std::vector<Lane> lanes, DispatchMode mode, std::uint64_t seed)
    : lanes_(std::move(lanes)),
      held_back_(lanes_.size()),
      mode_(mode),
      random_(seed),
      is_given_(lanes_.size()) {
  given_.reserve(lanes_.size());
}

std::optional<Dispatcher::Refusal> Dispatcher::Dispatch(const shm::Task& task) {
  const std::size_t chosen = Choose();
  shm::TaskRingProducer& ring = lanes_[chosen].ring;
  HeldBack& held_back = held_back_[chosen];
  held_back.Give(std::chrono::nanoseconds(task.issued_ns - task.due_ns), ring.limit(),
                 [&] { return ring.Backlog(); });
  if (!ring.TryPush(task)) {
    return Refusal{
        .worker = chosen, .backlog = ring.limit(), .held_back = held_back.worst()};
  }
  next_ = chosen + 1 == lanes_.size() ? 0 : chosen + 1;
  if (!is_given_[chosen]) {
    is_given_[chosen] = true;
    given_.push_back(chosen);
  }
  return std::nullopt;
}

void Dispatcher::WakeSleepers() {
  for (const std::size_t lane : given_) {
    is_given_[lane] = false;
    if (lanes_[lane].ring.TakeSleeper()) SignalEvent(lanes_[lane].wakeup_fd);
  }
  given_.clear();
}

std::uint64_t Dispatcher::TotalBacklog() const {
  std::uint64_t total = 0;
  for (const Lane& lane : lanes_) total += lane.ring.Backlog();
  return total;
}

std::uint64_t Dispatcher::WorstBacklog() const {
  std::uint64_t worst = 0;
  for (const Lane& lane : lanes_) worst = std::max(worst, lane.ring.Backlog());
  return worst;
}

std::size_t Dispatcher::Choose() {
  switch (mode_) {
    case DispatchMode::kRoundRobin:
      break;
    case DispatchMode::kRandom:
      return RandomLane();
    case DispatchMode::kLeastBacklog:
      return LeastBusyLane();
  }
  return next_;
}

std::size_t Dispatcher::RandomLane() {
  // The upper half of 32 random bits times the lanes: each lane's share of the 2^32 is
  // equal except one.
  return static_cast<std::size_t>(((random_() >> 32) * lanes_.size()) >> 32);
}

std::size_t Dispatcher::LeastBusyLane() const {
  std::size_t least_busy = next_;
  std::uint64_t least = Backlog(next_);
  std::size_t lane = next_;
  for (std::size_t i = 1; i < lanes_.size() && least > 0; ++i) {
    lane = lane + 1 == lanes_.size() ? 0 : lane + 1;
    const std::uint64_t backlog = Backlog(lane);
    if (backlog < least) {
      least = backlog;
      least_busy = lane;
    }
  }
  return least_busy;
}

}  // namespace redline::runner
