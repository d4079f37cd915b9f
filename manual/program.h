// A program as its manual page describes it and a shell completes it. Plain values, in
// plain ASCII.
#ifndef REDLINE_MANUAL_PROGRAM_H_
#define REDLINE_MANUAL_PROGRAM_H_

#include <string>
#include <string_view>
#include <vector>

#include "base/exit_codes.h"

namespace redline::manual {

// What stands after a flag's '='.
enum class Takes { kNothing, kNumber, kText, kPath };

struct Word {
  std::string text = {};  // "even"; or "burst:N", for all texts that begin with "burst:".
  std::string meaning = {};
};

struct Option {
  std::string name = {};  // Without the dashes.
  Takes takes = Takes::kNothing;
  std::vector<Word> words = {};  // Some texts that it takes, if it takes any.
  std::string fallback = {};     // The default, where `help` does not say it.
  std::string values = {};       // "whole number from 1 to 10000"; empty: `help` says it.
  std::vector<std::string> variables = {};  // That set it as well.
  std::string help = {};                    // Phrases, without a full stop.
  std::string more = {};                    // Further ones, for the page.
};

struct OptionGroup {
  std::string title = {};
  std::vector<Option> options = {};
};

// Of a program with commands; any other is a single one without a name.
struct Command {
  std::string name = {};
  std::vector<std::string> usages = {};  // What stands after the name.
  std::string meaning = {};
  std::vector<OptionGroup> groups = {};
  bool takes_paths = false;  // As words that are no flags.
};

// A term and what is said of it.
struct Note {
  std::string term = {};
  std::string text = {};
};

struct Program {
  std::string name = {};
  std::string purpose = {};  // One phrase.
  std::vector<std::string> description = {};
  std::vector<Command> commands = {};
  std::vector<ExitCodeRow> exit_codes = {};
  std::vector<Note> variables = {};  // Besides those of options.
  std::vector<Note> files = {};
  std::vector<Note> examples = {};  // A command line, and what it does.
  std::vector<std::string> see_also = {};
};

// Whether a path comes after the word's colon.
inline bool BeginsPath(const Word& word) { return word.text.ends_with(":PATH"); }

// --help and --version, which every program has.
inline OptionGroup CommonOptions() {
  return {.title = "Help",
          .options = {{.name = "help",
                       .takes = Takes::kNothing,
                       .help = "lists the flags and the exit codes"},
                      {.name = "version",
                       .takes = Takes::kNothing,
                       .help = "prints redline's version and revision"}}};
}

}  // namespace redline::manual

#endif  // REDLINE_MANUAL_PROGRAM_H_
