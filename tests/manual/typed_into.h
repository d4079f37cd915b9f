// What a real interactive shell makes of keys, those of completion among them.
#ifndef REDLINE_TESTS_MANUAL_TYPED_INTO_H_
#define REDLINE_TESTS_MANUAL_TYPED_INTO_H_

#include <filesystem>
#include <string>
#include <vector>

namespace redline::testing {

struct Shell {
  std::string name;
  // How it is started, with $RC for the path of its script of start.
  std::string command;
  // The script of start: takes the completions, says "ready> " when it may be typed to,
  // and has functions redline and redline-report that write their arguments, a line each,
  // to the file `arguments` and end the shell.
  std::string script;
};

// Bash, zsh and fish, with the completions that the build made.
std::vector<Shell> Shells();

bool IsInstalled(const Shell& shell);

// The arguments that a program is called with if these keys and Enter are typed in
// `folder`, which serves the shell as its home. Throws std::runtime_error with what the
// shell has shown, if it calls none within some seconds.
std::vector<std::string> ArgumentsOf(const Shell& shell, const std::string& keys,
                                     const std::filesystem::path& folder);

}  // namespace redline::testing

#endif  // REDLINE_TESTS_MANUAL_TYPED_INTO_H_
