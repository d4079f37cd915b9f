#include "runner/issue/arrivals.h"

#include <utility>

namespace redline::runner {
namespace {

bool IsPoisson(const ArrivalPlan& plan) {
  return plan.pattern.kind == ArrivalPattern::Kind::kPoisson;
}

Pacer PacerOf(const ArrivalPlan& plan, Arrivals::TimePoint start) {
  return Pacer(plan.shape, start, plan.pattern.burst, plan.share);
}

std::variant<Pacer, PoissonArrivals> SourceOf(const ArrivalPlan& plan,
                                              Arrivals::TimePoint start) {
  if (IsPoisson(plan)) return PoissonArrivals(plan.shape, start, plan.seed);
  return PacerOf(plan, start);
}

std::variant<Pacer, Arrivals> CountedOf(const ArrivalPlan& plan,
                                        DueCount::TimePoint start) {
  if (IsPoisson(plan)) return Arrivals(plan, start);
  return PacerOf(plan, start);
}

}  // namespace

Arrivals::Arrivals(const ArrivalPlan& plan, TimePoint start)
    : source_(SourceOf(plan, start)) {
  Find();
}

void Arrivals::Advance() {
  ++passed_;
  if (auto* const poisson = std::get_if<PoissonArrivals>(&source_)) poisson->Advance();
  Find();
}

std::uint64_t Arrivals::PassStage() {
  const std::size_t stage = next_->stage;
  const std::uint64_t before = passed_;
  if (const auto* const pacer = std::get_if<Pacer>(&source_)) {
    // Searched for and not counted: a billion may be left.
    std::uint64_t low = passed_ + 1;
    std::uint64_t high = pacer->total();
    while (low < high) {
      const std::uint64_t middle = low + (high - low) / 2;
      if (pacer->ArrivalOf(middle).stage > stage) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    passed_ = low;
    Find();
  } else {
    while (next_ && next_->stage == stage) Advance();
  }
  return passed_ - before;
}

void Arrivals::Find() {
  if (const auto* const pacer = std::get_if<Pacer>(&source_)) {
    next_.reset();
    if (passed_ < pacer->total()) next_ = pacer->ArrivalOf(passed_);
    return;
  }
  next_ = std::get<PoissonArrivals>(source_).next();
}

DueCount::DueCount(ArrivalPlan plan, TimePoint start)
    : plan_(std::move(plan)),
      start_(start),
      source_(CountedOf(plan_, start)),
      last_(start) {}

std::uint64_t DueCount::DueBy(TimePoint time) {
  if (const auto* const pacer = std::get_if<Pacer>(&source_)) return pacer->DueBy(time);
  auto& walk = std::get<Arrivals>(source_);
  if (time < last_) walk = Arrivals(plan_, start_);
  last_ = time;
  while (walk.next() && walk.next()->due <= time) walk.Advance();
  return walk.passed();
}

}  // namespace redline::runner
