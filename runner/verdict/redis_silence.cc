#include "runner/verdict/redis_silence.h"

#include <cstddef>

namespace redline::runner {

using reporting::SeriesPoint;
using Seconds = SeriesPoint::Seconds;

std::optional<PointSpan> WhenRedisWasSilent(PointSpan points, Seconds uptime) {
  std::optional<PointSpan> longest;
  Seconds longest_time = kShortestSilence;
  std::size_t begin = 0;
  Seconds time{0};
  for (std::size_t i = 0; i < points.size(); ++i) {
    const SeriesPoint& point = points[i];
    if (point.end - point.length >= uptime) break;  // The drain.
    const bool silent = point.total_backlog > 0 && point.completed == 0 &&
                        point.failed == 0 && !point.redis_cpu_percent;
    if (!silent) {
      begin = i + 1;
      time = Seconds(0);
      continue;
    }
    time += point.length;
    if (time > longest_time) {
      longest_time = time;
      longest = points.subspan(begin, i + 1 - begin);
    }
  }
  return longest;
}

}  // namespace redline::runner
