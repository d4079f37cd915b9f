#include "base/text/shell_text.h"

#include <gtest/gtest.h>

#include <string>

#include "tests/scripts/printed_by.h"

namespace redline {
namespace {

TEST(ShellQuoted, IsOneWordToAShellWhateverStandsInIt) {
  for (const std::string text :
       {"", "plain", "two words", "it's", "''", "$HOME `id` \"\\\" *;&|", "a\nb"}) {
    EXPECT_EQ(testing::PrintedBy("printf '%s|' " + ShellQuoted(text)), text + "|");
  }
}

}  // namespace
}  // namespace redline
