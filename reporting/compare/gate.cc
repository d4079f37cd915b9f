#include "reporting/compare/gate.h"

#include <cstddef>
#include <utility>

#include "base/text/number_text.h"

namespace redline::reporting {
namespace {

std::string ValueText(const Figure& figure, std::optional<double> value) {
  if (!value) return "nothing";
  const std::string unit(NameOf(figure.unit()));
  return FigureText(value) + (unit.empty() ? "" : " " + unit);
}

GateOutcome Check(const GateCondition& condition, const ComparedFigure& compared,
                  const std::vector<Side>& sides, std::size_t i) {
  const SideFigure& side = compared.sides[i];
  GateOutcome outcome{.condition = condition.change.text,
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
  Judge(condition.change, *side.ratio, values, outcome);
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
  constexpr std::string_view kExamples = "task.p99>+10% or delivered<-1%";
  std::vector<GateCondition> gate;
  for (ChangeCondition& change : ParseConditions(list, kExamples)) {
    try {
      Figure figure = Figure::Parse(change.name);
      gate.push_back({.change = std::move(change), .figure = std::move(figure)});
    } catch (const FigureError& error) {
      change.Refuse(error.what(), kExamples);
    }
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
