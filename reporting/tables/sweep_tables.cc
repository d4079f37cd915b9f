#include "reporting/tables/sweep_tables.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/text/number_text.h"
#include "reporting/tables/style.h"

namespace redline::reporting {
namespace {

std::string ValueText(const std::optional<SearchBound>& bound) {
  return bound ? ConstantText(bound->value) : std::string(kAbsent);
}

// "3 of 3"
std::string ShareText(const std::optional<SearchBound>& bound,
                      std::uint64_t SearchBound::* some) {
  if (!bound) return kAbsent;
  return CountText((*bound).*some) + " of " + CountText(bound->held + bound->failed);
}

}  // namespace

TextTable SweepTable(const SweepResult& result) {
  const bool is_rate = result.goal() == SearchGoal::kRate;
  const std::string unit = " (" + std::string(RowOf(result.goal()).unit) + ")";
  std::vector<std::string> columns = {result.setting, "held" + unit, "in",
                                      "failed" + unit, "in"};
  if (is_rate) columns.insert(columns.end(), {"likely from", "likely to"});
  columns.insert(columns.end(), {"trials", "minutes", "search"});
  TextTable table(columns);
  for (const auto& [value, search] : result.searches) {
    std::vector<std::string> row = {
        value, ValueText(search.held), ShareText(search.held, &SearchBound::held),
        ValueText(search.failed), ShareText(search.failed, &SearchBound::failed)};
    if (is_rate) {
      row.insert(row.end(),
                 {FigureText(search.likely_least), FigureText(search.likely_most)});
    }
    row.insert(row.end(),
               {CountText(search.trials.size()), FigureText(search.elapsed.count() / 60),
                std::string(RowOf(search.end).word)});
    table.AddRow(row, search.end == SearchEnd::kFound ? std::nullopt
                                                      : std::optional(Role::kDoubtful));
  }
  return table;
}

}  // namespace redline::reporting
