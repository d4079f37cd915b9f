#include "reporting/text/sparkline.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <vector>

namespace redline::reporting {
namespace {

using Values = std::vector<std::optional<double>>;

TEST(Sparkline, RisesFromZeroToTheHighest) {
  EXPECT_EQ(Sparkline(Values{0, 1, 2, 3, 4, 5, 6, 7, 8}, 9), "▁▁▂▃▄▅▆▇█");
  EXPECT_EQ(Sparkline(Values{1000, 990, 500, 10}, 4), "██▄▁");
}

TEST(Sparkline, IsFlatWhereAllIsEqual) {
  EXPECT_EQ(Sparkline(Values{7, 7, 7}, 3), "███");
  EXPECT_EQ(Sparkline(Values{0, 0}, 2), "▁▁");
  EXPECT_EQ(Sparkline(Values{-1, -2}, 2), "▁▁");
}

TEST(Sparkline, LeavesABlankForWhatIsAbsent) {
  EXPECT_EQ(Sparkline(Values{1, std::nullopt, 2}, 3), "▄ █");
  EXPECT_EQ(Sparkline(Values{std::nullopt, std::nullopt}, 2), "  ");
  EXPECT_EQ(
      Sparkline(Values{std::nan(""), std::numeric_limits<double>::infinity(), 1}, 3),
      "  █");
}

TEST(Sparkline, IsOnlyAsWideAsThereAreValues) {
  EXPECT_EQ(Sparkline(Values{}, 10), "");
  EXPECT_EQ(Sparkline(Values{4}, 10), "█");
  EXPECT_EQ(Sparkline(Values{4, 4}, 0), "");
}

TEST(Sparkline, ShowsTheHighestOfThoseThatShareACell) {
  EXPECT_EQ(Sparkline(Values{8, 1, 1, 4, 2, 1, 2}, 4), "█▄▂▂");
  EXPECT_EQ(Sparkline(Values{8, 1, 1, 4, 2}, 2), "█▄");
  EXPECT_EQ(Sparkline(Values{std::nullopt, std::nullopt, std::nullopt, 4}, 2), " █");
}

TEST(Sparkline, NeverIsWiderThanAsked) {
  for (std::size_t values = 0; values < 100; ++values) {
    for (std::size_t width = 0; width < 20; ++width) {
      // A blank is one byte.
      EXPECT_LE(Sparkline(Values(values), width).size(), width) << values;
    }
  }
}

TEST(HighestOf, IgnoresWhatIsAbsent) {
  EXPECT_EQ(HighestOf(Values{}), std::nullopt);
  EXPECT_EQ(HighestOf(Values{std::nullopt, std::nan("")}), std::nullopt);
  EXPECT_EQ(HighestOf(Values{1, std::nullopt, 3, 2}), 3);
}

}  // namespace
}  // namespace redline::reporting
