#include "tests/runner/search/search_figures.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <random>
#include <vector>

#include "runner/search/rate_search.h"
#include "runner/search/workers_search.h"

namespace redline::runner {
namespace {

using reporting::SearchEnd;
using reporting::TrialPurpose;

constexpr Trial::Seconds kFull{30};

// Between these, in equal parts of its logarithm.
double LogUniform(double least, double most, std::mt19937_64& random) {
  return least * std::pow(most / least, std::uniform_real_distribution<double>()(random));
}

// The mean of what was added.
class Mean {
 public:
  void Add(double value) {
    sum_ += value;
    ++count_;
  }
  double value() const { return count_ == 0 ? 0 : sum_ / count_; }

 private:
  double sum_ = 0;
  int count_ = 0;
};

// What all searches have, and how a kind of search fills it.
class FiguresSoFar {
 public:
  void AddSearch(SearchEnd end, int trials, Trial::Seconds elapsed) {
    ++searches_;
    found_.Add(end == SearchEnd::kFound);
    irregular_.Add(end == SearchEnd::kIrregular);
    out_of_time_.Add(end == SearchEnd::kOutOfTime);
    trials_.Add(trials);
    minutes_.Add(elapsed.count() / 60);
  }
  void AddHeld(SearchEnd end, double hold_chance, bool near, bool quite_near) {
    holds_at_held_.Add(hold_chance);
    if (end == SearchEnd::kFound) wrong_.Add(hold_chance < 0.5);
    near_.Add(near);
    quite_near_.Add(quite_near);
  }
  void AddFailed(double hold_chance) { holds_at_failed_.Add(hold_chance); }
  void AddLikely(bool right, double width) {
    likely_right_.Add(right);
    likely_width_.Add(width);
  }
  SearchFigures figures() const {
    return {.searches = searches_,
            .found = found_.value(),
            .irregular = irregular_.value(),
            .out_of_time = out_of_time_.value(),
            .trials = trials_.value(),
            .minutes = minutes_.value(),
            .holds_at_held = holds_at_held_.value(),
            .holds_at_failed = holds_at_failed_.value(),
            .wrong = wrong_.value(),
            .near = near_.value(),
            .quite_near = quite_near_.value(),
            .likely_right = likely_right_.value(),
            .likely_width = likely_width_.value()};
  }

 private:
  int searches_ = 0;
  Mean found_, irregular_, out_of_time_, trials_, minutes_, holds_at_held_,
      holds_at_failed_, wrong_, near_, quite_near_, likely_right_, likely_width_;
};

// The share of trials that hold at this rate, from the highest rates that they hold.
double HoldChance(const std::vector<double>& highest, double rate) {
  const auto above = std::lower_bound(highest.begin(), highest.end(), rate);
  return static_cast<double>(highest.end() - above) / static_cast<double>(highest.size());
}

double Median(const std::vector<double>& sorted) {
  const std::size_t half = sorted.size() / 2;
  return std::sqrt(sorted[half] * sorted[sorted.size() - 1 - half]);
}

double CapacityOf(const WorkersClass& kind, std::uint64_t workers, double one) {
  const auto n = static_cast<double>(workers);
  const double all =
      n * one / (1 + kind.contention * (n - 1) + kind.crosstalk * n * (n - 1));
  return workers > kind.cores ? all * (1 - kind.lost_beyond) : all;
}

}  // namespace

SearchFigures FiguresOfRateSearches(const SystemClass& kind, int searches, int truth,
                                    std::uint64_t seed) {
  FiguresSoFar figures;
  std::mt19937_64 random(seed);
  for (int i = 0; i < searches; ++i) {
    constexpr std::array<std::uint64_t, 4> kWorkers = {1, 4, 28, 200};
    const std::uint64_t workers = kWorkers[static_cast<std::size_t>(i) % kWorkers.size()];
    const auto n = static_cast<double>(workers);
    const double capacity = n * LogUniform(20, std::min(1500.0, 50000 / n), random);
    SimulatedMachine machine(kind.conditions, random());
    RateSearch search({.workers = workers, .trial = kFull});
    int trials = 0;
    for (; search.next(); ++trials) {
      const TrialOutcome outcome = machine.Run(*search.next(), capacity);
      search.Tell(outcome, machine.elapsed());
    }
    const SearchEnd end = *search.end();
    figures.AddSearch(end, trials, machine.elapsed());
    const std::vector<double> highest = machine.HighestHeld(
        {.workers = workers, .length = kFull, .purpose = TrialPurpose::kConfirm},
        capacity, truth);
    const double half = Median(highest);
    const SearchBounds bounds = search.bounds();
    if (bounds.held) {
      const double off = std::abs(bounds.held->value / half - 1);
      figures.AddHeld(end, HoldChance(highest, bounds.held->value), off <= 0.02,
                      off <= 0.04);
    }
    if (bounds.failed) figures.AddFailed(HoldChance(highest, bounds.failed->value));
    if (bounds.likely) {
      const auto [least, most] = *bounds.likely;
      figures.AddLikely(least <= half && half <= most, (most - least) / half);
    }
  }
  return figures.figures();
}

SearchFigures FiguresOfWorkersSearches(const WorkersClass& kind, int searches, int truth,
                                       std::uint64_t seed) {
  constexpr std::uint64_t kMostWorkers = 256;
  FiguresSoFar figures;
  std::mt19937_64 random(seed);
  for (int i = 0; i < searches; ++i) {
    const double one = LogUniform(20, 1500, random);
    const double rate = CapacityOf(kind, 1, one) * LogUniform(0.5, 20, random);
    SimulatedMachine machine({}, random());
    WorkersSearch search({.rate = rate, .most_workers = kMostWorkers, .trial = kFull});
    int trials = 0;
    for (; search.next(); ++trials) {
      const std::uint64_t workers = search.next()->workers;
      const TrialOutcome outcome =
          machine.Run(*search.next(), CapacityOf(kind, workers, one));
      search.Tell(outcome, machine.elapsed());
    }
    const SearchEnd end = *search.end();
    figures.AddSearch(end, trials, machine.elapsed());
    // Far from its capacity a machine's answer is sure.
    const auto hold_chance = [&](std::uint64_t workers) {
      const double capacity = CapacityOf(kind, workers, one);
      if (rate < capacity * 0.6) return 1.0;
      if (rate > capacity * 1.3) return 0.0;
      return HoldChance(
          machine.HighestHeld(
              {.workers = workers, .length = kFull, .purpose = TrialPurpose::kConfirm},
              capacity, truth),
          rate);
    };
    double fewest = 1;
    while (fewest < kMostWorkers &&
           hold_chance(static_cast<std::uint64_t>(fewest)) < 0.5) {
      ++fewest;
    }
    const SearchBounds bounds = search.bounds();
    if (bounds.held) {
      const double off = std::abs(bounds.held->value - fewest);
      figures.AddHeld(end, hold_chance(static_cast<std::uint64_t>(bounds.held->value)),
                      off == 0, off <= 1);
    }
    if (bounds.failed) {
      figures.AddFailed(hold_chance(static_cast<std::uint64_t>(bounds.failed->value)));
    }
  }
  return figures.figures();
}

}  // namespace redline::runner
