#include "runner/settings/read_settings.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <string_view>
#include <vector>

#include "base/command_line.h"
#include "base/errors.h"
#include "runner/settings/foreign_names.h"
#include "runner/settings/setting_flags.h"
#include "runner/settings/setting_rows.h"
#include "runner/settings/setting_text.h"

namespace redline::runner {
namespace {

// glog's flags that help a user; its others are not for the command line of redline.
constexpr std::array<std::string_view, 3> kLogFlags = {"v", "vmodule", "minloglevel"};

// It asks servers for a process a core, which is our default.
constexpr std::string_view kAutomatic = "auto";

// Throws if the setting, as it now is, is out of its bounds; `value` is the text that the
// user gave at `source`.
void CheckBounds(const Setting& setting, const std::string& value,
                 const std::string& source) {
  if (!setting.bounds) return;
  const double number = ValueOf(setting).number();
  // Negated, so that a NaN is out of bounds.
  if (!(number >= setting.bounds->least && number <= setting.bounds->most)) {
    throw UsageError(source + " must be " + BoundsText(*setting.bounds) + ", but is " +
                     value + ".");
  }
}

// Returns false if help, or which version this is, was asked for.
bool ReadFlags(std::span<const char* const> arguments) {
  std::vector<std::string_view> known(kLogFlags.begin(), kLogFlags.end());
  ForEachSetting([&](const Setting& setting) { known.push_back(setting.name); });
  const CommandLine line = ReadCommandLine(
      arguments, known, {std::begin(kForeignNames), std::end(kForeignNames)});
  if (line.help || line.version) return false;
  if (!line.words.empty()) {
    throw UsageError("Do not know what to do with '" + line.words.front() +
                     "': redline takes flags only, as --name=value; --help lists them.");
  }
  for (const auto& [flag, value] : line.flags) {
    if (std::ranges::find(kLogFlags, flag) != kLogFlags.end()) continue;
    CheckBounds(SettingNamed(flag), value, "--" + flag);
  }
  return true;
}

}  // namespace

bool ReadSettings(std::span<const char* const> arguments,
                  const Environment& environment) {
  if (!ReadFlags(arguments)) return false;
  ForEachSetting([&](const Setting& setting) {
    if (IsGiven(setting)) return;
    const auto variable = FindVariable(setting, environment);
    if (!variable) return;
    SetSetting(setting, variable->value, variable->name);
  });
  ForEachSetting(CheckChoice);
  return true;
}

std::optional<Variable> FindVariable(const Setting& setting,
                                     const Environment& environment) {
  const std::string own = setting.flag_only ? "" : VariableOf(setting);
  for (const std::string_view name :
       {setting.first_variable, std::string_view(own), setting.last_variable}) {
    if (name.empty()) continue;
    const auto value = environment(std::string(name));
    if (!value || value->empty()) continue;
    if (name == setting.last_variable && *value == kAutomatic) continue;
    return Variable{.name = std::string(name), .value = *value};
  }
  return std::nullopt;
}

void SetSetting(const Setting& setting, const std::string& value,
                const std::string& source) {
  SetFlag(setting.name, value, source);
  CheckBounds(setting, value, source);
  CheckChoice(setting);
}

void CheckChoice(const Setting& setting) {
  if (setting.choices.empty() || setting.or_others) return;
  const std::string word = ValueOf(setting).text();
  if (word == std::get<std::string_view>(setting.fallback)) return;
  if (std::ranges::find(setting.choices, word, &Choice::word) != setting.choices.end()) {
    return;
  }
  throw UsageError(FlagAndVariable(setting) + " must be " + WordsOf(setting) +
                   ", but is '" + word + "'.");
}

}  // namespace redline::runner
