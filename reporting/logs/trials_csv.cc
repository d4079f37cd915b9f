#include "reporting/logs/trials_csv.h"

#include <string_view>
#include <type_traits>

#include "base/enum_table.h"
#include "base/text/number_text.h"
#include "reporting/model/field.h"
#include "reporting/model/field_text.h"
#include "reporting/model/trial_figures.h"

namespace redline::reporting {
namespace {

// Visits the fields that have a column: numbers, and words of a table.
template <class Struct, class Visit>
void ForEachColumn(const Struct& value, Visit visit) {
  ForEachField<Struct>([&](const auto& field) {
    using Type = std::decay_t<decltype(value.*field.member)>;
    if constexpr (HasTable<Type>) {
      visit(field.name, std::string(NameOf(value.*field.member)));
    } else if constexpr (IsNumber<Type>) {
      const std::string text = FieldText(value.*field.member, field.form);
      visit(field.name, text == kAbsent ? "" : text);
    }
  });
}

template <class Visit>
void ForEachColumn(const TrialRecord& trial, const TrialFigures& figures, Visit visit) {
  ForEachColumn<TrialRecord>(trial, visit);
  ForEachColumn<TrialFigures>(figures, visit);
}

std::string Header() {
  std::string header = "trial";
  ForEachColumn(TrialRecord(), TrialFigures(),
                [&](std::string_view name, const std::string& /*text*/) {
                  header += ',';
                  header += name;
                });
  return header + '\n';
}

// A line for each trial, which begins with `first`.
std::string Lines(const SearchResult& result, const std::string& first) {
  std::string lines;
  std::size_t number = 0;
  for (const TrialRecord& trial : result.trials) {
    lines += first + CountText(++number);
    ForEachColumn(trial, FiguresOf(trial),
                  [&](std::string_view /*name*/, const std::string& text) {
                    lines += ',';
                    lines += text;
                  });
    lines += '\n';
  }
  return lines;
}

}  // namespace

std::string ToCsv(const SearchResult& result) { return Header() + Lines(result, ""); }

std::string ToCsv(const SweepResult& result) {
  std::string csv = result.setting + ',' + Header();
  for (const auto& [value, search] : result.searches) csv += Lines(search, value + ',');
  return csv;
}

}  // namespace redline::reporting
