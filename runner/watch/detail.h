// How much of a run's figures is read into a Result.
#ifndef REDLINE_RUNNER_WATCH_DETAIL_H_
#define REDLINE_RUNNER_WATCH_DETAIL_H_

namespace redline::runner {

enum class Detail {
  // The live view's needs: percentiles of the workers in it (500 workers' buckets are
  // 15 MB to read), the latest part of the series.
  kLive,
  // The metrics' needs: all percentiles, the latest part of the series.
  kMetrics,
  kAll,
};

}  // namespace redline::runner

#endif  // REDLINE_RUNNER_WATCH_DETAIL_H_
