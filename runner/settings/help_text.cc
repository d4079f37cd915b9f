#include "runner/settings/help_text.h"

#include <algorithm>
#include <string_view>

#include "base/build_info.h"
#include "runner/settings/setting_rows.h"
#include "runner/settings/setting_text.h"

namespace redline::runner {
namespace {

std::string FlagsOnly() {
  std::string flags;
  for (const Group* const group : kSettingGroups) {
    for (const Setting& setting : group->settings) {
      if (!setting.flag_only) continue;
      flags += (flags.empty() ? "--" : ", --") + std::string(setting.name);
    }
  }
  return flags;
}

}  // namespace

std::string TextAskedFor(std::span<const char* const> arguments) {
  const auto asks_version = [](std::string_view argument) {
    return argument == "--version" || argument == "-version";
  };
  return std::ranges::any_of(arguments, asks_version) ? VersionText() : HelpText();
}

std::string HelpText() {
  std::string text =
      "redline tells how many tasks per second the workers on one Redis can sustain\n"
      "before a backlog builds.\n"
      "\n"
      "  redline [--flag=value ...]\n"
      "\n"
      "Each flag may also be given as an environment variable, in upper case\n"
      "(TASKS_PER_SECOND=500), but for " +
      FlagsOnly() +
      ".\n"
      "A flag overrides the environment. If a flag is given twice, the last counts.\n"
      "--version prints redline's version.\n";
  for (const Group* const group : kSettingGroups) {
    text += "\n" + std::string(group->title) + ":\n";
    for (const Setting& setting : group->settings) {
      const std::string fallback = DefaultOf(setting);
      text += "  --" + std::string(setting.name) +
              (fallback.empty() ? "" : "=" + fallback) + "\n      " + HelpOf(setting) +
              "\n";
    }
  }
  text += "\nExit codes:\n";
  for (const ExitCodeRow& row : kExitCodeRows) {
    const std::string code = std::to_string(row.code);
    text +=
        "  " + code + std::string(5 - code.size(), ' ') + std::string(row.meaning) + "\n";
  }
  return text;
}

}  // namespace redline::runner
