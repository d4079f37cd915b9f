#include "runner/metrics/metrics_pages.h"

#include <algorithm>
#include <utility>

namespace redline::runner {

MetricsPages::MetricsPages(Look look, reporting::WorkerDetail detail, Clock clock)
    : look_(std::move(look)), detail_(detail), clock_(std::move(clock)) {}

const std::string& MetricsPages::TextIn(reporting::MetricsDialect dialect) {
  const TimePoint began = clock_();
  const auto [found, is_new] = pages_.try_emplace(dialect);
  Page& page = found->second;
  if (!is_new && began < page.good_until) return page.text;
  page.text = reporting::MetricsText(look_(), dialect, detail_);
  const TimePoint now = clock_();
  page.good_until =
      now + std::max<TimePoint::duration>(kLeastAge, kLeastShare * (now - began));
  return page.text;
}

}  // namespace redline::runner
