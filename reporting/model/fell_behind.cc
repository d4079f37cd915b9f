#include "reporting/model/fell_behind.h"

#include <algorithm>
#include <cstdint>
#include <vector>

#include "base/text/number_text.h"

namespace redline::reporting {
namespace {

// REQUIRES: there are some.
double Median(std::vector<double> values) {
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::ranges::nth_element(values, middle);
  if (values.size() % 2 == 1) return *middle;
  return (*std::max_element(values.begin(), middle) + *middle) / 2;
}

double Unfinished(const Result& result) {
  return static_cast<double>(result.messaging.unfinished_at_end.value_or(0));
}

bool Grew(const Result& result, std::optional<double> growth) {
  return growth && *growth > kGrowthShare * result.messaging.asked_rate;
}

bool FellBehind(const Result& result, std::optional<double> growth) {
  const Messaging& messaging = result.messaging;
  const double unfinished = Unfinished(result);
  // The last burst may just have come.
  const double in_work =
      TasksInWork(result) * static_cast<double>(result.workers.size()) +
      static_cast<double>(messaging.burst - 1);
  const double more = unfinished - static_cast<double>(messaging.warmup_leftover);
  return unfinished > in_work &&
         (Grew(result, growth) ||
          more - static_cast<double>(messaging.burst - 1) >
              kUnfinishedShare * static_cast<double>(messaging.tasks_sent));
}

std::optional<double> GrowthOf(const Result& result) {
  return BacklogGrowth(result.series.points, result.messaging.uptime);
}

// When the first backlog would reach its limit, if all grew on as they have. Where too
// few looks tell how, they have grown since the start.
std::string WhatWouldCome(const Result& result, std::optional<double> growth) {
  const Messaging& messaging = result.messaging;
  const auto worst = static_cast<double>(messaging.worst_backlog_at_end.value_or(0));
  if (worst == 0 || (growth && !Grew(result, growth))) return " A longer test may fail.";
  const auto limit = static_cast<double>(result.constants.max_worker_backlog);
  const double total_growth =
      growth.value_or(Unfinished(result) / messaging.uptime.count());
  const double worst_growth = total_growth * worst / Unfinished(result);
  const double reached =
      messaging.uptime.count() + std::max(limit - worst, 0.0) / worst_growth;
  return " At this growth the first backlog reaches its limit of " +
         CountText(static_cast<std::uint64_t>(limit)) + " after " + FigureText(reached) +
         " s.";
}

std::string BehindInStage(const Result& run, std::size_t stage, std::string_view who) {
  const Result result = run.OfStage(stage);
  const std::optional<double> growth = GrowthOf(result);
  std::string text = " But " + std::string(who) + " were falling behind in stage " +
                     CountText(stage + 1) + ": " +
                     CountText(*result.messaging.unfinished_at_end) +
                     " tasks were unfinished when its time was over";
  if (Grew(result, growth)) {
    text += "; the backlog grew by " + FigureText(growth) + " tasks a second";
  }
  return text + ".";
}

}  // namespace

std::optional<double> BacklogGrowth(PointSpan points, Seconds uptime) {
  points = MeasuredPoints(points, uptime);
  if (points.size() < kFewestLooks) return std::nullopt;
  std::vector<double> slopes;
  slopes.reserve(points.size() * (points.size() - 1) / 2);
  for (std::size_t i = 0; i < points.size(); ++i) {
    for (std::size_t j = i + 1; j < points.size(); ++j) {
      const Seconds time = points[j].end - points[i].end;
      if (time.count() <= 0) continue;  // A result from elsewhere may say anything.
      slopes.push_back((static_cast<double>(points[j].total_backlog) -
                        static_cast<double>(points[i].total_backlog)) /
                       time.count());
    }
  }
  if (slopes.empty()) return std::nullopt;
  return Median(std::move(slopes));
}

bool FellBehind(const Result& result) {
  if (!result.stages.empty()) return FirstStageBehind(result).has_value();
  return FellBehind(result, GrowthOf(result));
}

std::optional<std::size_t> FirstStageBehind(const Result& result) {
  for (std::size_t i = 0; i < result.stages.size(); ++i) {
    if (FellBehind(result.OfStage(i))) return i;
  }
  return std::nullopt;
}

std::string FellBehindText(const Result& result, std::string_view who) {
  if (!result.stages.empty()) {
    const std::optional<std::size_t> stage = FirstStageBehind(result);
    return stage ? BehindInStage(result, *stage, who) : "";
  }
  const std::optional<double> growth = GrowthOf(result);
  if (!FellBehind(result, growth)) return "";
  const Messaging& messaging = result.messaging;
  std::string text = " But " + std::string(who) +
                     " were falling behind: " + CountText(*messaging.unfinished_at_end) +
                     " of the tasks were unfinished when the time was over";
  if (messaging.drain) {
    text += ", and took " + SecondsText(messaging.drain) + " s to drain";
  }
  if (Grew(result, growth)) {
    text += "; the backlog grew by " + FigureText(growth) + " tasks a second";
  }
  return text + "." + WhatWouldCome(result, growth);
}

}  // namespace redline::reporting
