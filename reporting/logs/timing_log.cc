#include "reporting/logs/timing_log.h"

#include <algorithm>
#include <cstddef>
#include <vector>

#include "reporting/logs/percentile_log.h"
#include "reporting/model/timing_summary.h"

namespace redline::reporting {
namespace {

std::vector<TaggedHistogram> TimingsOf(const Result& result) {
  const Timings totals = result.Totals();
  std::vector<TaggedHistogram> timings{{"response", totals.response},
                                       {"task", totals.task}};
  for (std::size_t i = 0; i < result.step_names.size(); ++i) {
    timings.push_back({std::string(StepKey(result.step_names[i])), totals.steps[i]});
  }
  timings.push_back({"queue", totals.queue});
  timings.push_back({"rest", totals.rest});
  timings.push_back({"lateness", result.messaging.lateness});
  return timings;
}

}  // namespace

std::string ToHlog(const Result& result) {
  std::vector<TaggedHistogram> timings = TimingsOf(result);
  timings.front().tag.clear();
  // No start: the date of a result is that of the run, and the log begins with the
  // measured phase.
  return "#[The line without a tag is the response; the others are tagged, as task: "
         "HistogramLogProcessor -tag task]\n" +
         ToHlog(timings, result.messaging.uptime, std::nullopt);
}

std::optional<std::string> ToHgrm(const Result& result, std::string_view timing) {
  const std::vector<TaggedHistogram> timings = TimingsOf(result);
  const auto found = std::ranges::find(timings, timing, &TaggedHistogram::tag);
  if (found == timings.end()) return std::nullopt;
  return ToHgrm(found->histogram);
}

}  // namespace redline::reporting
