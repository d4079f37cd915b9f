// Text for a POSIX shell. Pure functions.
#ifndef REDLINE_BASE_TEXT_SHELL_TEXT_H_
#define REDLINE_BASE_TEXT_SHELL_TEXT_H_

#include <string>
#include <string_view>

namespace redline {

// One word of a shell's command line, whatever stands in it, in single quotes. zsh reads
// it the same; fish does too, unless a backslash stands before a backslash or a quote.
std::string ShellQuoted(std::string_view text);

}  // namespace redline

#endif  // REDLINE_BASE_TEXT_SHELL_TEXT_H_
