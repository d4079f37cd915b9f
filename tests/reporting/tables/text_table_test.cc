#include "reporting/tables/text_table.h"

#include <gtest/gtest.h>

namespace redline::reporting {
namespace {

TEST(TextTable, DrawsOneRow) {
  TextTable table({"(index)", "pid"});
  table.AddRow({"0", "'194'"});
  EXPECT_EQ(table.Render(),
            "┌─────────┬───────┐\n"
            "│ (index) │ pid   │\n"
            "├─────────┼───────┤\n"
            "│ 0       │ '194' │\n"
            "└─────────┴───────┘\n");
}

TEST(TextTable, DrawsNoRows) {
  EXPECT_EQ(TextTable({"(index)", "pid"}).Render(),
            "┌─────────┬─────┐\n"
            "│ (index) │ pid │\n"
            "├─────────┼─────┤\n"
            "└─────────┴─────┘\n");
}

TEST(TextTable, IsAsWideAsItsWidestCell) {
  TextTable table({"n"});
  table.AddRow({"18446744073709551615"});
  table.AddRow({"1"});
  EXPECT_EQ(table.Render(),
            "┌──────────────────────┐\n"
            "│ n                    │\n"
            "├──────────────────────┤\n"
            "│ 18446744073709551615 │\n"
            "│ 1                    │\n"
            "└──────────────────────┘\n");
}

TEST(TextTable, MeasuresCellsOnTheDisplay) {
  TextTable table({"µs", "x"});
  table.AddRow({"漢", "1"});
  EXPECT_EQ(table.Render(),
            "┌────┬───┐\n"
            "│ µs │ x │\n"
            "├────┼───┤\n"
            "│ 漢 │ 1 │\n"
            "└────┴───┘\n");
}

TEST(TextTable, KeepsItsFrameWhateverACellHolds) {
  TextTable table({"text"});
  table.AddRow({"a\nb"});
  EXPECT_EQ(table.Render(),
            "┌──────┐\n"
            "│ text │\n"
            "├──────┤\n"
            "│ a b  │\n"
            "└──────┘\n");
}

TEST(TextTable, SplitsAtTheWidthItIsGivenAndRepeatsItsFirstColumn) {
  TextTable table({"i", "aaa", "bbb", "ccc"});
  table.AddRow({"0", "1", "2", "3"});
  EXPECT_EQ(table.Render(23),
            "┌───┬─────┬─────┬─────┐\n"
            "│ i │ aaa │ bbb │ ccc │\n"
            "├───┼─────┼─────┼─────┤\n"
            "│ 0 │ 1   │ 2   │ 3   │\n"
            "└───┴─────┴─────┴─────┘\n");
  EXPECT_EQ(table.Render(22),
            "┌───┬─────┬─────┐\n"
            "│ i │ aaa │ bbb │\n"
            "├───┼─────┼─────┤\n"
            "│ 0 │ 1   │ 2   │\n"
            "└───┴─────┴─────┘\n"
            "┌───┬─────┐\n"
            "│ i │ ccc │\n"
            "├───┼─────┤\n"
            "│ 0 │ 3   │\n"
            "└───┴─────┘\n");
}

TEST(TextTable, PaintsTheLastColumnOrTheOneThatIsNamed) {
  TextTable last({"i", "a", "b"});
  last.AddRow({"0", "x", "y"}, Role::kBad);
  EXPECT_NE(last.Render(kUnlimitedWidth, Style::Colored())
                .find("│ 0 │ x │ \x1b[1;31my\x1b[0m │\n"),
            std::string::npos);
  TextTable named({"i", "a", "b"}, 1);
  named.AddRow({"0", "x", "y"}, Role::kBad);
  EXPECT_NE(named.Render(kUnlimitedWidth, Style::Colored())
                .find("│ 0 │ \x1b[1;31mx\x1b[0m │ y │\n"),
            std::string::npos);
}

TEST(TextTable, ShowsEveryColumnEvenWhereNoneFits) {
  TextTable table({"i", "aaa", "bbb"});
  const std::string text = table.Render(0);
  EXPECT_NE(text.find("│ i │ aaa │\n"), std::string::npos) << text;
  EXPECT_NE(text.find("│ i │ bbb │\n"), std::string::npos) << text;
}

}  // namespace
}  // namespace redline::reporting
