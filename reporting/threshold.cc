#include "reporting/threshold.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstddef>
#include <utility>

#include "reporting/number_text.h"
#include "reporting/timing_summary.h"
#include "shm/histogram_snapshot.h"

namespace redline::reporting {
namespace {

using shm::HistogramSnapshot;

constexpr std::array<std::string_view, 7> kScalars = {
    "tasks_sent", "tasks_received", "tasks_completed", "tasks_failed",
    "errors",     "max_backlog",    "delivered"};
constexpr std::array<std::string_view, 7> kTimings = {
    "task", "queue", "response", "rest", "lateness", "loop_lag", "supervisor_loop_lag"};

template <typename Names>
bool Contains(const Names& names, std::string_view name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

std::string WithoutSpaces(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c != ' ') out += c;
  }
  return out;
}

// The number at the begin of the text, which is then removed from it.
std::optional<double> TakeNumber(std::string_view& text) {
  double number = 0;
  const auto [end, error] =
      std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || !std::isfinite(number)) return std::nullopt;
  text.remove_prefix(static_cast<std::size_t>(end - text.data()));
  return number;
}

// "p99", "p99.9" or, as in JSON, "p999".
std::optional<double> ParsePercentile(std::string_view text) {
  if (!text.starts_with('p')) return std::nullopt;
  text.remove_prefix(1);
  std::string digits(text);
  if (digits.starts_with("999")) digits.insert(2, ".");
  std::string_view rest = digits;
  const auto percentile = TakeNumber(rest);
  if (!percentile || !rest.empty() || *percentile < 0 || *percentile > 100) {
    return std::nullopt;
  }
  return percentile;
}

[[noreturn]] void Refuse(const std::string& threshold, const std::string& what) {
  throw ThresholdError("The threshold \"" + threshold + "\" " + what +
                       "; write, for example, response.p99<50ms or tasks_failed==0.");
}

}  // namespace

Threshold Threshold::Parse(std::string_view text) {
  Threshold threshold;
  threshold.text_ = WithoutSpaces(text);
  const std::string_view all = threshold.text_;
  const std::size_t operator_begin = all.find_first_of("<>=!");
  const std::size_t operator_end = all.find_first_not_of("<>=!", operator_begin);
  if (operator_begin == std::string_view::npos ||
      operator_end == std::string_view::npos) {
    Refuse(threshold.text_, "has no comparison with a limit");
  }

  constexpr std::array<std::pair<std::string_view, Comparison>, 6> kComparisons = {{
      {"<", Comparison::kLess},
      {"<=", Comparison::kLessOrEqual},
      {">", Comparison::kGreater},
      {">=", Comparison::kGreaterOrEqual},
      {"==", Comparison::kEqual},
      {"!=", Comparison::kUnequal},
  }};
  const std::string_view sign = all.substr(operator_begin, operator_end - operator_begin);
  const auto comparison =
      std::find_if(kComparisons.begin(), kComparisons.end(),
                   [&](const auto& each) { return each.first == sign; });
  if (comparison == kComparisons.end()) {
    Refuse(threshold.text_,
           "compares by \"" + std::string(sign) + "\", which is none of < <= > >= == !=");
  }
  threshold.comparison_ = comparison->second;

  const std::string_view figure = all.substr(0, operator_begin);
  const std::size_t point = figure.find('.');
  threshold.name_ = figure.substr(0, point);
  if (point != std::string_view::npos) {
    threshold.of_it_ = figure.substr(point + 1);
    if (const auto percentile = ParsePercentile(threshold.of_it_)) {
      threshold.percentile_ = *percentile;
    } else if (!Contains(std::array<std::string_view, 4>{"count", "mean", "min", "max"},
                         threshold.of_it_)) {
      Refuse(threshold.text_,
             "asks for \"" + threshold.of_it_ +
                 "\" of a timing, which is none of count, mean, min, max "
                 "and percentiles such as p99");
    }
    threshold.unit_ = threshold.of_it_ == "count" ? Unit::kCount : Unit::kMilliseconds;
  } else if (!Contains(kScalars, figure)) {
    Refuse(threshold.text_, "names no figure");
  }
  threshold.ParseLimit(all.substr(operator_end));
  return threshold;
}

void Threshold::ParseLimit(std::string_view limit) {
  const auto number = TakeNumber(limit);
  if (!number) Refuse(text_, "has no number for a limit");
  limit_ = *number;
  if (limit.empty()) return;
  if (unit_ == Unit::kMilliseconds) {
    constexpr std::array<std::pair<std::string_view, double>, 4> kUnits = {
        {{"us", 0.001}, {"µs", 0.001}, {"ms", 1}, {"s", 1000}}};
    for (const auto& [unit, factor] : kUnits) {
      if (limit != unit) continue;
      limit_ *= factor;
      return;
    }
  } else if (limit == "%" && name_ == "delivered") {
    unit_ = Unit::kPercent;
    return;
  }
  Refuse(text_, "has a limit in \"" + std::string(limit) + "\", which is no unit of it");
}

bool Threshold::IsKnown(const std::vector<std::string>& step_names) const {
  if (of_it_.empty() || Contains(kTimings, name_)) return true;
  return std::any_of(step_names.begin(), step_names.end(),
                     [&](const std::string& step) { return StepKey(step) == name_; });
}

ThresholdOutcome Threshold::Check(const Result& result) const {
  const std::optional<double> figure = Figure(result);
  ThresholdOutcome outcome{
      .threshold = text_, .value = figure, .unit = {}, .kept = false};
  if (unit_ == Unit::kMilliseconds) outcome.unit = "ms";
  if (unit_ == Unit::kPercent) outcome.unit = "%";
  if (!figure) return outcome;
  switch (comparison_) {
    case Comparison::kLess:
      outcome.kept = *figure < limit_;
      break;
    case Comparison::kLessOrEqual:
      outcome.kept = *figure <= limit_;
      break;
    case Comparison::kGreater:
      outcome.kept = *figure > limit_;
      break;
    case Comparison::kGreaterOrEqual:
      outcome.kept = *figure >= limit_;
      break;
    case Comparison::kEqual:
      outcome.kept = *figure == limit_;
      break;
    case Comparison::kUnequal:
      outcome.kept = *figure != limit_;
      break;
  }
  return outcome;
}

std::optional<double> Threshold::Figure(const Result& result) const {
  if (!of_it_.empty()) return FigureOfTiming(result);
  const Messaging& messaging = result.messaging;
  const auto number = [](std::uint64_t count) { return static_cast<double>(count); };
  if (name_ == "tasks_sent") return number(messaging.tasks_sent);
  if (name_ == "tasks_received") return number(messaging.tasks_received);
  if (name_ == "tasks_completed") return number(messaging.tasks_completed);
  if (name_ == "tasks_failed") return number(messaging.tasks_failed);
  if (name_ == "errors") {
    std::uint64_t errors = 0;
    for (const ErrorClass& error : result.errors) errors += error.count;
    return number(errors);
  }
  if (name_ == "max_backlog") {
    std::uint64_t highest = 0;
    for (const WorkerResult& worker : result.workers) {
      highest = std::max(highest, worker.max_backlog);
    }
    return number(highest);
  }
  if (!messaging.delivered_rate) return std::nullopt;
  return unit_ == Unit::kPercent ? 100 * *messaging.delivered_rate / messaging.asked_rate
                                 : *messaging.delivered_rate;
}

std::optional<double> Threshold::FigureOfTiming(const Result& result) const {
  HistogramSnapshot timing;
  const Timings totals = result.Totals();
  if (name_ == "task") timing = totals.task;
  if (name_ == "queue") timing = totals.queue;
  if (name_ == "response") timing = totals.response;
  if (name_ == "rest") timing = totals.rest;
  if (name_ == "lateness") timing = result.messaging.lateness;
  if (name_ == "supervisor_loop_lag") timing = result.messaging.loop_lag;
  if (name_ == "loop_lag") {
    for (const WorkerResult& worker : result.workers) timing.Merge(worker.loop_lag);
  }
  for (std::size_t i = 0; i < result.step_names.size(); ++i) {
    if (StepKey(result.step_names[i]) == name_) timing = totals.steps[i];
  }
  if (of_it_ == "count") return static_cast<double>(timing.count());
  const auto figure = of_it_ == "mean"  ? timing.Mean()
                      : of_it_ == "min" ? timing.Min()
                      : of_it_ == "max" ? timing.Max()
                                        : timing.Percentile(percentile_);
  if (!figure) return std::nullopt;
  return Milliseconds(*figure).count();
}

std::vector<Threshold> ParseThresholds(std::string_view list) {
  std::vector<Threshold> thresholds;
  while (!list.empty()) {
    const std::size_t comma = list.find(',');
    thresholds.push_back(Threshold::Parse(list.substr(0, comma)));
    list.remove_prefix(comma == std::string_view::npos ? list.size() : comma + 1);
  }
  return thresholds;
}

}  // namespace redline::reporting
