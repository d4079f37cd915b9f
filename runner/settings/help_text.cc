#include "runner/settings/help_text.h"

#include <algorithm>
#include <string_view>

#include "base/build_info.h"
#include "runner/settings/setting_rows.h"
#include "runner/settings/setting_text.h"

namespace redline::runner {

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
      "  bazel run //runner -- [--flag=value ...]\n"
      "\n"
      "Each flag may also be given as an environment variable, in upper case\n"
      "(TASKS_PER_SECOND=500); a flag overrides the environment. If a flag is given\n"
      "twice, the last counts. --version prints redline's version.\n";
  for (const Group* const group : kSettingGroups) {
    text += "\n" + std::string(group->title) + ":\n";
    for (const Setting& setting : group->settings) {
      const std::string fallback = DefaultOf(setting);
      text += "  --" + std::string(setting.name) +
              (fallback.empty() ? "" : "=" + fallback) + "\n      " + HelpOf(setting) +
              "\n";
    }
  }
  text +=
      "\n"
      "Exit codes: 0 the workers sustained the rate; 1 they did not; 2 bad usage; 3 "
      "Redis,\n"
      "shared memory or a worker was not available; 4 the supervisor could not deliver "
      "the\n"
      "rate, or not in time, so the result is inconclusive; 129, 130, 131 and 143\n"
      "interrupted, after a partial report.\n";
  return text;
}

}  // namespace redline::runner
