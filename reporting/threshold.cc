#include "reporting/threshold.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <utility>

#include "reporting/timing_summary.h"
#include "shm/histogram_snapshot.h"

namespace redline::reporting {
namespace {

using shm::HistogramSnapshot;

using Number = std::optional<double>;

struct Scalar {
  std::string_view name;
  Number (*of)(const Result& result);
};

Number Errors(const Result& result) {
  std::uint64_t errors = 0;
  for (const ErrorClass& error : result.errors) errors += error.count;
  return static_cast<double>(errors);
}

Number MaxBacklog(const Result& result) {
  std::uint64_t highest = 0;
  for (const WorkerResult& worker : result.workers) {
    highest = std::max(highest, worker.max_backlog);
  }
  return static_cast<double>(highest);
}

template <std::uint64_t Messaging::*kCount>
Number Count(const Result& result) {
  return static_cast<double>(result.messaging.*kCount);
}

constexpr Scalar kScalars[] = {
    {"tasks_sent", Count<&Messaging::tasks_sent>},
    {"tasks_received", Count<&Messaging::tasks_received>},
    {"tasks_completed", Count<&Messaging::tasks_completed>},
    {"tasks_failed", Count<&Messaging::tasks_failed>},
    {"errors", Errors},
    {"max_backlog", MaxBacklog},
    {"delivered", [](const Result& result) { return result.messaging.delivered_rate; }},
};

const Scalar* FindScalar(std::string_view name) {
  const auto* found = std::ranges::find(kScalars, name, &Scalar::name);
  return found == std::end(kScalars) ? nullptr : found;
}

struct Timing {
  std::string_view name;
  HistogramSnapshot (*of)(const Result& result);
};

// One histogram of each worker, all workers together.
template <typename Pick>
HistogramSnapshot Merged(const Result& result, const Pick& pick) {
  HistogramSnapshot all;
  for (const WorkerResult& worker : result.workers) all.Merge(pick(worker));
  return all;
}

template <HistogramSnapshot Timings::*kTiming>
HistogramSnapshot OfTasks(const Result& result) {
  return Merged(result, [](const WorkerResult& worker) -> const HistogramSnapshot& {
    return worker.timings.*kTiming;
  });
}

HistogramSnapshot LoopLag(const Result& result) {
  return Merged(result, [](const WorkerResult& worker) -> const HistogramSnapshot& {
    return worker.loop_lag;
  });
}

constexpr Timing kTimings[] = {
    {"task", OfTasks<&Timings::task>},
    {"queue", OfTasks<&Timings::queue>},
    {"response", OfTasks<&Timings::response>},
    {"rest", OfTasks<&Timings::rest>},
    {"lateness", [](const Result& result) { return result.messaging.lateness; }},
    {"loop_lag", LoopLag},
    {"supervisor_loop_lag",
     [](const Result& result) { return result.messaging.loop_lag; }},
};

const Timing* FindTiming(std::string_view name) {
  const auto* found = std::ranges::find(kTimings, name, &Timing::name);
  return found == std::end(kTimings) ? nullptr : found;
}

// The index of the step that programs know by this name.
std::optional<std::size_t> FindStep(const std::vector<std::string>& step_names,
                                    std::string_view name) {
  const auto found = std::ranges::find(step_names, name, StepKey);
  if (found == step_names.end()) return std::nullopt;
  return static_cast<std::size_t>(found - step_names.begin());
}

bool IsFigureOfTiming(std::string_view name) {
  return name == "count" || name == "mean" || name == "min" || name == "max";
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
    } else if (!IsFigureOfTiming(threshold.of_it_)) {
      Refuse(threshold.text_,
             "asks for \"" + threshold.of_it_ +
                 "\" of a timing, which is none of count, mean, min, max "
                 "and percentiles such as p99");
    }
    threshold.unit_ = threshold.of_it_ == "count" ? Unit::kCount : Unit::kMilliseconds;
  } else if (FindScalar(figure) == nullptr) {
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
  return of_it_.empty() || FindTiming(name_) != nullptr ||
         FindStep(step_names, name_).has_value();
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
  const Number number = FindScalar(name_)->of(result);
  if (!number || unit_ != Unit::kPercent) return number;
  return 100 * *number / result.messaging.asked_rate;
}

std::optional<double> Threshold::FigureOfTiming(const Result& result) const {
  HistogramSnapshot timing;
  if (const Timing* known = FindTiming(name_)) {
    timing = known->of(result);
  } else if (const auto step = FindStep(result.step_names, name_)) {
    timing = Merged(result, [&](const WorkerResult& worker) -> const HistogramSnapshot& {
      return worker.timings.steps[*step];
    });
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
