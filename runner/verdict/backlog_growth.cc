#include "runner/verdict/backlog_growth.h"

#include <algorithm>
#include <iterator>

namespace redline::runner {

using reporting::SeriesPoint;
using Seconds = SeriesPoint::Seconds;

std::optional<PointSpan> WhenBacklogGrew(PointSpan points, Seconds uptime, Peak peak) {
  const auto begin_of = [](const SeriesPoint& point) { return point.end - point.length; };
  points = reporting::MeasuredPoints(points, uptime);
  if (points.empty()) return std::nullopt;
  const auto last =
      peak == Peak::kAtTheEnd
          ? std::prev(points.end())
          : std::ranges::max_element(points, {}, &SeriesPoint::worst_backlog);
  if (last->worst_backlog == 0) return std::nullopt;
  const double hardly_any =
      std::max(kHardlyAny * static_cast<double>(last->worst_backlog), kHardlyAnyTasks);
  auto first = last;
  while (first != points.begin() &&
         static_cast<double>(std::prev(first)->worst_backlog) > hardly_any) {
    --first;
  }
  if (last->end - begin_of(*first) >= kNearlyAll * uptime) return std::nullopt;
  return PointSpan(first, std::next(last));
}

}  // namespace redline::runner
