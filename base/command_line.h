// A program's arguments, read into gflags' flags.
//
// The flags are gflags'. Parsing is ours on top of gflags' registry, because gflags would
// exit by itself with 1, and take the libraries' forty flags for the program's own.
//
// Main thread only: gflags' values are globals.
#ifndef REDLINE_BASE_COMMAND_LINE_H_
#define REDLINE_BASE_COMMAND_LINE_H_

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/flag_suggestion.h"

namespace redline {

struct CommandLine {
  // One of them was asked for; what stands after it was not read, and no flag is set.
  bool help = false;
  bool version = false;
  // The flags that were given, with the text of their values; gflags has them too. If one
  // is given twice, the last counts, as everywhere, and the others are ignored.
  std::vector<std::pair<std::string, std::string>> flags;
  std::vector<std::string> words;  // All that are not flags, in their order.
};

// Reads --name=value, --name value and, for a bool, --name; "-" is a word. `known` are
// the program's flags, `foreign` what others call them. Throws UsageError: one sentence
// that names the flag, or the one that was meant.
CommandLine ReadCommandLine(std::span<const char* const> arguments,
                            const std::vector<std::string_view>& known,
                            const std::vector<ForeignName>& foreign = {});

// The text that was given for one flag of which a value is wanted, whatever the other
// arguments are: for when they cannot be read. The last one counts.
std::optional<std::string> FindFlag(std::string_view flag,
                                    std::span<const char* const> arguments);

// Sets a flag from the text given at `source`, a flag or a variable as the user knows it.
// Throws UsageError if it is not of the flag's type.
void SetFlag(std::string_view flag, const std::string& value, const std::string& source);

// `bazel run` starts programs in a folder of its own; files that a user names are meant
// from where the user is. Goes there.
void EnterUsersFolder();

}  // namespace redline

#endif  // REDLINE_BASE_COMMAND_LINE_H_
