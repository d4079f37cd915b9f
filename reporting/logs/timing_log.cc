#include "reporting/logs/timing_log.h"

#include <algorithm>
#include <cstddef>
#include <vector>

#include "reporting/logs/percentile_log.h"
#include "reporting/model/timing_summary.h"

namespace redline::reporting {
namespace {

// Their tags begin with `of`.
void Add(const std::string& of, const Timings& timings,
         const shm::HistogramSnapshot& lateness,
         const std::vector<std::string>& step_names,
         std::optional<TaggedHistogram::Interval> interval,
         std::vector<TaggedHistogram>& all) {
  const auto add = [&](std::string_view name, const shm::HistogramSnapshot& timing) {
    all.push_back(
        {.tag = of + std::string(name), .histogram = timing, .interval = interval});
  };
  add("response", timings.response);
  add("task", timings.task);
  for (std::size_t i = 0; i < std::min(step_names.size(), timings.steps.size()); ++i) {
    add(StepKey(step_names[i]), timings.steps[i]);
  }
  add("queue", timings.queue);
  add("rest", timings.rest);
  add("lateness", lateness);
}

std::vector<TaggedHistogram> TimingsOf(const Result& result) {
  std::vector<TaggedHistogram> all;
  Add("", result.Totals(), result.messaging.lateness, result.step_names, std::nullopt,
      all);
  for (std::size_t i = 0; i < result.stages.size(); ++i) {
    const StageResult& stage = result.stages[i];
    Add("stage" + std::to_string(i + 1) + ".", stage.timings, stage.lateness,
        result.step_names,
        TaggedHistogram::Interval{.begin = stage.begin, .length = stage.uptime}, all);
  }
  return all;
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
