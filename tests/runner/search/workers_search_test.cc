#include "runner/search/workers_search.h"

#include <gtest/gtest.h>

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <random>
#include <vector>

#include "tests/runner/search/told.h"

namespace redline::runner {
namespace {

using reporting::SearchEnd;
using reporting::TrialAnswer;
using reporting::TrialPurpose;
using Seconds = Trial::Seconds;

constexpr WorkersSearch::Options kUnhurried{.budget = Seconds(100'000)};

Answer HeldIf(std::function<bool(std::uint64_t)> holds) {
  return [holds](const Trial& trial) {
    return TrialOutcome{holds(trial.workers) ? TrialAnswer::kHeld : TrialAnswer::kFailed,
                        trial.rate};
  };
}

Answer HeldFrom(std::uint64_t fewest) {
  return HeldIf([fewest](std::uint64_t workers) { return workers >= fewest; });
}

TEST(WorkersSearch, FindsTheFewestThatHold) {
  for (const std::uint64_t fewest : {1, 2, 3, 7, 8, 9, 64, 100, 255, 256}) {
    WorkersSearch search(kUnhurried);
    TellAll(search, HeldFrom(fewest));
    EXPECT_EQ(search.end(), SearchEnd::kFound);
    const SearchBounds bounds = search.bounds();
    ASSERT_TRUE(bounds.held);
    EXPECT_EQ(bounds.held->value, static_cast<double>(fewest));
    EXPECT_EQ(bounds.held->held, 3u);
    ASSERT_EQ(bounds.failed.has_value(), fewest > 1);
    if (fewest == 1) continue;
    EXPECT_EQ(bounds.failed->value, static_cast<double>(fewest - 1));
    EXPECT_EQ(bounds.failed->failed, 2u);
  }
}

TEST(WorkersSearch, DoublesThenHalvesTheGap) {
  WorkersSearch search(kUnhurried);
  std::vector<std::uint64_t> tried;
  for (const Trial& trial : TellAll(search, HeldFrom(11))) {
    if (trial.purpose == TrialPurpose::kNarrow) tried.push_back(trial.workers);
  }
  EXPECT_EQ(tried, (std::vector<std::uint64_t>{1, 2, 4, 8, 16, 12, 10, 11}));
}

TEST(WorkersSearch, TriesTheRateOfItsOptions) {
  WorkersSearch search({.rate = 250});
  for (const Trial& trial : TellAll(search, HeldFrom(3))) EXPECT_EQ(trial.rate, 250);
}

TEST(WorkersSearch, LooksIntoTheFirstGapOnly) {
  // 9 to 20 hold, and from 100; no more than 20 are ever tried.
  WorkersSearch search(kUnhurried);
  for (const Trial& trial : TellAll(search, HeldIf([](std::uint64_t workers) {
                                      return (workers >= 9 && workers <= 20) ||
                                             workers >= 100;
                                    }))) {
    EXPECT_LE(trial.workers, 20u);
  }
  EXPECT_EQ(search.end(), SearchEnd::kFound);
  EXPECT_EQ(search.bounds().held->value, 9);
}

TEST(WorkersSearch, TriesTheMostThatMayBe) {
  WorkersSearch search({.most_workers = 100, .budget = Seconds(100'000)});
  TellAll(search, HeldFrom(97));
  EXPECT_EQ(search.end(), SearchEnd::kFound);
  EXPECT_EQ(search.bounds().held->value, 97);
}

TEST(WorkersSearch, EndsIfTheMostFailTwiceAtFullLength) {
  for (const std::uint64_t most : {1, 2, 100, 256}) {
    WorkersSearch search({.most_workers = most, .budget = Seconds(100'000)});
    TellAll(search, HeldFrom(1000));
    EXPECT_EQ(search.end(), SearchEnd::kNoneHolds);
    ASSERT_TRUE(search.bounds().failed);
    EXPECT_EQ(search.bounds().failed->value, static_cast<double>(most));
    EXPECT_EQ(search.bounds().failed->failed, 2u);
    EXPECT_FALSE(search.bounds().held);
  }
}

TEST(WorkersSearch, FindsTheMostAlthoughTheirShortTrialFailed) {
  WorkersSearch search({.most_workers = 8, .budget = Seconds(100'000)});
  TellAll(search, [](const Trial& trial) {
    const bool holds = trial.purpose == TrialPurpose::kConfirm && trial.workers == 8;
    return TrialOutcome{holds ? TrialAnswer::kHeld : TrialAnswer::kFailed, trial.rate};
  });
  EXPECT_EQ(search.end(), SearchEnd::kFound);
  EXPECT_EQ(search.bounds().held->value, 8);
}

TEST(WorkersSearch, RepeatsTrialsThatSayNothing) {
  for (const TrialAnswer answer : {TrialAnswer::kInvalid, TrialAnswer::kBroken}) {
    WorkersSearch search(kUnhurried);
    int trials = 0;
    TellAll(search, [&](const Trial& trial) {
      if (++trials % 2 == 1) return TrialOutcome{answer, 0};
      return HeldFrom(5)(trial);
    });
    EXPECT_EQ(search.end(), SearchEnd::kFound);
    EXPECT_EQ(search.bounds().held->value, 5);
  }
}

TEST(WorkersSearch, EndsIfTrialsSayNothing) {
  WorkersSearch invalid(kUnhurried);
  EXPECT_EQ(TellAll(invalid,
                    [](const Trial&) { return TrialOutcome{TrialAnswer::kInvalid, 0}; })
                .size(),
            3u);
  EXPECT_EQ(invalid.end(), SearchEnd::kSupervisor);
  WorkersSearch broken(kUnhurried);
  EXPECT_EQ(
      TellAll(broken, [](const Trial&) { return TrialOutcome{TrialAnswer::kBroken, 0}; })
          .size(),
      2u);
  EXPECT_EQ(broken.end(), SearchEnd::kBroken);
}

TEST(WorkersSearch, KeepsItsBoundsWhenOutOfTime) {
  WorkersSearch search({.budget = Seconds(250)});
  TellAll(search, HeldFrom(11));
  EXPECT_EQ(search.end(), SearchEnd::kOutOfTime);
  EXPECT_EQ(search.bounds().held->value, 11);
  EXPECT_LT(search.bounds().held->held, 3u);
}

TEST(WorkersSearch, ClaimsOnlyWhatRandomAnswersSaid) {
  std::mt19937_64 random(14);
  std::uniform_real_distribution<double> uniform;
  for (int i = 0; i < 1000; ++i) {
    SCOPED_TRACE(i);
    const std::uint64_t most = 1 + random() % 300;
    const double held = uniform(random);
    const double unclear = i % 4 == 0 ? 0.1 : 0;
    WorkersSearch search(
        {.most_workers = most, .budget = Seconds(i % 3 == 0 ? 5000 : 600)});
    std::map<std::uint64_t, Tally> full;
    TellAll(search, [&](const Trial& trial) -> TrialOutcome {
      EXPECT_GE(trial.workers, 1u);
      EXPECT_LE(trial.workers, most);
      if (uniform(random) < unclear) {
        return {i % 8 == 0 ? TrialAnswer::kInvalid : TrialAnswer::kBroken, 0};
      }
      const bool holds = uniform(random) < held;
      if (trial.purpose == TrialPurpose::kConfirm) {
        ++(holds ? full[trial.workers].held : full[trial.workers].failed);
      }
      return {holds ? TrialAnswer::kHeld : TrialAnswer::kFellBehind, trial.rate};
    });
    const SearchBounds bounds = search.bounds();
    for (const auto& bound : {bounds.held, bounds.failed}) {
      if (!bound) continue;
      const Tally& tally = full[static_cast<std::uint64_t>(bound->value)];
      EXPECT_EQ(bound->held, tally.held);
      EXPECT_EQ(bound->failed, tally.failed);
    }
    if (search.end() == SearchEnd::kFound) {
      ASSERT_TRUE(bounds.held);
      EXPECT_TRUE(full[static_cast<std::uint64_t>(bounds.held->value)].holds());
      if (bounds.held->value > 1) {
        ASSERT_TRUE(bounds.failed);
        EXPECT_EQ(bounds.failed->value, bounds.held->value - 1);
        EXPECT_GE(bounds.failed->failed, 2u);
      }
    }
  }
}

}  // namespace
}  // namespace redline::runner
