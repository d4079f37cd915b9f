#include "runner/issue/pacer.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace redline::runner {

Pacer::Pacer(LoadShape shape, TimePoint start, std::uint64_t burst, double share)
    : shape_(std::move(shape)), start_(start), burst_(burst), share_(share) {
  const auto size = static_cast<double>(burst_);
  const double bursts = std::ceil(shape_.total() / size - share_);
  total_ = static_cast<std::uint64_t>(
      std::max(std::min(std::ceil(shape_.total() - share_), bursts * size), 0.0));
  // The sums above are rounded; the due times decide.
  while (total_ > 0 && !Has(total_ - 1)) --total_;
  while (Has(total_)) ++total_;
}

double Pacer::PositionOf(std::uint64_t n) const {
  if (burst_ == 1) return static_cast<double>(n) + share_;
  const std::uint64_t burst = n / burst_;
  return (static_cast<double>(burst) + share_) * static_cast<double>(burst_);
}

bool Pacer::Has(std::uint64_t n) const {
  return static_cast<double>(n) + share_ < shape_.total() &&
         PositionOf(n) < shape_.total() && DueTime(n) < end();
}

Arrival Pacer::ArrivalOf(std::uint64_t n) const {
  const LoadShape::Place place = shape_.PlaceOf(PositionOf(n));
  return {.due = start_ + place.offset, .stage = place.stage};
}

std::uint64_t Pacer::DueBy(TimePoint time) const {
  if (time < start_) return 0;
  if (time >= end()) return total_;
  const double bursts =
      std::floor(shape_.PositionAt(time - start_) / static_cast<double>(burst_) -
                 share_) +
      1;
  std::uint64_t due = static_cast<std::uint64_t>(std::max(bursts, 0.0)) * burst_;
  // As above: a rounding may be off by one, and the due times decide.
  while (due > 0 && DueTime(due - 1) > time) due -= burst_;
  while (due < total_ && DueTime(due) <= time) due += burst_;
  return std::min(due, total_);
}

}  // namespace redline::runner
