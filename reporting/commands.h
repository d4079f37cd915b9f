// The commands of the executable for results, a row each. To add one, add its row:
// --help, the manual page and what shells complete come from it.
//
// Main thread only: gflags' values are globals.
#ifndef REDLINE_REPORTING_COMMANDS_H_
#define REDLINE_REPORTING_COMMANDS_H_

#include <array>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/exit_codes.h"
#include "base/output/output.h"

namespace redline::reporting {

// gflags has its help and its default.
struct CommandFlag {
  std::string_view name;
  bool is_path = false;  // Its value is the path of a file or folder.
};

struct Command {
  std::string_view name;
  std::vector<std::string_view> usages;  // What stands after the name.
  std::string_view meaning;              // A paragraph without line ends.
  std::vector<CommandFlag> flags;
  int (*run)(std::span<const std::string> words, Output& output);
};

const std::vector<Command>& Commands();

inline constexpr std::array kExitCodeRows = std::to_array<ExitCodeRow>({
    {kExitSuccess, "done, and the gate, if there is one, was kept to"},
    {kExitFailed, "the gate (--fail_if) was not kept to"},
    {kExitUsage,
     "bad usage, a file that is not a result or cannot be opened, or a run of a page "
     "that import cannot read (it writes the others)"},
    {kExitEnvironment, "a file cannot be read or written to its end"},
});

}  // namespace redline::reporting

#endif  // REDLINE_REPORTING_COMMANDS_H_
