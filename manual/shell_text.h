// Parts of scripts that bash, zsh and fish read alike. Pure functions.
#ifndef REDLINE_MANUAL_SHELL_TEXT_H_
#define REDLINE_MANUAL_SHELL_TEXT_H_

#include <string>
#include <string_view>
#include <vector>

#include "manual/program.h"

namespace redline::manual {

// What is typed of a word: of "burst:N" that is "burst:".
std::string Typed(const Word& word);

// All of them, with blanks between.
std::string TypedWords(const std::vector<Word>& words);

// "--force", or "--color=" of one that takes a value.
std::string TypedFlag(const Option& option);

// The name of the program's function: "_redline_report".
std::string FunctionOf(const Program& program);

// The text with every `place` in it replaced.
std::string Replaced(std::string text, std::string_view place, std::string_view by);

}  // namespace redline::manual

#endif  // REDLINE_MANUAL_SHELL_TEXT_H_
