#include "runner/backlog_growth.h"

#include <algorithm>
#include <iterator>

namespace redline::runner {

using reporting::SeriesPoint;

std::optional<Stretch> WhenBacklogGrew(const std::vector<SeriesPoint>& points) {
  // Never that of the drain, which begins with the backlog of the point before.
  const auto peak = std::ranges::max_element(points, {}, &SeriesPoint::worst_backlog);
  if (peak == points.end() || peak->worst_backlog == 0) return std::nullopt;
  const double hardly_any = kHardlyAny * static_cast<double>(peak->worst_backlog);
  auto first = peak;
  while (first != points.begin() &&
         static_cast<double>(std::prev(first)->worst_backlog) > hardly_any) {
    --first;
  }
  const auto begin = first->end - first->length;
  if (peak->end - begin >= kNearlyAll * points.back().end) return std::nullopt;
  return Stretch(first, std::next(peak));
}

}  // namespace redline::runner
