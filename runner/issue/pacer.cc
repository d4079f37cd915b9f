#include "runner/issue/pacer.h"

#include <cmath>

namespace redline::runner {
namespace {

using SecondsDouble = std::chrono::duration<double>;
using NanosecondsDouble = std::chrono::duration<double, std::nano>;

}  // namespace

Pacer::Pacer(Rate rate, TimePoint start, Duration duration)
    : rate_(rate),
      start_(start),
      end_(start + duration),
      total_(static_cast<std::uint64_t>(
          std::ceil(SecondsDouble(duration).count() * rate.per_second()))) {
  // The product above is rounded; the due times decide.
  while (total_ > 0 && DueTime(total_ - 1) >= end_) --total_;
  while (DueTime(total_) < end_) ++total_;
}

Pacer::TimePoint Pacer::DueTime(std::uint64_t n) const {
  const SecondsDouble offset(static_cast<double>(n) / rate_.per_second());
  return start_ + Duration(std::llround(NanosecondsDouble(offset).count()));
}

std::uint64_t Pacer::DueBy(TimePoint time) const {
  if (time < start_) return 0;
  if (time >= end_) return total_;
  auto due = static_cast<std::uint64_t>(SecondsDouble(time - start_).count() *
                                        rate_.per_second()) +
             1;
  // As above: a rounding may be off by one task, and DueTime decides.
  while (due > 0 && DueTime(due - 1) > time) --due;
  while (due < total_ && DueTime(due) <= time) ++due;
  return due < total_ ? due : total_;
}

}  // namespace redline::runner
