#include "reporting/model/threshold.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstddef>
#include <cstdlib>
#include <utility>

#include "base/text/number_text.h"

namespace redline::reporting {
namespace {

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

[[noreturn]] void Refuse(const std::string& threshold, const std::string& what) {
  throw ThresholdError("The threshold \"" + threshold + "\" " + what +
                       "; write, for example, response.p99<50ms or tasks_failed==0.");
}

}  // namespace

struct Threshold::Comparison {
  std::string_view sign;
  bool (*is_kept)(double figure, double limit);
};

constexpr Threshold::Comparison Threshold::kComparisons[] = {
    {"<", [](double figure, double limit) { return figure < limit; }},
    {"<=", [](double figure, double limit) { return figure <= limit; }},
    {">", [](double figure, double limit) { return figure > limit; }},
    {">=", [](double figure, double limit) { return figure >= limit; }},
    {"==", [](double figure, double limit) { return figure == limit; }},
    {"!=", [](double figure, double limit) { return figure != limit; }},
};

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

  const std::string_view sign = all.substr(operator_begin, operator_end - operator_begin);
  std::string signs;
  for (const Comparison& comparison : kComparisons) {
    if (comparison.sign == sign) threshold.comparison_ = &comparison;
    signs += " " + std::string(comparison.sign);
  }
  if (threshold.comparison_ == nullptr) {
    Refuse(threshold.text_,
           "compares by \"" + std::string(sign) + "\", which is not one of" + signs);
  }

  try {
    threshold.figure_ = Figure::Parse(all.substr(0, operator_begin));
  } catch (const FigureError& error) {
    Refuse(threshold.text_, error.what());
  }
  if (threshold.figure_->text() == kEstimatedRedline) {
    Refuse(threshold.text_,
           "asks for an estimate, which is known only after the verdict, and is no "
           "bound; a search finds the redline: --search=rate --at_least=4000");
  }
  threshold.ParseLimit(all.substr(operator_end));
  return threshold;
}

void Threshold::ParseLimit(std::string_view limit) {
  const auto number = TakeNumber(limit);
  if (!number) Refuse(text_, "has no number as its limit");
  limit_ = *number;
  if (limit.empty()) return;
  if (figure_->unit() == Figure::Unit::kMilliseconds) {
    constexpr std::array<std::pair<std::string_view, double>, 4> kUnits = {
        {{"us", 0.001}, {"µs", 0.001}, {"ms", 1}, {"s", 1000}}};
    for (const auto& [unit, factor] : kUnits) {
      if (limit != unit) continue;
      limit_ *= factor;
      return;
    }
  } else if (limit == "%" &&
             (figure_->name() == "delivered" || figure_->name() == "completed")) {
    of_asked_rate_ = true;
    return;
  } else if (limit == WithoutSpaces(NameOf(figure_->unit()))) {
    return;
  }
  Refuse(text_,
         "has a limit in \"" + std::string(limit) + "\", which is not one of its units");
}

bool Threshold::IsKnown(const std::vector<std::string>& step_names) const {
  return figure_->IsKnown(step_names);
}

bool Threshold::IsKeptBy(double figure) const {
  return comparison_->is_kept(figure, limit_);
}

ThresholdOutcome Threshold::Check(const Result& result) const {
  std::optional<double> figure = figure_->Of(result);
  if (figure && of_asked_rate_) {
    const std::optional<double> asked = figure_->AskedRate(result);
    figure = asked && *asked > 0 ? std::optional(100 * *figure / *asked) : std::nullopt;
  }
  return {.threshold = text_,
          .value = figure,
          .unit = of_asked_rate_ ? "%" : std::string(NameOf(figure_->unit())),
          .kept = figure && IsKeptBy(*figure)};
}

std::string ValueText(const ThresholdOutcome& outcome) {
  constexpr int kMostDecimals = 9;
  std::string text = FigureText(outcome.value);
  if (!outcome.value) return text;
  try {
    const Threshold threshold = Threshold::Parse(outcome.threshold);
    for (int decimals = 3; decimals <= kMostDecimals; ++decimals) {
      if (threshold.IsKeptBy(std::strtod(text.c_str(), nullptr)) == outcome.kept) break;
      text = DecimalText(outcome.value, decimals);
    }
  } catch (const ThresholdError&) {
    // The figure of another version, read back from a file.
  }
  return text + (outcome.unit.empty() ? "" : " " + outcome.unit);
}

bool ViolatesThresholdOfStage(const Result& result, std::size_t index) {
  return std::ranges::any_of(result.thresholds, [&](const ThresholdOutcome& outcome) {
    return !outcome.kept && Threshold::Parse(outcome.threshold).stage() == index + 1;
  });
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
