#include <string>

#include "base/text/shell_text.h"
#include "manual/completions.h"
#include "manual/shell_text.h"

namespace redline::manual {
namespace {

// NAME is the function's.
constexpr char kPathsAfter[] = R"(# Paths behind a beginning, once that is typed.
function _NAME_paths_after --argument-names begin
    set -l typed (string unescape -- (commandline --current-token))
    set typed (string replace --regex -- '^--[a-z_]+=' '' $typed)
    string match --quiet -- "$begin*" $typed; or return
    for path in (__fish_complete_path (string replace -- $begin '' $typed))
        echo $begin$path
    end
end

)";

std::string ValueOf(const Option& option) {
  if (option.takes == Takes::kNothing) return "";
  if (option.takes == Takes::kPath) return " -r -F";
  std::string words = TypedWords(option.words);
  for (const Word& word : option.words) {
    if (BeginsPath(word)) words += " (_NAME_paths_after " + Typed(word) + ")";
  }
  return words.empty() ? " -x" : " -x -a " + ShellQuoted(words);
}

// Of a program with commands, a flag is of its command only.
std::string LineOf(const Program& program, const Command& command, const Option& option) {
  std::string line = "complete -c " + program.name;
  if (!command.name.empty()) {
    line += " -n '__fish_seen_subcommand_from " + command.name + "'";
  }
  return line + " -l " + option.name + ValueOf(option) + " -d " +
         ShellQuoted(option.help) + "\n";
}

std::string LineOf(const Program& program, const Command& command) {
  return "complete -c " + program.name + " -n __fish_use_subcommand -f -a " +
         command.name + " -d " + ShellQuoted(command.meaning) + "\n";
}

}  // namespace

std::string FishCompletion(const Program& program) {
  std::string text = "# What fish completes of " + program.name + ".\n\n";
  text += kPathsAfter;
  if (!program.commands.front().takes_paths)
    text += "complete -c " + program.name + " -f\n";
  for (const Command& command : program.commands) {
    if (!command.name.empty()) text += LineOf(program, command);
    for (const OptionGroup& group : command.groups) {
      for (const Option& option : group.options) {
        text += LineOf(program, command, option);
      }
    }
  }
  return Replaced(text, "NAME", FunctionOf(program));
}

}  // namespace redline::manual
