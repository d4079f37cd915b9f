// What shells complete of a program: its flags, the words and paths that they take, and
// its commands. Pure functions; each makes a whole file.
#ifndef REDLINE_MANUAL_COMPLETIONS_H_
#define REDLINE_MANUAL_COMPLETIONS_H_

#include <string>

#include "manual/program.h"

namespace redline::manual {

// For bash's own `complete`, without the package bash-completion, which finds the file by
// its name, the program's.
std::string BashCompletion(const Program& program);  // bash_completion.cc

// A function of zsh's compsys, to be autoloaded as _NAME.
std::string ZshCompletion(const Program& program);  // zsh_completion.cc

std::string FishCompletion(const Program& program);  // fish_completion.cc

}  // namespace redline::manual

#endif  // REDLINE_MANUAL_COMPLETIONS_H_
