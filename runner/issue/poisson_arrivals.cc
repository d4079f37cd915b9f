#include "runner/issue/poisson_arrivals.h"

#include <cmath>
#include <utility>

namespace redline::runner {
namespace {

// By inversion, of 53 random bits; never of 0.
double Exponential(SplitMix& random) {
  return -std::log(std::ldexp(static_cast<double>((random() >> 11) + 1), -53));
}

}  // namespace

PoissonArrivals::PoissonArrivals(LoadShape shape, TimePoint start, std::uint64_t seed)
    : shape_(std::move(shape)), start_(start), random_(seed) {
  Advance();
}

void PoissonArrivals::Advance() {
  position_ += Exponential(random_);
  next_.reset();
  if (position_ >= shape_.total()) return;
  const LoadShape::Place place = shape_.PlaceOf(position_);
  next_ = Arrival{.due = start_ + place.offset, .stage = place.stage};
}

}  // namespace redline::runner
