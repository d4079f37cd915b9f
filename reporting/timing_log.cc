#include "reporting/timing_log.h"

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdio>
#include <vector>

#include "reporting/percentile_log.h"
#include "reporting/timing_summary.h"

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

// Seconds since 1970 of a date such as "2026-11-25T08:34:04Z".
std::optional<double> UnixSeconds(const std::string& date) {
  int year = 0;
  unsigned month = 0;
  unsigned day = 0;
  int hours = 0;
  int minutes = 0;
  int seconds = 0;
  if (std::sscanf(date.c_str(), "%d-%u-%uT%d:%d:%dZ", &year, &month, &day, &hours,
                  &minutes, &seconds) != 6) {
    return std::nullopt;
  }
  const std::chrono::year_month_day ymd{std::chrono::year(year),
                                        std::chrono::month(month), std::chrono::day(day)};
  if (!ymd.ok()) return std::nullopt;
  const auto time = std::chrono::sys_days(ymd).time_since_epoch() +
                    std::chrono::hours(hours) + std::chrono::minutes(minutes) +
                    std::chrono::seconds(seconds);
  return std::chrono::duration<double>(time).count();
}

}  // namespace

std::string ToHlog(const Result& result) {
  return ToHlog(TimingsOf(result), result.messaging.uptime,
                UnixSeconds(result.provenance.started));
}

std::optional<std::string> ToHgrm(const Result& result, std::string_view timing) {
  const std::vector<TaggedHistogram> timings = TimingsOf(result);
  const auto found = std::ranges::find(timings, timing, &TaggedHistogram::tag);
  if (found == timings.end()) return std::nullopt;
  return ToHgrm(found->histogram);
}

}  // namespace redline::reporting
