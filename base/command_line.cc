#include "base/command_line.h"

#include <gflags/gflags.h>

#include <algorithm>
#include <cstddef>
#include <cstdlib>
#include <filesystem>
#include <system_error>
#include <utility>

#include "base/errors.h"

namespace redline {
namespace {

std::string TypeOf(std::string_view flag) {
  return gflags::GetCommandLineFlagInfoOrDie(std::string(flag).c_str()).type;
}

// gflags' way to say false.
bool IsNegated(std::string_view name, const std::vector<std::string_view>& known) {
  return name.starts_with("no") &&
         std::ranges::find(known, name.substr(2)) != known.end() &&
         TypeOf(name.substr(2)) == "bool";
}

[[noreturn]] void ThrowUnknownFlag(const std::string& name,
                                   const std::vector<std::string_view>& known,
                                   const std::vector<ForeignName>& foreign) {
  if (name == "help" || name == "version") {
    throw UsageError("--" + name + " takes no value.");
  }
  const std::string sentence = "There is no flag --" + name;
  if (IsNegated(name, known)) {
    throw UsageError(sentence + "; did you mean --" + name.substr(2) + "=false?");
  }
  throw UsageError(sentence + Suggestion(MeantFlags(name, known, foreign)));
}

// Whether the argument is this word as a flag, without a value.
bool Asks(std::string_view argument, std::string_view word) {
  return argument == "--" + std::string(word) || argument == "-" + std::string(word);
}

}  // namespace

CommandLine ReadCommandLine(std::span<const char* const> arguments,
                            const std::vector<std::string_view>& known,
                            const std::vector<ForeignName>& foreign) {
  CommandLine line;
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    const std::string argument = arguments[i];
    line.help = Asks(argument, "help") || argument == "-h";
    line.version = Asks(argument, "version");
    if (line.help || line.version) return line;
    if (argument.size() < 2 || argument[0] != '-' || argument == "--") {
      line.words.push_back(argument);
      continue;
    }
    const std::size_t begin = argument[1] == '-' ? 2 : 1;
    const std::size_t equals = argument.find('=');
    const std::string name = argument.substr(begin, equals - begin);
    if (std::ranges::find(known, name) == known.end()) {
      ThrowUnknownFlag(name, known, foreign);
    }
    std::string value;
    if (equals != std::string::npos) {
      value = argument.substr(equals + 1);
    } else if (TypeOf(name) == "bool") {
      value = "true";
    } else if (i + 1 < arguments.size()) {
      value = arguments[++i];
    } else {
      throw UsageError("--" + name + " needs a value, as --" + name + "=value.");
    }
    std::erase_if(line.flags, [&](const auto& flag) { return flag.first == name; });
    line.flags.emplace_back(name, value);
  }
  for (const auto& [name, value] : line.flags) SetFlag(name, value, "--" + name);
  return line;
}

std::optional<std::string> FindFlag(std::string_view flag,
                                    std::span<const char* const> arguments) {
  std::optional<std::string> given;
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    std::string_view argument = arguments[i];
    const std::size_t dashes = std::min(argument.find_first_not_of('-'), argument.size());
    argument.remove_prefix(dashes);
    if ((dashes != 1 && dashes != 2) || !argument.starts_with(flag)) continue;
    argument.remove_prefix(flag.size());
    if (argument.starts_with('=')) {
      given = argument.substr(1);
    } else if (argument.empty() && i + 1 < arguments.size()) {
      given = arguments[++i];
    }
  }
  return given;
}

void SetFlag(std::string_view flag, const std::string& value, const std::string& source) {
  const std::string name(flag);
  if (!gflags::SetCommandLineOption(name.c_str(), value.c_str()).empty()) return;
  const std::string type = TypeOf(flag);
  const std::string wanted = type == "bool"     ? "true or false"
                             : type == "double" ? "a number"
                                                : "a whole number";
  throw UsageError(source + " must be " + wanted + ", but is '" + value + "'.");
}

void EnterUsersFolder() {
  const char* const folder = std::getenv("BUILD_WORKING_DIRECTORY");
  if (folder == nullptr) return;
  std::error_code ignored;
  std::filesystem::current_path(folder, ignored);
}

}  // namespace redline
