#include "reporting/reporting_main.h"

#include <signal.h>

#include <algorithm>
#include <cstddef>
#include <exception>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/build_info.h"
#include "base/command_line.h"
#include "base/errors.h"
#include "base/exit_codes.h"
#include "base/flag_suggestion.h"
#include "base/output/output.h"
#include "reporting/commands.h"
#include "reporting/help_text.h"

namespace redline::reporting {
namespace {

const std::vector<ForeignName>& ForeignNames() {
  static const auto& names = *new std::vector<ForeignName>{
      {"output", "out"}, {"folder", "out"},        {"before", "a"},
      {"after", "b"},    {"threshold", "fail_if"}, {"thresholds", "fail_if"},
      {"slo", "fail_if"}};
  return names;
}

// A flag that another command has is not called unknown.
void CheckCommandsFlags(const Command& command, std::span<const char* const> arguments) {
  const auto has = [](const Command& each, std::string_view flag) {
    return std::ranges::find(each.flags, flag, &CommandFlag::name) != each.flags.end();
  };
  for (std::string_view argument : arguments) {
    if (!argument.starts_with('-')) continue;
    argument.remove_prefix(std::min(argument.find_first_not_of('-'), argument.size()));
    const std::string flag(argument.substr(0, argument.find('=')));
    const auto other = std::ranges::find_if(
        Commands(), [&](const Command& each) { return has(each, flag); });
    if (has(command, flag) || other == Commands().end()) continue;
    throw UsageError("--" + flag + " is a flag of " + std::string(other->name) +
                     " and not of " + std::string(command.name) + "; --help lists them.");
  }
}

// --help and --version.
bool WasAnswered(const CommandLine& line, Output& output) {
  if (line.help) output.Show(HelpText());
  if (line.version) output.Show(VersionText());
  return line.help || line.version;
}

int Run(std::span<const char* const> arguments, Output& output) {
  const std::string name = arguments.empty() ? "--help" : arguments[0];
  const auto command = std::ranges::find(Commands(), name, &Command::name);
  if (command == Commands().end() && !name.starts_with("-")) {
    throw UsageError("There is no command '" + name +
                     "'; there are render, import and compare.");
  }
  if (command == Commands().end()) {
    // Finds a flag before its command, and --help.
    const CommandLine line = ReadCommandLine(arguments, {});
    if (WasAnswered(line, output)) return kExitSuccess;
    throw UsageError("Name a command: render, import or compare.");
  }
  CheckCommandsFlags(*command, arguments.subspan(1));
  std::vector<std::string_view> flags;
  for (const CommandFlag& flag : command->flags) flags.push_back(flag.name);
  const CommandLine line = ReadCommandLine(arguments.subspan(1), flags, ForeignNames());
  return WasAnswered(line, output) ? kExitSuccess : command->run(line.words, output);
}

}  // namespace

int ReportingMain(int argc, char** argv) {
  // Writing to a reader that has gone is an error like any other, not a death.
  ::signal(SIGPIPE, SIG_IGN);
  // So is a file that becomes larger than it may.
  ::signal(SIGXFSZ, SIG_IGN);
  Output output;
  const auto fail = [&](const std::exception& error, int code) {
    output.Complain(error.what());
    return output.End(code);
  };
  EnterUsersFolder();
  try {
    const std::span<const char* const> arguments(argv + 1,
                                                 static_cast<std::size_t>(argc - 1));
    return output.End(Run(arguments, output));
  } catch (const UsageError& error) {
    return fail(error, kExitUsage);
  } catch (const std::exception& error) {
    return fail(error, kExitEnvironment);
  }
}

}  // namespace redline::reporting
