#include "reporting/compare/gate.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstddef>
#include <system_error>

#include "base/text/number_text.h"

namespace redline::reporting {
namespace {

[[noreturn]] void Refuse(const std::string& condition, const std::string& what) {
  throw GateError("The condition \"" + condition + "\" " + what +
                  "; write, for example, task.p99>+10% or delivered<-1%.");
}

GateCondition ParseCondition(std::string_view text) {
  std::string condition;
  for (const char c : text) {
    if (c != ' ') condition += c;
  }
  const std::size_t sign = condition.find_first_of("<>");
  if (sign == std::string::npos) Refuse(condition, "has neither < nor >");
  std::string_view limit = std::string_view(condition).substr(sign + 1);
  if (!limit.ends_with('%')) Refuse(condition, "has no change in percent");
  limit.remove_suffix(1);
  if (limit.starts_with('+')) limit.remove_prefix(1);
  double percent = 0;
  const auto [end, error] =
      std::from_chars(limit.data(), limit.data() + limit.size(), percent);
  if (limit.empty() || error != std::errc() || end != limit.data() + limit.size() ||
      !std::isfinite(percent)) {
    Refuse(condition, "has no number as its limit");
  }
  try {
    return {.text = condition,
            .figure = Figure::Parse(std::string_view(condition).substr(0, sign)),
            .above = condition[sign] == '>',
            .limit_percent = percent};
  } catch (const FigureError& error_of_figure) {
    Refuse(condition, error_of_figure.what());
  }
}

std::string SignedText(double percent) {
  return (percent > 0 ? "+" : "") + DecimalText(percent, 1) + " %";
}

// 110 against 100 is 10 %, whatever doubles make of 1.1 - 1.
constexpr double kRounding = 1e-9;

double Percent(double ratio) { return 100 * (ratio - 1); }

std::string ValueText(const Figure& figure, std::optional<double> value) {
  if (!value) return "nothing";
  const std::string unit(NameOf(figure.unit()));
  return FigureText(value) + (unit.empty() ? "" : " " + unit);
}

GateOutcome Check(const GateCondition& condition, const ComparedFigure& compared,
                  const std::vector<Side>& sides, std::size_t i) {
  const SideFigure& side = compared.sides[i];
  GateOutcome outcome{.condition = condition.text,
                      .side = sides[i].name,
                      .change_percent = std::nullopt,
                      .met = true,
                      .sentence = ""};
  const std::string values =
      ValueText(condition.figure, compared.sides[0].median) + " (" + sides[0].name +
      ") and " + ValueText(condition.figure, side.median) + " (" + sides[i].name + ")";
  if (!side.ratio) {
    outcome.sentence = condition.figure.text() + " cannot be compared: " + values + ".";
    return outcome;
  }
  for (const std::size_t which : {std::size_t{0}, i}) {
    const std::size_t runs = sides[which].results.size();
    if (compared.sides[which].measured == runs) continue;
    outcome.sentence = condition.figure.text() + " was measured in " +
                       CountText(compared.sides[which].measured) + " of " +
                       CountText(runs) + " runs of " + sides[which].name + " only.";
    return outcome;
  }
  const double change = Percent(side.ratio->ratio);
  if (std::isinf(change)) {
    outcome.met = condition.above;
    outcome.sentence = condition.figure.text() + " was 0 before: " + values + ".";
    return outcome;
  }
  outcome.change_percent = change;
  const bool beyond = condition.above ? change > condition.limit_percent + kRounding
                                      : change < condition.limit_percent - kRounding;
  bool sure = true;
  std::string interval;
  if (side.ratio->interval) {
    const auto [low, high] = *side.ratio->interval;
    const double limit = 1 + condition.limit_percent / 100;
    sure = condition.above ? low > std::min(1.0, limit) : high < std::max(1.0, limit);
    interval = ", 95 % interval " + SignedText(Percent(low)) + " to " +
               SignedText(Percent(high));
  }
  outcome.met = beyond && sure;
  outcome.sentence = condition.figure.text() + " changed by " + SignedText(change) +
                     interval + ": " + values;
  if (beyond && !sure) outcome.sentence += "; that may be chance";
  outcome.sentence += ".";
  return outcome;
}

// A run that did not succeed has figures of another time than it should have.
void CheckVerdicts(const Side& side, std::vector<GateOutcome>& outcomes) {
  for (std::size_t i = 0; i < side.results.size(); ++i) {
    const std::optional<Verdict>& verdict = side.results[i].verdict;
    if (!verdict || verdict->status == Status::kSuccess) continue;
    outcomes.push_back({.condition = "verdict",
                        .side = side.name,
                        .change_percent = std::nullopt,
                        .met = true,
                        .sentence = side.files[i] + " (" + side.name + ") " +
                                    std::string(WordFor(verdict->status)) +
                                    ": its figures prove nothing."});
  }
}

}  // namespace

std::vector<GateCondition> ParseGate(std::string_view list) {
  std::vector<GateCondition> gate;
  while (!list.empty()) {
    const std::size_t comma = list.find(',');
    gate.push_back(ParseCondition(list.substr(0, comma)));
    list.remove_prefix(comma == std::string_view::npos ? list.size() : comma + 1);
  }
  return gate;
}

std::vector<GateOutcome> CheckGate(const std::vector<GateCondition>& gate,
                                   const std::vector<Side>& sides) {
  std::vector<GateOutcome> outcomes;
  if (gate.empty()) return outcomes;
  for (const Side& side : sides) CheckVerdicts(side, outcomes);
  for (const GateCondition& condition : gate) {
    const ComparedFigure compared = CompareFigure(condition.figure, sides);
    for (std::size_t i = 1; i < sides.size(); ++i) {
      outcomes.push_back(Check(condition, compared, sides, i));
    }
  }
  return outcomes;
}

}  // namespace redline::reporting
