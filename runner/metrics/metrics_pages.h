// What scrapes get: the run's metrics as text, made anew only where the last one is old,
// since making it may take long.
//
// Not thread-safe.
#ifndef REDLINE_RUNNER_METRICS_METRICS_PAGES_H_
#define REDLINE_RUNNER_METRICS_METRICS_PAGES_H_

#include <chrono>
#include <functional>
#include <map>
#include <string>

#include "reporting/metrics/metrics_text.h"
#include "reporting/model/result.h"

namespace redline::runner {

class MetricsPages {
 public:
  using TimePoint = std::chrono::steady_clock::time_point;
  using Look = std::function<reporting::Result()>;
  using Clock = std::function<TimePoint()>;

  // A text is the answer for so long after it was made, or for so many times as long as
  // making it took: five hundred workers' histograms take longer than one's.
  static constexpr std::chrono::milliseconds kLeastAge{250};
  static constexpr int kLeastShare = 20;

  // `look` reads the run as it is at this moment.
  MetricsPages(Look look, reporting::WorkerDetail detail,
               Clock clock = std::chrono::steady_clock::now);

  const std::string& TextIn(reporting::MetricsDialect dialect);

 private:
  struct Page {
    std::string text;
    TimePoint good_until;
  };

  const Look look_;
  const reporting::WorkerDetail detail_;
  const Clock clock_;
  std::map<reporting::MetricsDialect, Page> pages_;
};

}  // namespace redline::runner

#endif  // REDLINE_RUNNER_METRICS_METRICS_PAGES_H_
