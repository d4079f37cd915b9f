// Bands for the figures of docs/search.md, on fewer systems than there.

#include "tests/runner/search/search_figures.h"

#include <gtest/gtest.h>

#include <cstddef>

namespace redline::runner {
namespace {

constexpr int kTruth = 30;

SearchFigures Rates(std::size_t kind, int searches) {
  return FiguresOfRateSearches(kSystemClasses[kind], searches, kTruth, 1);
}

TEST(RateSearchFigures, AreGoodOnAQuietMachine) {
  const SearchFigures figures = Rates(0, 60);
  EXPECT_GE(figures.found, 0.9);
  EXPECT_GE(figures.near, 0.75);
  EXPECT_LE(figures.wrong, 0.1);
  EXPECT_GE(figures.likely_right, 0.9);
  EXPECT_LE(figures.likely_width, 0.1);
  EXPECT_LE(figures.trials, 17);
}

TEST(RateSearchFigures, AreFairOnAUsualMachine) {
  const SearchFigures figures = Rates(1, 60);
  EXPECT_GE(figures.found, 0.8);
  EXPECT_GE(figures.quite_near, 0.75);
  EXPECT_LE(figures.wrong, 0.2);
  EXPECT_GE(figures.likely_right, 0.85);
}

TEST(RateSearchFigures, HaveClaimsThatMostlyHoldOnAnyMachineThatStaysAsItIs) {
  for (const std::size_t kind : {0, 1, 2, 3, 6}) {
    SCOPED_TRACE(kSystemClasses[kind].name);
    const SearchFigures figures = Rates(kind, 30);
    EXPECT_GE(figures.found, 0.65);
    EXPECT_GE(figures.holds_at_held, 0.6);
    EXPECT_GE(figures.holds_at_held, figures.holds_at_failed + 0.05);
    EXPECT_GE(figures.likely_right, 0.7);
  }
}

TEST(RateSearchFigures, AreTheSameForTheSameSeed) {
  const SearchFigures once = Rates(3, 5);
  const SearchFigures again = Rates(3, 5);
  EXPECT_EQ(once.minutes, again.minutes);
  EXPECT_EQ(once.holds_at_held, again.holds_at_held);
}

TEST(WorkersSearchFigures, AreGoodWhetherOrNotMoreWorkersDoMore) {
  for (const WorkersClass& kind : kWorkersClasses) {
    SCOPED_TRACE(kind.name);
    const SearchFigures figures = FiguresOfWorkersSearches(kind, 30, kTruth, 1);
    EXPECT_GE(figures.found, 0.5);
    EXPECT_GE(figures.holds_at_held, 0.7);
    EXPECT_LE(figures.wrong, 0.25);
  }
}

}  // namespace
}  // namespace redline::runner
