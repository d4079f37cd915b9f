// A row of the settings' table: all that is known of one setting.
//
// Flags, variables, --help, docs/settings.md, the checks of a single value, the settings
// in a result and those that a fleet must agree on come from the rows
// (runner/settings/setting_rows.h).
#ifndef REDLINE_RUNNER_SETTINGS_SETTING_H_
#define REDLINE_RUNNER_SETTINGS_SETTING_H_

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>

#include "runner/plan/plan.h"
#include "runner/settings/setting_value.h"

namespace redline::runner {

enum class Scope {
  kTest,    // The test and its verdict: the same for all dynos of a fleet.
  kDyno,    // Each dyno may have its own.
  kReport,  // The output. Comparisons of results leave it out.
};

// A number's bounds; both ends are allowed.
struct Bounds {
  double least;
  double most;
};

// A word that a setting takes; its meaning where the word alone does not tell. "burst:N"
// stands for all texts that begin with "burst:".
struct Choice {
  std::string_view word = {};
  std::string_view meaning = {};
};

// All rows of a table as choices, be it of an enum (base/enum_table.h) or not.
template <class Row, std::size_t kSize>
constexpr std::array<Choice, kSize> ChoicesOf(const std::array<Row, kSize>& table) {
  std::array<Choice, kSize> choices;
  std::ranges::transform(table, choices.begin(), [](const Row& row) {
    Choice choice{row.name};
    if constexpr (requires { row.meaning; }) choice.meaning = row.meaning;
    return choice;
  });
  return choices;
}

// The default; its type is the setting's.
using Default = std::variant<bool, std::int64_t, double, std::string_view>;

struct Setting {
  std::string_view name;  // The flag's, a literal; the variable's in upper case.
  Default fallback;
  std::optional<Bounds> bounds = std::nullopt;
  // All words that a text may be, besides the default; empty: any text.
  std::span<const Choice> choices = {};
  // It may be another text too, which is checked elsewhere.
  bool or_others = false;
  // Its text is the path of a file: shells complete it.
  bool is_path = false;
  // In --help, a literal: one phrase, in which {} stands for the choices. "(default: "
  // in it says a default that is found at the start of a run.
  std::string_view help;
  std::string_view more = {};  // Phrases that docs/settings.md adds.
  Scope scope;
  // No variable sets it: it is too dangerous, or the variable's name too common.
  bool flag_only = false;
  // Another variable for it, which overrides its own, or which its own overrides.
  std::string_view first_variable = {};
  std::string_view last_variable = {};
  // Its text in results, where that is not the value's: the value may hold a secret.
  std::string (*shown)(const std::string& value) = nullptr;
  // Puts the checked value where it belongs.
  void (*store)(const Value& value, Plan& plan);
};

// Settings under one title.
struct Group {
  std::string_view title;
  std::span<const Setting> settings;
};

}  // namespace redline::runner

#endif  // REDLINE_RUNNER_SETTINGS_SETTING_H_
