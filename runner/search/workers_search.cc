#include "runner/search/workers_search.h"

#include <algorithm>

#include "runner/search/trial_length.h"

namespace redline::runner {

using reporting::SearchEnd;
using reporting::TrialAnswer;
using reporting::TrialPurpose;

WorkersSearch::WorkersSearch(const Options& options)
    : options_(options), clock_(options.budget) {
  Decide();
}

void WorkersSearch::Tell(const TrialOutcome& outcome, Seconds elapsed) {
  const Trial trial = *next_;
  clock_.Tell(trial.length, elapsed);
  const bool held = outcome.answer == TrialAnswer::kHeld;
  if (UnclearTrials::IsUnclear(outcome.answer)) {
    TellUnclear(outcome.answer);
  } else {
    unclear_.Clear();
    if (trial.purpose == TrialPurpose::kConfirm) {
      ++(held ? tallies_[trial.workers].held : tallies_[trial.workers].failed);
    } else {
      TellNarrow(trial.workers, held);
    }
  }
  Decide();
}

void WorkersSearch::TellNarrow(std::uint64_t workers, bool held) {
  if (held) {
    holding_ = workers;
  } else {
    failing_ = workers;
  }
}

void WorkersSearch::TellUnclear(TrialAnswer answer) {
  if (!unclear_.IsTooMany(answer)) return;
  // The rate stays as it is: fewer workers or more make the supervisor no faster.
  end_ = answer == TrialAnswer::kBroken ? SearchEnd::kBroken : SearchEnd::kSupervisor;
}

void WorkersSearch::Decide() {
  next_.reset();
  if (end_) return;
  if (!holding_ && failing_ < options_.most_workers) {
    const std::uint64_t doubled = failing_ == 0 ? 1 : failing_ * 2;
    return Propose(std::min(doubled, options_.most_workers), TrialPurpose::kNarrow);
  }
  if (holding_ && !candidate_ && *holding_ > failing_ + 1) {
    return Propose((failing_ + *holding_) / 2, TrialPurpose::kNarrow);
  }
  Confirm();
}

void WorkersSearch::Confirm() {
  if (!candidate_) candidate_ = holding_.value_or(options_.most_workers);
  while (true) {
    const Tally more = TallyOf(*candidate_);
    const Tally fewer = TallyOf(*candidate_ - 1);
    const bool is_fewest = *candidate_ == 1 || fewer.fails();
    if (more.seems_to_fail() && *candidate_ < options_.most_workers) {
      ++*candidate_;
      continue;
    }
    if (more.fails()) {
      end_ = SearchEnd::kNoneHolds;
      return;
    }
    if (!is_fewest && fewer.seems_to_hold()) {
      --*candidate_;
      continue;
    }
    if (more.holds() && is_fewest) {
      end_ = SearchEnd::kFound;
      return;
    }
    const bool more_next =
        is_fewest || (!more.is_decided() && more.trials() <= fewer.trials());
    return Propose(more_next ? *candidate_ : *candidate_ - 1, TrialPurpose::kConfirm);
  }
}

void WorkersSearch::Propose(std::uint64_t workers, TrialPurpose purpose) {
  const Seconds length = purpose == TrialPurpose::kConfirm
                             ? options_.trial
                             : ShortTrial(options_.trial, options_.rate);
  if (!clock_.HasTimeFor(length)) {
    end_ = SearchEnd::kOutOfTime;
    return;
  }
  next_ = {
      .rate = options_.rate, .workers = workers, .length = length, .purpose = purpose};
}

Tally WorkersSearch::TallyOf(std::uint64_t workers) const {
  const auto found = tallies_.find(workers);
  return found == tallies_.end() ? Tally{} : found->second;
}

SearchBounds WorkersSearch::bounds() const {
  SearchBounds bounds;
  for (const auto& [workers, tally] : tallies_) {
    const reporting::SearchBound bound{.value = static_cast<double>(workers),
                                       .held = tally.held,
                                       .failed = tally.failed};
    if (bounds.held) break;
    if (tally.seems_to_fail()) bounds.failed = bound;
    if (tally.seems_to_hold()) bounds.held = bound;
  }
  return bounds;
}

}  // namespace redline::runner
