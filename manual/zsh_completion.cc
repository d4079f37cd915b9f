#include <string>

#include "base/text/shell_text.h"
#include "manual/completions.h"
#include "manual/shell_text.h"

namespace redline::manual {
namespace {

// NAME is the function's.
constexpr char kWords[] = R"(# Completes words; after one that ends with ":PATH", paths.
NAME_words() {
  local word
  for word in ${(M)@:#*:PATH}; do
    if compset -P ${word%PATH}; then
      _files
      return
    fi
  done
  for word in $@; do
    case $word in
      *:*) compadd -S '' -- ${word%%:*}: ;;
      *) compadd -- $word ;;
    esac
  done
}

)";

// In the brackets of a specification for _arguments.
std::string InBrackets(const std::string& text) {
  return Replaced(Replaced(Replaced(text, "\\", "\\\\"), "[", "\\["), "]", "\\]");
}

std::string ActionOf(const Option& option) {
  if (!option.words.empty()) {
    std::string action = ":word: NAME_words";
    // Their colons would end the action.
    for (const Word& word : option.words) {
      action += " " + Replaced(word.text, ":", "\\:");
    }
    return action;
  }
  if (option.takes == Takes::kPath) return ":file:_files";
  // Nothing can be guessed, but the place is taken.
  return option.takes == Takes::kNothing ? "" : ":value: ";
}

std::string SpecificationsOf(const Command& command) {
  std::string lines;
  for (const OptionGroup& group : command.groups) {
    for (const Option& option : group.options) {
      lines +=
          " \\\n    " + ShellQuoted(TypedFlag(option) + "[" + InBrackets(option.help) +
                                    "]" + ActionOf(option));
    }
  }
  if (command.takes_paths) lines += " \\\n    '*:file:_files'";
  return lines + "\n";
}

// The first word is a command; the rest is its own.
std::string ByCommand(const Program& program) {
  std::string names;
  std::string cases;
  for (const Command& command : program.commands) {
    names += " " + command.name;
    cases +=
        "  " + command.name + ")\n  _arguments" + SpecificationsOf(command) + "  ;;\n";
  }
  return "if ((CURRENT == 2)); then\n"
         "  compadd --" +
         names +
         " --help --version\n"
         "  return\n"
         "fi\n"
         "local command=$words[2]\n"
         "shift words\n"
         "((CURRENT--))\n"
         "case $command in\n" +
         cases + "esac\n";
}

}  // namespace

std::string ZshCompletion(const Program& program) {
  const Command& first = program.commands.front();
  const std::string text =
      "#compdef " + program.name + "\n# What zsh completes of " + program.name + ".\n\n" +
      kWords +
      (first.name.empty() ? "_arguments" + SpecificationsOf(first) : ByCommand(program));
  return Replaced(text, "NAME", FunctionOf(program));
}

}  // namespace redline::manual
