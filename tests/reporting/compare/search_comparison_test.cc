#include "reporting/compare/search_comparison.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "reporting/compare/search_comparison_report.h"
#include "reporting/compare/search_gate.h"
#include "tests/reporting/compare/small_searches.h"
#include "tests/reporting/golden.h"
#include "tests/reporting/page_without_assets.h"
#include "tests/reporting/sample_searches.h"

namespace redline::reporting {
namespace {

using ::testing::ElementsAre;
using testing::ExpectGolden;
using testing::Found;
using testing::FoundRate;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using testing::PageWithoutAssets;
using testing::RatesOf;
using testing::SearchesOf;

// Of another Redis, lower, and with another end.
SearchResult OtherSearch() {
  SearchResult search = FoundRate();
  search.end = SearchEnd::kOutOfTime;
  search.held->value = 3560;
  search.failed->value = 3630;
  search.likely_least = 3490;
  search.likely_most = 3780;
  search.settings = {{"search", "rate"},
                     {"num_workers", "3"},
                     {"max_flats", "300"},
                     {"seed", "7"},
                     {"report_html", "x.html"}};
  for (TrialRecord& trial : search.trials) {
    if (trial.rate == 4540) trial.rate = 3630;
  }
  search.trials.front().result.redis->version = "8.0.0";
  return search;
}

SearchResult WithWorkers(std::uint64_t workers) {
  SearchResult search = Found(4000);
  search.goal = SearchGoal::kWorkers;
  search.held->value = static_cast<double>(workers);
  search.failed->value = static_cast<double>(workers - 1);
  return search;
}

TEST(SearchComparison, OfASearchWithItselfHasOnlyRatiosOfOne) {
  const SearchComparison comparison =
      Compare({SearchesOf("A", {FoundRate()}), SearchesOf("B", {FoundRate()})});
  EXPECT_THAT(comparison.settings, IsEmpty());
  EXPECT_EQ(comparison.figures.size(), kSearchFigures.size());
  for (const ComparedSearchFigure& figure : comparison.figures) {
    EXPECT_EQ(figure.sides[1].ratio->ratio, 1) << NameOf(figure.figure);
  }
}

TEST(SearchComparison, GivesTheRatioOfTwoRedlinesAnInterval) {
  const std::vector<SideFigure> redlines =
      CompareRedlines({RatesOf("A", {4000}), RatesOf("B", {4400})});
  EXPECT_DOUBLE_EQ(redlines[1].ratio->ratio, 1.1);
  ASSERT_TRUE(redlines[1].ratio->interval);
  EXPECT_EQ(redlines[1].ratio->confidence, 90);
  // Two ranges of 2 % are one of 2.8 %.
  EXPECT_NEAR(redlines[1].ratio->interval->first, 1.1 / 1.0285, 1e-3);
  EXPECT_NEAR(redlines[1].ratio->interval->second, 1.1 * 1.0285, 1e-3);
}

TEST(SearchComparison, HasNoIntervalWhereASearchIsUnsure) {
  SearchResult unsure = Found(4400);
  unsure.likely_least.reset();
  const std::vector<SideFigure> redlines =
      CompareRedlines({RatesOf("A", {4000}), SearchesOf("B", {unsure})});
  EXPECT_DOUBLE_EQ(redlines[1].ratio->ratio, 1.1);
  EXPECT_FALSE(redlines[1].ratio->interval);
}

TEST(SearchComparison, TakesMediansAndTheirIntervalOfSeveralSearches) {
  const std::vector<SideFigure> redlines = CompareRedlines(
      {RatesOf("A", {4000, 4100, 3900, 4050}), RatesOf("B", {4400, 4500, 4300, 4450})});
  EXPECT_EQ(redlines[0].median, 4025);
  EXPECT_EQ(redlines[1].median, 4425);
  ASSERT_TRUE(redlines[1].ratio->interval);
  EXPECT_EQ(redlines[1].ratio->confidence, 95);
  EXPECT_GT(redlines[1].ratio->interval->first, 1);
}

TEST(SearchComparison, ListsSettingsAndSurroundingsThatDiffer) {
  SearchResult other = OtherSearch();
  SearchResult first = FoundRate();
  first.settings.push_back({"max_flats", "100"});
  const SearchComparison comparison =
      Compare({SearchesOf("A", {first}), SearchesOf("B", {other})});
  std::vector<std::string> names;
  for (const ComparedSetting& setting : comparison.settings) {
    names.push_back(setting.name);
  }
  EXPECT_THAT(names, ElementsAre("max_flats", "Redis version"));
  EXPECT_THAT(comparison.settings[0].values, ElementsAre("100", "300"));
}

TEST(SearchComparison, FindsTheTrialThatFailedNextToTheRedline) {
  SearchResult search = FoundRate();
  EXPECT_EQ(FailedTrial(search), &search.trials[7]);
  search.trials[4].purpose = search.trials[7].purpose = TrialPurpose::kNarrow;
  EXPECT_EQ(FailedTrial(search), &search.trials[7]);
  search.trials[4].purpose = TrialPurpose::kConfirm;
  EXPECT_EQ(FailedTrial(search), &search.trials[4]);
  search.failed.reset();
  EXPECT_EQ(FailedTrial(search), nullptr);
}

TEST(SearchComparisonReport, LooksAsItShould) {
  const std::vector<SearchSide> sides = {SearchesOf("A", {FoundRate()}),
                                         SearchesOf("B", {OtherSearch()})};
  const SearchComparison comparison = Compare(sides);
  const std::vector<GateOutcome> gate =
      CheckSearchGate(ParseSearchGate("redline<-5%"), sides);
  ExpectGolden("search_comparison_text", ComparisonText(comparison, gate));
  ExpectGolden("search_comparison_html",
               PageWithoutAssets(ComparisonHtml(comparison, gate)));
}

TEST(SearchComparisonReport, SaysWhetherADifferenceMayBeChance) {
  const auto text = [](const SearchResult& a, const SearchResult& b) {
    return ComparisonText(Compare({SearchesOf("A", {a}), SearchesOf("B", {b})}), {});
  };
  EXPECT_THAT(text(Found(4000), Found(4400)),
              HasSubstr("B's redline is 10 % higher than A's (90 % interval +6.9 % to "
                        "+13.2 %), which is more than chance.\n"));
  EXPECT_THAT(text(Found(4000, 10), Found(3900, 10)),
              HasSubstr("which may be chance.\n"));
  EXPECT_THAT(text(Found(4000), Found(4000)), HasSubstr("B's redline is as high as A's"));
  EXPECT_THAT(
      text(WithWorkers(8), WithWorkers(4)),
      HasSubstr("B's redline is 50 % lower than A's; how much of that is chance is "
                "not known.\n"));
  SearchResult nothing = Found(4000);
  nothing.held.reset();
  EXPECT_THAT(text(Found(4000), nothing),
              HasSubstr("B and A have no redlines to compare.\n"));
}

TEST(SearchComparisonReport, WarnsOfBoundsThatAreNoRedline) {
  const auto text = [](const SearchResult& b) {
    return ComparisonText(Compare({SearchesOf("A", {FoundRate()}), SearchesOf("B", {b})}),
                          {});
  };
  EXPECT_THAT(text(FoundRate()), Not(HasSubstr("Not every search")));
  EXPECT_THAT(text(OtherSearch()), HasSubstr("Not every search found its redline"));
}

TEST(SearchComparisonReport, NeutralizesWhatNamesAndSentencesHold) {
  SearchResult search = FoundRate();
  search.trials[7].result.bottleneck->sentence = "<script>alert(1)</script>\x1b[31m";
  const SearchComparison comparison =
      Compare({SearchesOf("A", {search}), SearchesOf("<b>", {FoundRate()})});
  EXPECT_THAT(ComparisonHtml(comparison, {}), Not(HasSubstr("<script>alert")));
  EXPECT_THAT(ComparisonHtml(comparison, {}), Not(HasSubstr("<b>")));
  EXPECT_THAT(ComparisonText(comparison, {}), Not(HasSubstr("\x1b")));
}

}  // namespace
}  // namespace redline::reporting
