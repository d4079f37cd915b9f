#include "reporting/command_line.h"

#include <gflags/gflags.h>

#include <algorithm>
#include <cstddef>
#include <cstdlib>
#include <filesystem>
#include <system_error>
#include <utility>

#include "reporting/errors.h"

namespace redline::reporting {
namespace {

// Levenshtein's distance: the edits that turn one name into the other.
std::size_t EditDistance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) row[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::size_t diagonal = std::exchange(row[0], i);
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t replace = diagonal + (a[i - 1] != b[j - 1]);
      diagonal = row[j];
      row[j] = std::min({replace, row[j] + 1, row[j - 1] + 1});
    }
  }
  return row.back();
}

[[noreturn]] void ThrowUnknownFlag(const std::string& name,
                                   const std::vector<std::string_view>& known) {
  std::string_view nearest;
  std::size_t distance = std::max<std::size_t>(name.size() / 2, 2);
  for (const std::string_view flag : known) {
    const std::size_t d = EditDistance(name, flag);
    if (d < distance) {
      distance = d;
      nearest = flag;
    }
  }
  std::string sentence = "There is no flag --" + name;
  if (!nearest.empty()) sentence += "; did you mean --" + std::string(nearest) + "?";
  throw UsageError(sentence + (nearest.empty() ? "; --help lists them." : ""));
}

std::string TypeOf(std::string_view flag) {
  return gflags::GetCommandLineFlagInfoOrDie(std::string(flag).c_str()).type;
}

}  // namespace

CommandLine ReadCommandLine(std::span<const char* const> arguments,
                            const std::vector<std::string_view>& known) {
  CommandLine line;
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    const std::string argument = arguments[i];
    if (argument == "--help" || argument == "-help" || argument == "-h") {
      line.help = true;
      return line;
    }
    if (argument.size() < 2 || argument[0] != '-' || argument == "--") {
      line.words.push_back(argument);
      continue;
    }
    const std::size_t begin = argument[1] == '-' ? 2 : 1;
    const std::size_t equals = argument.find('=');
    const std::string name = argument.substr(begin, equals - begin);
    if (std::find(known.begin(), known.end(), name) == known.end()) {
      ThrowUnknownFlag(name, known);
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
    SetFlag(name, value, "--" + name);
    line.flags.emplace_back(name, value);
  }
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

}  // namespace redline::reporting
