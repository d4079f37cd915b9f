#include "base/ascii.h"

#include <gtest/gtest.h>

namespace redline {
namespace {

TEST(Trim, TakesSpacesFromBothEndsAndLeavesThoseBetween) {
  EXPECT_EQ(Trim(" \t a b\r\n"), "a b");
  EXPECT_EQ(Trim("a"), "a");
  EXPECT_EQ(Trim(" \n "), "");
  EXPECT_EQ(Trim(""), "");
}

TEST(Case, ChangesAsciiLettersOnly) {
  EXPECT_EQ(LowerCase("Tasks_PER 1\xc3\x84"), "tasks_per 1\xc3\x84");
  EXPECT_EQ(UpperCase("tasks_per 1\xc3\xa4"), "TASKS_PER 1\xc3\xa4");
}

}  // namespace
}  // namespace redline
