#include "reporting/help_text.h"

#include <gflags/gflags.h>

#include <cstddef>
#include <string_view>

#include "base/text/display_text.h"
#include "reporting/commands.h"

namespace redline::reporting {
namespace {

constexpr std::size_t kWidth = 80;

// `first` before the first line of the text, and blanks of that width before the others.
std::string Hanging(const std::string& first, std::string_view text) {
  std::string lines;
  for (const std::string_view line : WrapToWidth(text, kWidth - first.size())) {
    lines += lines.empty() ? first : std::string(first.size(), ' ');
    lines.append(line).append("\n");
  }
  return lines;
}

std::string TextOf(const Command& command) {
  std::string text;
  for (const std::string_view usage : command.usages) {
    text += Hanging("  redline-report " + std::string(command.name) + " ", usage);
  }
  text += Hanging("      ", command.meaning);
  for (const CommandFlag& flag : command.flags) {
    const std::string name(flag.name);
    text += Hanging("      --" + name + "  ",
                    gflags::GetCommandLineFlagInfoOrDie(name.c_str()).description);
  }
  return text;
}

}  // namespace

std::string HelpText() {
  std::string text =
      "Works with the results of redline's runs, searches and sweeps "
      "(--report_json=FILE).\n";
  for (const Command& command : Commands()) text += "\n" + TextOf(command);
  text += "\nA file named - is stdin, or stdout. Exit codes:\n";
  for (const ExitCodeRow& row : kExitCodeRows) {
    text += Hanging("  " + std::to_string(row.code) + "  ", row.meaning);
  }
  return text;
}

}  // namespace redline::reporting
