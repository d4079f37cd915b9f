#include "runner/search/rate_search.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <iterator>
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

constexpr TrialOutcome kInvalid{TrialAnswer::kInvalid, 0};
constexpr TrialOutcome kBroken{TrialAnswer::kBroken, 0};
// Time is no matter.
constexpr RateSearch::Options kUnhurried{.budget = Seconds(100'000)};

Answer SharpAt(double capacity) {
  return [capacity](const Trial& trial) { return Sharp(capacity, trial); };
}

TEST(RateSearch, FindsASharpRedlineToThePrecision) {
  for (const double capacity : {0.7, 19.0, 999.0, 1000.0, 4321.0, 77'777.0, 2e6}) {
    RateSearch search(kUnhurried);
    TellAll(search, SharpAt(capacity));
    EXPECT_EQ(search.end(), SearchEnd::kFound);
    const SearchBounds bounds = search.bounds();
    ASSERT_TRUE(bounds.held && bounds.failed) << capacity;
    EXPECT_LE(bounds.held->value, capacity);
    EXPECT_GT(bounds.failed->value, capacity);
    EXPECT_LT(bounds.failed->value / bounds.held->value, 1.026);
    EXPECT_GE(bounds.held->held, 3u);
    EXPECT_GE(bounds.failed->failed, 2u);
    EXPECT_FALSE(bounds.odd);
    EXPECT_LE(bounds.likely->first, capacity * 1.01);
    EXPECT_GE(bounds.likely->second, capacity * 0.99);
  }
}

TEST(RateSearch, FindsASharpRedlineWithinItsTime) {
  RateSearch search({});
  TellAll(search, SharpAt(4321));
  EXPECT_EQ(search.end(), SearchEnd::kFound);
}

TEST(RateSearch, ClimbsByFourUntilTheWorkersAreOverloaded) {
  RateSearch search({.first_rate = 500});
  const std::vector<Trial> trials = TellAll(search, SharpAt(9000));
  ASSERT_GE(trials.size(), 5u);
  const double rates[] = {500, 2000, 8000, 32'000};
  for (std::size_t i = 0; i < 4; ++i) {
    EXPECT_EQ(trials[i].rate, rates[i]);
    EXPECT_EQ(trials[i].purpose, TrialPurpose::kEstimate);
    EXPECT_LT(trials[i].length, Seconds(30));
  }
  EXPECT_NE(trials[4].purpose, TrialPurpose::kEstimate);
  EXPECT_NEAR(trials[4].rate, 9000, 9000 * 0.05);
}

TEST(RateSearch, ConfirmsAtFullLengthAndWithTheWorkersOfItsOptions) {
  RateSearch search({.workers = 28, .trial = Seconds(25)});
  int confirmed = 0;
  for (const Trial& trial : TellAll(search, SharpAt(9000))) {
    EXPECT_EQ(trial.workers, 28u);
    if (trial.purpose != TrialPurpose::kConfirm) continue;
    ++confirmed;
    EXPECT_EQ(trial.length, Seconds(25));
  }
  EXPECT_GE(confirmed, 5);
}

TEST(RateSearch, FindsAThresholdFarBelowWhatTheWorkersComplete) {
  RateSearch search(kUnhurried);
  TellAll(search, [](const Trial& trial) {
    if (trial.rate <= 900) return TrialOutcome{TrialAnswer::kHeld, trial.rate};
    return TrialOutcome{TrialAnswer::kFailed, std::min(trial.rate, 9000.0)};
  });
  EXPECT_EQ(search.end(), SearchEnd::kFound);
  EXPECT_NEAR(search.bounds().held->value, 890, 20);
}

TEST(RateSearch, FindsWhatLiesAboveACliff) {
  RateSearch search(kUnhurried);
  TellAll(search, [](const Trial& trial) {
    if (trial.rate <= 5000) return TrialOutcome{TrialAnswer::kHeld, trial.rate};
    return TrialOutcome{TrialAnswer::kFailed, 2500};
  });
  EXPECT_EQ(search.end(), SearchEnd::kFound);
  EXPECT_NEAR(search.bounds().held->value, 4950, 100);
}

TEST(RateSearch, RepeatsATrialThatWasInvalidTwice) {
  RateSearch search(kUnhurried);
  int invalid = 0;
  std::vector<double> rates;
  TellAll(search, [&](const Trial& trial) {
    rates.push_back(trial.rate);
    return trial.rate == 4000 && ++invalid <= 2 ? kInvalid : Sharp(9000, trial);
  });
  EXPECT_EQ(search.end(), SearchEnd::kFound);
  EXPECT_EQ(std::vector(rates.begin(), rates.begin() + 5),
            (std::vector<double>{1000, 4000, 4000, 4000, 16'000}));
}

TEST(RateSearch, SaysWhichRateHeldBelowTheSupervisorsLimit) {
  for (const double limit : {1001.0, 2100.0, 30'000.0, 500.0}) {
    RateSearch search(kUnhurried);
    TellAll(search, [limit](const Trial& trial) {
      return trial.rate > limit ? kInvalid : Sharp(1e6, trial);
    });
    EXPECT_EQ(search.end(), SearchEnd::kSupervisor);
    const SearchBounds bounds = search.bounds();
    ASSERT_TRUE(bounds.held);
    EXPECT_LE(bounds.held->value, limit);
    EXPECT_GT(bounds.held->value, limit * 0.95);
    EXPECT_GE(bounds.held->held, 3u);
    // An invalid trial says nothing of the workers.
    EXPECT_FALSE(bounds.failed);
    EXPECT_FALSE(bounds.likely);
  }
}

TEST(RateSearch, FindsTheSupervisorsLimitInItsTime) {
  RateSearch search({.first_rate = 500});
  TellAll(search, [](const Trial& trial) {
    return trial.rate > 30'000 ? kInvalid : Sharp(1e6, trial);
  });
  // Its end, or less than all it wanted to know: but something held.
  ASSERT_TRUE(search.bounds().held);
  EXPECT_GT(search.bounds().held->value, 20'000);
}

TEST(RateSearch, FindsARedlineBelowTheSupervisorsLimit) {
  RateSearch search(kUnhurried);
  TellAll(search, [](const Trial& trial) {
    return trial.rate > 3000 ? kInvalid : Sharp(2000, trial);
  });
  EXPECT_EQ(search.end(), SearchEnd::kFound);
  EXPECT_NEAR(search.bounds().held->value, 1980, 40);
}

TEST(RateSearch, EndsIfTheSupervisorCanDoNothing) {
  RateSearch search(kUnhurried);
  TellAll(search, [](const Trial&) { return kInvalid; });
  EXPECT_EQ(search.end(), SearchEnd::kSupervisor);
  EXPECT_FALSE(search.bounds().held);
}

TEST(RateSearch, EndsWithTheSecondBrokenTrial) {
  RateSearch search(kUnhurried);
  EXPECT_EQ(TellAll(search, [](const Trial&) { return kBroken; }).size(), 2u);
  EXPECT_EQ(search.end(), SearchEnd::kBroken);
}

TEST(RateSearch, RepeatsABrokenTrialOnce) {
  RateSearch search(kUnhurried);
  int trials = 0;
  TellAll(search, [&](const Trial& trial) {
    return ++trials % 2 == 1 ? kBroken : Sharp(4321, trial);
  });
  EXPECT_EQ(search.end(), SearchEnd::kFound);
}

TEST(RateSearch, RepeatsABrokenTrialThatWasInvalidBefore) {
  RateSearch search(kUnhurried);
  int trials = 0;
  TellAll(search, [&](const Trial& trial) {
    ++trials;
    return trials == 1 ? kInvalid : trials == 2 ? kBroken : Sharp(4321, trial);
  });
  EXPECT_EQ(search.end(), SearchEnd::kFound);
}

TEST(RateSearch, KeepsItsBoundsIfTrialsBreak) {
  RateSearch search(kUnhurried);
  bool confirmed = false;
  TellAll(search, [&](const Trial& trial) {
    if (confirmed) return kBroken;
    const TrialOutcome outcome = Sharp(4321, trial);
    confirmed =
        trial.purpose == TrialPurpose::kConfirm && outcome.answer == TrialAnswer::kHeld;
    return outcome;
  });
  EXPECT_EQ(search.end(), SearchEnd::kBroken);
  ASSERT_TRUE(search.bounds().held);
  EXPECT_EQ(search.bounds().held->held, 1u);
}

TEST(RateSearch, EndsIfNothingIsCompleted) {
  RateSearch search(kUnhurried);
  const auto trials =
      TellAll(search, [](const Trial&) { return TrialOutcome{TrialAnswer::kFailed, 0}; });
  EXPECT_EQ(search.end(), SearchEnd::kNoneHolds);
  EXPECT_LE(trials.size(), 10u);
}

TEST(RateSearch, FindsARedlineBelowRatesAtWhichNothingIsCompleted) {
  RateSearch search({.first_rate = 10'000, .budget = Seconds(100'000)});
  TellAll(search, [](const Trial& trial) {
    if (trial.rate <= 3000) return TrialOutcome{TrialAnswer::kHeld, trial.rate};
    return TrialOutcome{TrialAnswer::kFailed, 0};
  });
  EXPECT_EQ(search.end(), SearchEnd::kFound);
  EXPECT_NEAR(search.bounds().held->value, 2970, 60);
}

TEST(RateSearch, EndsIfNoRateHolds) {
  RateSearch search(kUnhurried);
  TellAll(search,
          [](const Trial&) { return TrialOutcome{TrialAnswer::kFellBehind, 800}; });
  EXPECT_EQ(search.end(), SearchEnd::kNoneHolds);
  EXPECT_FALSE(search.bounds().held);
}

TEST(RateSearch, EndsAtTheHighestRateThatCanBeAskedFor) {
  RateSearch search(kUnhurried);
  double highest = 0;
  for (const Trial& trial : TellAll(search, SharpAt(HUGE_VAL))) {
    highest = std::max(highest, trial.rate);
  }
  EXPECT_LE(highest, 1e9);
  EXPECT_EQ(search.end(), SearchEnd::kSupervisor);
  ASSERT_TRUE(search.bounds().held);
  EXPECT_GT(search.bounds().held->value, 0.95e9);
}

TEST(RateSearch, RunsItsFirstTrialHoweverLittleTimeThereIs) {
  RateSearch search({.budget = Seconds(1)});
  EXPECT_EQ(TellAll(search, SharpAt(4321)).size(), 1u);
  EXPECT_EQ(search.end(), SearchEnd::kOutOfTime);
}

TEST(RateSearch, KeepsItsBoundsWhenOutOfTime) {
  RateSearch search({.budget = Seconds(200)});
  TellAll(search, SharpAt(4321));
  EXPECT_EQ(search.end(), SearchEnd::kOutOfTime);
  const SearchBounds bounds = search.bounds();
  ASSERT_TRUE(bounds.held);
  EXPECT_LT(bounds.held->held, 3u);
  EXPECT_TRUE(bounds.likely);
}

TEST(RateSearch, StaysWithinItsTime) {
  for (const double budget : {100.0, 200.0, 300.0, 450.0}) {
    RateSearch search({.budget = Seconds(budget)});
    Seconds elapsed{0};
    for (const Trial& trial : TellAll(search, SharpAt(1e5))) {
      elapsed += trial.length + Seconds(4);
    }
    EXPECT_LE(elapsed, Seconds(budget));
  }
}

TEST(RateSearch, RepeatsTrialsThatContradict) {
  // Between 3900 and 4500 every second trial fails.
  RateSearch search(kUnhurried);
  int trials = 0;
  TellAll(search, [&](const Trial& trial) {
    const bool in_doubt = trial.rate > 3900 && trial.rate < 4500;
    return Sharp(in_doubt && ++trials % 2 == 0 ? 3900 : 4500, trial);
  });
  EXPECT_EQ(search.end(), SearchEnd::kFound);
  const SearchBounds bounds = search.bounds();
  EXPECT_NEAR(bounds.held->value, 3870, 80);
  EXPECT_GT(bounds.failed->held, 0u);
  EXPECT_EQ(bounds.failed->failed, 2u);
}

TEST(RateSearch, LetsTheLowestRateThatFailsRule) {
  // A hole from 3300 to 4200: a short trial in it fails, then others above it hold.
  RateSearch search(kUnhurried);
  int narrowed = 0;
  TellAll(search, [&](const Trial& trial) {
    if (trial.purpose == TrialPurpose::kEstimate) return Sharp(4000, trial);
    if (trial.rate > 3300 && trial.rate < 4200) {
      if (trial.purpose == TrialPurpose::kConfirm || ++narrowed == 1) {
        return TrialOutcome{TrialAnswer::kFailed, 3000};
      }
    }
    return Sharp(5000, trial);
  });
  const SearchBounds bounds = search.bounds();
  ASSERT_TRUE(bounds.held && bounds.failed);
  EXPECT_LT(bounds.held->value, 3400);
  EXPECT_LT(bounds.failed->value, 4200);
}

TEST(RateSearch, IsIrregularIfARateAboveTheOneThatFailsHeld) {
  // The first short trial fails, and each full one at its rate; all others hold up to
  // 5000.
  RateSearch search(kUnhurried);
  double hole = 0;
  TellAll(search, [&](const Trial& trial) {
    if (trial.purpose == TrialPurpose::kEstimate) return Sharp(4300, trial);
    const bool is_first = hole == 0;
    if (is_first) hole = trial.rate;
    const bool is_full = trial.purpose == TrialPurpose::kConfirm;
    if (trial.rate == hole && (is_first || is_full)) return Sharp(4000, trial);
    return Sharp(5000, trial);
  });
  const SearchBounds bounds = search.bounds();
  ASSERT_TRUE(bounds.held && bounds.failed);
  EXPECT_LT(bounds.held->value, bounds.failed->value);
  EXPECT_EQ(search.end(), SearchEnd::kIrregular);
  ASSERT_TRUE(bounds.odd);
  EXPECT_GT(bounds.odd->value, bounds.failed->value);
}

// Whatever is answered: a search ends, in its time, and claims what its trials said.
void ExpectTrueClaims(const RateSearch::Options& options, const Answer& answer) {
  RateSearch search(options);
  struct Count {
    std::uint64_t held = 0;
    std::uint64_t failed = 0;
  };
  std::map<double, Count> full;
  std::uint64_t trials = 0;
  TellAll(search, [&](const Trial& trial) {
    ++trials;
    EXPECT_GE(trial.rate, 0.0005);
    EXPECT_LE(trial.rate, 1e9);
    EXPECT_GT(trial.length, Seconds(0));
    EXPECT_LE(trial.length, options.trial);
    const TrialOutcome outcome = answer(trial);
    if (trial.purpose == TrialPurpose::kConfirm &&
        outcome.answer != TrialAnswer::kInvalid &&
        outcome.answer != TrialAnswer::kBroken) {
      ++(outcome.answer == TrialAnswer::kHeld ? full[trial.rate].held
                                              : full[trial.rate].failed);
    }
    return outcome;
  });
  // Each trial takes ten seconds or more, the shortest and what is beside it.
  EXPECT_LE(static_cast<double>(trials), options.budget.count() / 10 + 1);
  const SearchBounds bounds = search.bounds();
  for (const auto& bound : {bounds.held, bounds.failed, bounds.odd}) {
    if (!bound) continue;
    EXPECT_EQ(bound->held, full[bound->value].held);
    EXPECT_EQ(bound->failed, full[bound->value].failed);
  }
  if (bounds.held && bounds.failed) {
    EXPECT_LT(bounds.held->value, bounds.failed->value);
  }
  if (bounds.likely) {
    EXPECT_GT(bounds.likely->first, 0);
    EXPECT_LE(bounds.likely->first, bounds.likely->second);
  }
  switch (*search.end()) {
    case SearchEnd::kFound:
    case SearchEnd::kIrregular:
      ASSERT_TRUE(bounds.held && bounds.failed);
      EXPECT_GE(bounds.failed->failed, 2u);
      EXPECT_TRUE((bounds.held->held >= 3 && bounds.held->failed == 0) ||
                  (bounds.held->held >= 4 && bounds.held->failed <= 1));
      EXPECT_NEAR(bounds.failed->value / bounds.held->value, 1 + options.precision,
                  options.precision / 2);
      EXPECT_EQ(search.end() == SearchEnd::kIrregular, bounds.odd.has_value());
      break;
    case SearchEnd::kNoneHolds:
      EXPECT_FALSE(bounds.held && bounds.held->held >= 3);
      break;
    default:
      break;
  }
}

TEST(RateSearch, ClaimsOnlyWhatAdversariesAnswered) {
  int trials = 0;
  const auto held_if = [&](bool held, const Trial& trial) {
    return TrialOutcome{held ? TrialAnswer::kHeld : TrialAnswer::kFailed, trial.rate / 2};
  };
  const Answer adversaries[] = {
      [&](const Trial& t) { return held_if(++trials % 2 == 0, t); },
      [&](const Trial& t) { return held_if(++trials % 2 == 1, t); },
      [&](const Trial& t) { return held_if(++trials % 3 != 0, t); },
      [&](const Trial& t) { return held_if(++trials % 5 == 0, t); },
      // Held where others fail.
      [&](const Trial& t) { return held_if(t.rate > 3000, t); },
      // Full trials say the contrary of short ones.
      [&](const Trial& t) {
        return held_if((t.purpose == TrialPurpose::kConfirm) != (t.rate < 3000), t);
      },
      // The capacity is halved, or doubled, in mid-search.
      [&](const Trial& t) { return Sharp(++trials > 8 ? 2000 : 4000, t); },
      [&](const Trial& t) { return Sharp(++trials > 8 ? 4000 : 2000, t); },
      [&](const Trial& t) { return Sharp(4000 * std::pow(0.97, ++trials), t); },
      // Completes next to nothing, or more than was asked.
      [&](const Trial&) { return TrialOutcome{TrialAnswer::kFellBehind, 1e-12}; },
      [&](const Trial& t) { return TrialOutcome{TrialAnswer::kFailed, t.rate * 10}; },
      // Up to the last trial that decides, then not.
      [held = std::map<double, int>()](const Trial& t) mutable {
        const bool holds = t.purpose != TrialPurpose::kConfirm || ++held[t.rate] % 3 != 0;
        return TrialOutcome{holds ? TrialAnswer::kHeld : TrialAnswer::kFailed, t.rate};
      },
      [&](const Trial& t) { return ++trials % 3 == 0 ? Sharp(4000, t) : kInvalid; },
      [&](const Trial& t) { return t.rate > 3000 ? kInvalid : held_if(false, t); },
      [&](const Trial& t) { return t.rate < 3000 ? kInvalid : held_if(false, t); },
  };
  for (std::size_t i = 0; i < std::size(adversaries); ++i) {
    SCOPED_TRACE(i);
    for (const double budget : {600.0, 20'000.0}) {
      trials = 0;
      ExpectTrueClaims({.budget = Seconds(budget)}, adversaries[i]);
    }
  }
}

TEST(RateSearch, ClaimsOnlyWhatRandomAnswersSaid) {
  std::mt19937_64 random(14);
  std::uniform_real_distribution<double> uniform;
  for (int i = 0; i < 60; ++i) {
    SCOPED_TRACE(i);
    const double invalid = i % 3 == 0 ? 0.2 : 0;
    const double broken = i % 5 == 0 ? 0.1 : 0;
    const double held = uniform(random);
    ExpectTrueClaims(
        {.first_rate = std::pow(10, uniform(random) * 6 - 1),
         .precision = i % 2 == 0 ? 0.02 : 0.1,
         .budget = Seconds(i % 4 == 0 ? 5000 : 600)},
        [&](const Trial& trial) -> TrialOutcome {
          if (uniform(random) < invalid) return kInvalid;
          if (uniform(random) < broken) return kBroken;
          if (uniform(random) < held) return {TrialAnswer::kHeld, trial.rate};
          return {uniform(random) < 0.5 ? TrialAnswer::kFailed : TrialAnswer::kFellBehind,
                  uniform(random) < 0.1 ? 0 : trial.rate * uniform(random)};
        });
  }
}

}  // namespace
}  // namespace redline::runner
