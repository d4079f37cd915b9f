#include "reporting/tables/style.h"

#include <gtest/gtest.h>

namespace redline::reporting {
namespace {

TEST(Style, PaintsNothingByDefault) {
  EXPECT_EQ(Style().Paint(Role::kBad, "violated"), "violated");
}

TEST(Style, PaintsEachRoleAndEndsAtTheTextsEnd) {
  const Style style = Style::Colored();
  EXPECT_EQ(style.Paint(Role::kHeading, "Redis"), "\x1b[1mRedis\x1b[0m");
  EXPECT_EQ(style.Paint(Role::kGood, "succeeded"), "\x1b[1;32msucceeded\x1b[0m");
  EXPECT_EQ(style.Paint(Role::kDoubtful, "invalid"), "\x1b[1;33minvalid\x1b[0m");
  EXPECT_EQ(style.Paint(Role::kBad, "failed"), "\x1b[1;31mfailed\x1b[0m");
}

TEST(Style, LeavesWhatHasNoRoleOrNoTextAsItIs) {
  EXPECT_EQ(Style::Colored().Paint(std::nullopt, "kept"), "kept");
  EXPECT_EQ(Style::Colored().Paint(Role::kBad, ""), "");
}

}  // namespace
}  // namespace redline::reporting
