#include "reporting/compare/search_gate.h"

#include <cstddef>
#include <optional>
#include <string>

#include "base/text/number_text.h"
#include "reporting/compare/search_comparison.h"

namespace redline::reporting {
namespace {

constexpr std::string_view kRedline = RowOf(SearchFigure::kRedline).name;

std::string ValueText(const SearchSide& side, std::optional<double> value) {
  const std::string unit(UnitOf(side.results.front().goal));
  return (value ? FigureText(value) + " " + unit : "nothing") + " (" + side.name + ")";
}

GateOutcome Check(const ChangeCondition& condition,
                  const std::vector<SideFigure>& figures,
                  const std::vector<SearchSide>& sides, std::size_t i) {
  GateOutcome outcome{.condition = condition.text,
                      .side = sides[i].name,
                      .change_percent = std::nullopt,
                      .met = true,
                      .sentence = ""};
  const std::string values = ValueText(sides[0], figures[0].median) + " and " +
                             ValueText(sides[i], figures[i].median);
  if (figures[i].ratio) {
    Judge(condition, *figures[i].ratio, values, outcome);
  } else {
    outcome.sentence = condition.name + " cannot be compared: " + values + ".";
  }
  return outcome;
}

}  // namespace

std::vector<ChangeCondition> ParseSearchGate(std::string_view list) {
  constexpr std::string_view kExamples = "redline<-5%";
  std::vector<ChangeCondition> gate = ParseConditions(list, kExamples);
  for (const ChangeCondition& condition : gate) {
    if (condition.name != kRedline) {
      condition.Refuse("names no figure of a search", kExamples);
    }
  }
  return gate;
}

std::vector<GateOutcome> CheckSearchGate(const std::vector<ChangeCondition>& gate,
                                         const std::vector<SearchSide>& sides) {
  std::vector<GateOutcome> outcomes;
  if (gate.empty()) return outcomes;
  for (const SearchSide& side : sides) {
    for (std::size_t i = 0; i < side.results.size(); ++i) {
      const SearchEnd end = side.results[i].end;
      if (end == SearchEnd::kFound) continue;
      outcomes.push_back({.condition = "end",
                          .side = side.name,
                          .change_percent = std::nullopt,
                          .met = true,
                          .sentence = side.files[i] + " (" + side.name + "): Search " +
                                      std::string(RowOf(end).word) +
                                      "; its bounds prove nothing."});
    }
  }
  const std::vector<SideFigure> figures = CompareRedlines(sides);
  for (const ChangeCondition& condition : gate) {
    for (std::size_t i = 1; i < sides.size(); ++i) {
      outcomes.push_back(Check(condition, figures, sides, i));
    }
  }
  return outcomes;
}

}  // namespace redline::reporting
