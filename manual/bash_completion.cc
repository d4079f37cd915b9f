#include <algorithm>
#include <string>

#include "base/text/shell_text.h"
#include "manual/completions.h"
#include "manual/shell_text.h"

namespace redline::manual {
namespace {

// NAME is the function's. Bash takes words apart at '=' and ':' and replaces only the
// last part; replies are made for the whole word.
constexpr char kFunction[] = R"(NAME() {
  local at=$COMP_CWORD part=${COMP_WORDS[COMP_CWORD]}
  local word=$part
  while ((at > 1)) && [[ $word != -* && ($word == [=:]* || ${COMP_WORDS[at - 1]} == *[=:]) ]]; do
    word=${COMP_WORDS[--at]}$word
  done
  case $part in
    [=:]*) part= ;;
  esac
  local command='' words='' paths_after=-
  ((at < 2)) || command=${COMP_WORDS[1]}
  local given='' typed=$word
  case $word in
    --*=*)
      given=${word%%=*}= typed=${word#*=}
      NAME_values "$command" "${word%%=*}"
      ;;
    *)
      NAME_values "$command" "${COMP_WORDS[at - 1]}" || NAME_words "$command"
      ;;
  esac

  local -a replies=()
  mapfile -t replies < <(compgen -W "$words" -- "$typed")
  if [ "$paths_after" != - ] && [[ $typed == "$paths_after"* ]]; then
    [ ${#replies[@]} -gt 0 ] || compopt -o filenames
    # A path is typed with backslashes, and has none.
    typed=${typed#"$paths_after"}
    mapfile -t -O ${#replies[@]} replies < <(
      compgen -f -P "$paths_after" -- "${typed//\\/}")
  fi
  local cut=${word%"$part"} reply
  COMPREPLY=()
  for reply in "${replies[@]}"; do
    reply=$given$reply
    COMPREPLY+=("${reply#"${cut//\\/}"}")
  done
  case ${#replies[@]}${replies[0]-} in
    1*[=:]) compopt -o nospace ;;
  esac
}
)";

// "*:--color) words='auto always never' ;;" for a command's flag that takes a value.
std::string ValuesCase(const Command& command, const Option& option) {
  const std::string which = command.name.empty() ? "*" : command.name;
  std::string sets;
  if (!option.words.empty()) sets += " words=" + ShellQuoted(TypedWords(option.words));
  if (option.takes == Takes::kPath) sets += " paths_after=";
  const auto path = std::ranges::find_if(option.words, BeginsPath);
  if (path != option.words.end()) sets += " paths_after=" + Typed(*path);
  return "    " + which + ":--" + option.name + ")" + sets + " ;;\n";
}

// What is typed where no flag's value is due, once the command is known.
std::string WordsCase(const Command& command) {
  std::string flags;
  for (const OptionGroup& group : command.groups) {
    for (const Option& option : group.options) {
      flags += (flags.empty() ? "" : " ") + TypedFlag(option);
    }
  }
  return "    " + (command.name.empty() ? "*" : command.name) + ") words='" + flags +
         "'" + (command.takes_paths ? " paths_after=" : "") + " ;;\n";
}

std::string NamesOf(const Program& program) {
  std::string names;
  for (const Command& command : program.commands) names += command.name + " ";
  return names;
}

}  // namespace

std::string BashCompletion(const Program& program) {
  std::string values;
  std::string words;
  for (const Command& command : program.commands) {
    words += WordsCase(command);
    for (const OptionGroup& group : command.groups) {
      for (const Option& option : group.options) {
        if (option.takes != Takes::kNothing) values += ValuesCase(command, option);
      }
    }
  }
  const bool has_commands = !program.commands.front().name.empty();
  if (has_commands)
    words += "    *) words='" + NamesOf(program) + "--help --version' ;;\n";
  const std::string text =
      "# What bash completes of " + program.name +
      ".\n\n"
      "# What may stand for the value of a command's flag; fails if that takes none.\n"
      "NAME_values() {\n"
      "  case $1:$2 in\n" +
      values +
      "    *) return 1 ;;\n"
      "  esac\n"
      "}\n\n"
      "NAME_words() {\n"
      "  case $1 in\n" +
      words +
      "  esac\n"
      "}\n\n" +
      kFunction + "\ncomplete -F NAME " + program.name + "\n";
  return Replaced(text, "NAME", FunctionOf(program));
}

}  // namespace redline::manual
