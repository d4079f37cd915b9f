// What a script prints, for tests of scripts.
#ifndef REDLINE_TESTS_SCRIPTS_PRINTED_BY_H_
#define REDLINE_TESTS_SCRIPTS_PRINTED_BY_H_

#include <gtest/gtest.h>
#include <stdio.h>

#include <string>

namespace redline::testing {

// The command is the shell's, and is expected to succeed.
inline std::string PrintedBy(const std::string& command) {
  FILE* const pipe = ::popen(command.c_str(), "r");
  std::string printed;
  if (pipe == nullptr) {
    ADD_FAILURE() << "no shell for: " << command;
    return printed;
  }
  for (int c = ::fgetc(pipe); c != EOF; c = ::fgetc(pipe)) {
    printed += static_cast<char>(c);
  }
  EXPECT_EQ(::pclose(pipe), 0) << command;
  return printed;
}

}  // namespace redline::testing

#endif  // REDLINE_TESTS_SCRIPTS_PRINTED_BY_H_
