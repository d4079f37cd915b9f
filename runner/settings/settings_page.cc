#include "runner/settings/settings_page.h"

#include <string_view>

#include "runner/settings/setting_rows.h"
#include "runner/settings/setting_text.h"

namespace redline::runner {
namespace {

std::string Code(std::string_view text) {
  return text.empty() ? "" : "`" + std::string(text) + "`";
}

std::string Variables(const Setting& setting) {
  std::string variables;
  for (const std::string& name : VariablesOf(setting)) {
    variables += (variables.empty() ? "" : ", ") + Code(name);
  }
  return variables;
}

std::string Meaning(const Setting& setting) {
  const std::string more(setting.more);
  return HelpOf(setting) + (more.empty() ? "" : "; " + more);
}

std::string Row(const Setting& setting) {
  std::string row = "|";
  for (const std::string& cell :
       {Code("--" + std::string(setting.name)), Variables(setting),
        Code(DefaultOf(setting)), ValuesOf(setting),
        std::string(setting.scope == Scope::kTest ? "the same" : "its own"),
        Meaning(setting)}) {
    row += (cell.empty() ? "" : " ") + cell + " |";
  }
  return row + "\n";
}

}  // namespace

std::string SettingsPage() {
  std::string page =
      "# Settings\n"
      "\n"
      "<!-- Made from the rows in runner/settings/*_setting_rows.cc. To renew it:\n"
      "UPDATE_GOLDENS=1 bazel run //tests/runner/settings:settings_page_test -->\n"
      "\n"
      "Each setting is a flag, or an environment variable; a flag overrides the "
      "environment, the\n"
      "environment the default. The first of two variables overrides the second; an "
      "empty one is not set.\n"
      "If a flag is given twice, the last counts. `--help` lists the flags, `--version` "
      "prints redline's\n"
      "version.\n"
      "\n"
      "In a [fleet](fleets.md) some settings must be the same for all dynos, since one "
      "verdict stands for\n"
      "all of them; each dyno may have its own values of the others.\n";
  for (const Group* const group : kSettingGroups) {
    page += "\n## " + std::string(group->title) +
            "\n\n| flag | variable | default | values | in a fleet | meaning |\n"
            "|---|---|---|---|---|---|\n";
    for (const Setting& setting : group->settings) page += Row(setting);
  }
  return page;
}

}  // namespace redline::runner
