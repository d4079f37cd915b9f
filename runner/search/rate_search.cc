#include "runner/search/rate_search.h"

#include <algorithm>
#include <cmath>

#include "runner/search/trial_length.h"

namespace redline::runner {
namespace {

using reporting::SearchEnd;
using reporting::TrialAnswer;
using reporting::TrialPurpose;

constexpr double kClimb = 4;
// Added to the spread of a short trial's outcome.
constexpr double kShortBlur = 0.02;
constexpr double kEstimateBlur = 0.05;
// Narrowing ends when 80 % of the belief lie within so many rungs, and with so many
// trials, and when this part of the time is over.
constexpr double kNarrowRungs = 3;
constexpr int kMostNarrowed = 5;
constexpr double kNarrowingTime = 0.3;
// How probable a trial is to hold on the lower of two rungs that are to be confirmed.
constexpr double kLikely = 0.6;
// The threshold is looked for between this part of the estimate and so many times it.
constexpr double kLowestShare = 1e-3;
constexpr double kHighestShare = 2;
// Rates that can be asked for.
constexpr double kLowestRate = 0.001;
constexpr double kHighestRate = 1e9;

}  // namespace

RateSearch::RateSearch(const Options& options)
    : options_(options),
      ladder_(options.precision),
      clock_(options.budget),
      climb_(options.first_rate) {
  Decide();
}

void RateSearch::Tell(const TrialOutcome& outcome, Seconds elapsed) {
  const Trial trial = *next_;
  clock_.Tell(trial.length, elapsed);
  const bool held = outcome.answer == TrialAnswer::kHeld;
  if (UnclearTrials::IsUnclear(outcome.answer)) {
    TellUnclear(trial, outcome.answer);
  } else {
    unclear_.Clear();
    const int rung = ladder_.RungBelow(trial.rate);
    switch (trial.purpose) {
      case TrialPurpose::kEstimate:
        TellEstimate(trial, outcome);
        break;
      case TrialPurpose::kNarrow:
        ++narrowed_;
        if (outcome.answer == TrialAnswer::kFailed) doubted_.insert(rung);
        belief_->Tell(trial.rate, held, kShortBlur);
        break;
      case TrialPurpose::kConfirm:
        ++(held ? tallies_[rung].held : tallies_[rung].failed);
        if (!held) doubted_.insert(rung);
        belief_->Tell(trial.rate, held, 0);
        break;
    }
  }
  Decide();
}

void RateSearch::TellEstimate(const Trial& trial, const TrialOutcome& outcome) {
  const bool held = outcome.answer == TrialAnswer::kHeld;
  estimates_[trial.rate] = held;
  if (!held && outcome.completed_rate > 0) {
    const double estimate = std::max(outcome.completed_rate, kLowestRate);
    return Believe(estimate, std::max(estimate * kLowestShare, kLowestRate),
                   std::max(estimate * kHighestShare, trial.rate));
  }
  (held ? climbed_ : top_) = trial.rate;
  Climb();
}

void RateSearch::TellUnclear(const Trial& trial, TrialAnswer answer) {
  if (!unclear_.IsTooMany(answer)) return;
  unclear_.Clear();
  if (answer == TrialAnswer::kBroken) {
    end_ = SearchEnd::kBroken;
  } else {
    LimitSupervisor(trial.rate);
  }
}

void RateSearch::LimitSupervisor(double rate) {
  const int rung = ladder_.RungBelow(rate);
  supervisor_limit_ = std::min(rung, supervisor_limit_.value_or(rung));
  if (belief_) {
    // Of what can be shown to hold.
    belief_->Tell(rate, false, 0);
  } else {
    top_ = rate;
    Climb();
  }
}

void RateSearch::Climb() {
  if (climbed_ && *climbed_ >= kHighestRate / kClimb) {
    top_ = kHighestRate;
    supervisor_limit_ = ladder_.RungBelow(kHighestRate);
  }
  if (climbed_ && top_) {
    Believe(std::nullopt, *climbed_ / kClimb, *top_);
  } else if (climbed_) {
    climb_ = *climbed_ * kClimb;
  } else {
    climb_ = *top_ / (kClimb * kClimb);
    if (climb_ < kLowestRate) {
      end_ = supervisor_limit_ ? SearchEnd::kSupervisor : SearchEnd::kNoneHolds;
    }
  }
}

void RateSearch::Believe(std::optional<double> estimate, double lowest, double highest) {
  lowest_ = lowest;
  belief_.emplace(ThresholdBelief::Prior{.estimate = estimate,
                                         .lowest = lowest / 2,
                                         .highest = highest,
                                         .precision = options_.precision});
  for (const auto& [rate, held] : estimates_) belief_->Tell(rate, held, kEstimateBlur);
  if (supervisor_limit_) belief_->Tell(ladder_.Rate(*supervisor_limit_), false, 0);
}

void RateSearch::Decide() {
  next_.reset();
  if (end_) return;
  if (!belief_) {
    return Propose(climb_, TrialPurpose::kEstimate);
  }
  if (is_narrowing()) {
    int rung = ladder_.RungBelow(belief_->Quantile(0.5));
    if (const auto ceiling = Ceiling()) rung = std::min(rung, *ceiling - 1);
    return Propose(ladder_.Rate(rung), TrialPurpose::kNarrow);
  }
  Confirm();
}

bool RateSearch::is_narrowing() const {
  return !pair_ && narrowed_ < kMostNarrowed && clock_.share() < kNarrowingTime &&
         belief_->Quantile(0.9) >
             belief_->Quantile(0.1) * std::pow(1 + options_.precision, kNarrowRungs);
}

void RateSearch::Confirm() {
  if (!pair_) pair_ = LikelyRung();
  while (true) {
    const auto ceiling = Ceiling();
    if (ceiling && *pair_ >= *ceiling) pair_ = std::min(*ceiling - 1, LikelyRung());
    const Tally low = TallyOf(*pair_);
    const Tally high = TallyOf(*pair_ + 1);
    const bool is_below_ceiling = ceiling && *pair_ + 1 == *ceiling;
    if (!is_below_ceiling && high.seems_to_hold()) {
      pair_ = std::max(*pair_ + 1, LikelyRung());
      continue;
    }
    if (low.held == 0 && low.failed > 0) {
      pair_ = std::min(*pair_ - 1, LikelyRung());
      if (ladder_.Rate(*pair_) >= lowest_) continue;
      end_ = SearchEnd::kNoneHolds;
      return;
    }
    int rung = *pair_ + 1;
    if (low.holds() && is_below_ceiling) {
      const auto doubtful = DoubtfulBelow(*pair_);
      if (!doubtful) {
        end_ = bounds().odd                   ? SearchEnd::kIrregular
               : ceiling == supervisor_limit_ ? SearchEnd::kSupervisor
                                              : SearchEnd::kFound;
        return;
      }
      rung = *doubtful;
    } else if (is_below_ceiling || (!low.is_decided() && low.trials() <= high.trials())) {
      // By turns, so that a machine that changes meanwhile does so for both.
      rung = *pair_;
    }
    return Propose(ladder_.Rate(rung), TrialPurpose::kConfirm);
  }
}

std::optional<int> RateSearch::DoubtfulBelow(int rung) const {
  for (const int lower : doubted_) {
    const Tally tally = TallyOf(lower);
    if (lower < rung && tally.held == 0 && !tally.fails()) return lower;
  }
  return std::nullopt;
}

void RateSearch::Propose(double rate, TrialPurpose purpose) {
  const Seconds length = purpose == TrialPurpose::kConfirm
                             ? options_.trial
                             : ShortTrial(options_.trial, rate);
  if (!clock_.HasTimeFor(length)) {
    end_ = SearchEnd::kOutOfTime;
    return;
  }
  next_ = {
      .rate = rate, .workers = options_.workers, .length = length, .purpose = purpose};
}

Tally RateSearch::TallyOf(int rung) const {
  const auto found = tallies_.find(rung);
  return found == tallies_.end() ? Tally{} : found->second;
}

std::optional<int> RateSearch::Ceiling() const {
  for (const auto& [rung, tally] : tallies_) {
    if (supervisor_limit_ && *supervisor_limit_ <= rung) break;
    if (tally.fails()) return rung;
  }
  return supervisor_limit_;
}

int RateSearch::LikelyRung() const {
  int rung = ladder_.RungBelow(belief_->Quantile(0.5));
  while (belief_->HoldChance(ladder_.Rate(rung)) < kLikely &&
         ladder_.Rate(rung) >= lowest_) {
    --rung;
  }
  return rung;
}

reporting::SearchBound RateSearch::BoundAt(int rung) const {
  const Tally tally = TallyOf(rung);
  return {.value = ladder_.Rate(rung), .held = tally.held, .failed = tally.failed};
}

SearchBounds RateSearch::bounds() const {
  SearchBounds bounds;
  for (const auto& [rung, tally] : tallies_) {
    if (tally.seems_to_fail() && !bounds.failed) bounds.failed = BoundAt(rung);
    if (tally.seems_to_hold()) {
      (bounds.failed ? bounds.odd : bounds.held) = BoundAt(rung);
    }
  }
  // The supervisor's limit says nothing of the workers'.
  if (belief_ && !supervisor_limit_) {
    bounds.likely = {ladder_.Rounded(belief_->Quantile(0.05)),
                     ladder_.Rounded(belief_->Quantile(0.95))};
  }
  return bounds;
}

}  // namespace redline::runner
