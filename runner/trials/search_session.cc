#include "runner/trials/search_session.h"

#include <chrono>
#include <cstdint>
#include <exception>
#include <memory>
#include <optional>
#include <utility>

#include "base/build_info.h"
#include "runner/fleet/fleet_refusal.h"
#include "runner/fleet/fleet_session.h"
#include "runner/fleet/fleet_trial.h"
#include "runner/fleet/fleet_words.h"
#include "runner/machine/start_date.h"
#include "runner/plan/fleet_contact.h"
#include "runner/run/fleet_finish.h"
#include "runner/run/supervisor.h"
#include "runner/search/rate_search.h"
#include "runner/search/search.h"
#include "runner/search/workers_search.h"
#include "runner/trials/search_words.h"
#include "runner/trials/trial_answer.h"
#include "runner/trials/trial_plan.h"
#include "runner/trials/trial_signals.h"
#include "runner/verdict/exit_code.h"

namespace redline::runner {
namespace {

using reporting::SearchEnd;
using reporting::SearchResult;
using reporting::TrialRecord;
using std::chrono::steady_clock;

std::unique_ptr<Search> MakeSearch(const Plan& plan) {
  const SearchOptions& options = *plan.search;
  // Rates are those of all dynos together.
  const double dynos = plan.fleet ? static_cast<double>(plan.fleet->size) : 1;
  const double rate = plan.constants.tasks_per_second * dynos;
  const auto workers = static_cast<std::uint64_t>(plan.constants.num_workers);
  if (options.goal == reporting::SearchGoal::kWorkers) {
    return std::make_unique<WorkersSearch>(
        WorkersSearch::Options{.rate = rate,
                               .most_workers = workers,
                               .trial = options.trial,
                               .budget = options.budget});
  }
  return std::make_unique<RateSearch>(
      RateSearch::Options{.first_rate = rate,
                          .workers = workers,
                          .precision = options.precision_percent / 100,
                          .trial = options.trial,
                          .budget = options.budget});
}

class Session {
 public:
  Session(const Plan& plan, std::filesystem::path worker, Display& display,
          const MetricsListener* metrics)
      : plan_(plan),
        worker_(std::move(worker)),
        display_(display),
        metrics_(metrics),
        search_(MakeSearch(plan)) {
    SearchResult& result = outcome_.result;
    result.provenance = {.version = std::string(kVersion),
                         .revision = std::string(kRevision),
                         .started = DateNow(),
                         .imported_from = "",
                         .dyno = ""};
    result.goal = plan.search->goal;
    result.settings = plan.settings;
    result.precision_percent = plan.search->precision_percent;
    result.at_least = plan.search->at_least;
    result.budget = plan.search->budget;
  }

  SearchOutcome Run() {
    display_.Say(PlanInWords(plan_));
    while (!is_over()) {
      Try(*search_->next());
      if (outcome_.signal == 0) outcome_.signal = signals_.first();
    }
    Conclude();
    if (plan_.fleet && !fleet_knows_) TellFleet();
    return std::move(outcome_);
  }

 private:
  Search::Seconds Elapsed() const { return steady_clock::now() - began_; }
  std::uint64_t next_number() const { return outcome_.result.trials.size() + 1; }
  bool is_interrupted() const { return outcome_.signal != 0 || is_other_interrupted_; }
  bool is_over() const {
    return !search_->next() || is_interrupted() || !trouble_.empty() || told_;
  }
  Plan PlanOf(const Trial& trial, std::uint64_t number) const {
    Plan plan = TrialPlan(plan_, trial, number);
    if (plan.fleet) plan.fleet->leader = leader_;
    return plan;
  }

  void Try(const Trial& trial) {
    const std::uint64_t number = next_number();
    display_.SetHeading(TrialHeading(plan_.search->title, trial, number, plan_.fleet,
                                     search_->bounds(),
                                     plan_.search->budget - Elapsed()));
    TrialRecord record{.purpose = trial.purpose,
                       .rate = trial.rate,
                       .workers = trial.workers,
                       .length = trial.length,
                       .began = Elapsed(),
                       .answer = {},
                       .result = {}};
    const Plan plan = PlanOf(trial, number);
    Supervisor::Outcome run;
    try {
      Supervisor supervisor(plan, worker_, display_, metrics_);
      run = supervisor.Run();
    } catch (const std::exception& error) {
      // Whatever it is, the trials before it are not lost.
      if (outcome_.result.trials.empty()) throw;
      trouble_ = error.what();
      return;
    }
    for (const std::string& complaint : {run.leftover, run.stop_failure}) {
      if (!complaint.empty()) outcome_.complaints.push_back(complaint);
    }
    outcome_.signal = run.signal;
    outcome_.hurried = run.hurried;
    if (run.fleet) {
      const TrialSignals::Hurry hurry(signals_, *run.fleet);
      Finish(plan, run, std::move(record));
    } else if (run.signal == 0) {
      Judge(std::move(record), std::move(run.result), Elapsed());
    }
  }

  // A trial of this dyno, or the merged one of its fleet, says so.
  void Judge(TrialRecord record, reporting::Result result, Search::Seconds elapsed) {
    record.answer = AnswerOf(record.purpose, result);
    record.result = std::move(result);
    const double completed = record.result.messaging.completed_rate.value_or(0);
    display_.Say(TrialInWords(next_number(), record));
    Count(std::move(record), completed, elapsed);
  }

  void Count(TrialRecord record, double completed_rate, Search::Seconds elapsed) {
    const TrialOutcome outcome{.answer = record.answer, .completed_rate = completed_rate};
    outcome_.result.trials.push_back(std::move(record));
    search_->Tell(outcome, elapsed);
  }

  // The end of a fleet's trial.
  void Finish(const Plan& plan, Supervisor::Outcome& run, TrialRecord record) {
    if (auto merged = GatherFleet(plan, run)) {
      leader_ = plan.fleet->dyno;
      Lead(*run.fleet, std::move(record), std::move(*merged));
      return;
    }
    const auto verdict = run.fleet->verdict();
    if (verdict && verdict->trial) {
      Follow(std::move(record), std::move(run.result), *verdict);
      return;
    }
    trouble_ = run.fleet->has_lost_leader()
                   ? "Dyno " + leader_ + ", which leads it, has disappeared."
                   : "Redis returned no verdict of the fleet.";
    is_unheard_ = true;
  }

  // The others are told what this dyno's search is told, and its end.
  void Lead(FleetSession& fleet, TrialRecord record, reporting::Result merged) {
    FleetTrial trial{.leader = leader_,
                     .answer = {},
                     .workers = static_cast<std::uint64_t>(merged.constants.num_workers),
                     .elapsed = Elapsed(),
                     .end = {}};
    FleetVerdict verdict{.exit_code = 0, .sentence = merged.verdict->sentence};
    const reporting::Reason reason = merged.verdict->reason;
    if (is_interrupted() || reason == reporting::Reason::kInterrupted) {
      NoteInterruption(merged);
    } else if (reason == reporting::Reason::kDynoLost ||
               reason == reporting::Reason::kFleet) {
      trouble_ = merged.verdict->sentence;
    } else {
      trial.completed_rate = merged.messaging.completed_rate.value_or(0);
      record.workers = trial.workers;
      Judge(std::move(record), std::move(merged), trial.elapsed);
      trial.answer = outcome_.result.trials.back().answer;
      verdict.sentence = TrialInWords(next_number() - 1, outcome_.result.trials.back());
    }
    if (outcome_.signal == 0) outcome_.signal = signals_.first();
    if (is_over()) {
      Conclude();
      trial.end = outcome_.result.end;
      verdict.exit_code = ExitCode(outcome_);
      verdict.sentence = outcome_.result.sentence;
      fleet_knows_ = true;
    }
    verdict.trial = std::move(trial);
    fleet.Announce(verdict);
  }

  void NoteInterruption(const reporting::Result& merged) {
    if (outcome_.signal != 0) return;
    is_other_interrupted_ = true;
    outcome_.fleet_exit_code = FleetExitCode(merged, 0);
    trouble_ = merged.verdict->sentence;
  }

  void Follow(TrialRecord record, reporting::Result own, const FleetVerdict& verdict) {
    const FleetTrial& trial = *verdict.trial;
    leader_ = trial.leader;
    if (trial.answer) {
      record.workers = trial.workers;
      record.answer = *trial.answer;
      record.result = std::move(own);
      Count(std::move(record), trial.completed_rate, trial.elapsed);
    }
    if (trial.end) {
      told_ = verdict;
      outcome_.fleet_exit_code = verdict.exit_code;
      fleet_knows_ = true;
    } else {
      display_.Say(verdict.sentence);
    }
  }

  // They would wait for this dyno at the trial that it does not come to.
  void TellFleet() {
    if (outcome_.result.trials.empty() && !is_unheard_) return;
    const std::uint64_t number = next_number() + (is_unheard_ ? 1 : 0);
    const auto contact = ContactOf(PlanOf(Trial{.rate = 1, .workers = 1}, number));
    TellOfRefusal(*contact, is_interrupted()   ? "It was interrupted."
                            : trouble_.empty() ? "Its search has ended."
                                               : trouble_);
  }

  SearchEnd End() const {
    if (told_) return *told_->trial->end;
    if (is_interrupted()) return SearchEnd::kInterrupted;
    return trouble_.empty() ? search_->end().value() : SearchEnd::kBroken;
  }

  // Once is enough.
  void Conclude() {
    if (is_concluded_) return;
    is_concluded_ = true;
    display_.SetHeading({});
    SearchResult& result = outcome_.result;
    result.elapsed = Elapsed();
    result.end = End();
    outcome_.is_stuck = result.end == SearchEnd::kBroken && !trouble_.empty();
    if (result.end == SearchEnd::kBroken && trouble_.empty() && !told_) {
      trouble_ = result.trials.back().result.verdict->sentence;
    }
    const SearchBounds bounds = search_->bounds();
    result.held = bounds.held;
    result.failed = bounds.failed;
    result.odd = bounds.odd;
    if (bounds.likely) {
      result.likely_least = bounds.likely->first;
      result.likely_most = bounds.likely->second;
    }
    result.sentence = told_ ? told_->sentence : ConclusionInWords(result, trouble_);
    if (!plan_.fleet || leader_ == plan_.fleet->dyno) return;
    result.provenance.dyno = plan_.fleet->dyno;
    if (leader_.empty()) return;
    outcome_.fleet_note =
        "Dyno " + leader_ +
        (told_ ? " leads this search and has its" : " led this search and had its") +
        " report; in this one, times, backlogs and workers' figures are this dyno's.";
  }

  const Plan& plan_;
  const std::filesystem::path worker_;
  Display& display_;
  const MetricsListener* const metrics_;
  const std::unique_ptr<Search> search_;
  const steady_clock::time_point began_ = steady_clock::now();
  std::string trouble_;
  SearchOutcome outcome_;
  bool is_concluded_ = false;
  TrialSignals signals_;

  // Of a fleet.
  std::string leader_;                // Once the first trial has shown it.
  std::optional<FleetVerdict> told_;  // The leader's on the end of the search.
  bool is_other_interrupted_ = false;
  bool is_unheard_ = false;   // The last trial's verdict did not come.
  bool fleet_knows_ = false;  // That the search has ended.
};

}  // namespace

SearchOutcome RunSearch(const Plan& plan, const std::filesystem::path& worker,
                        Display& display, const MetricsListener* metrics,
                        const std::function<void(const SearchOutcome&)>& ended) {
  Session session(plan, worker, display, metrics);
  SearchOutcome outcome = session.Run();
  ended(outcome);
  return outcome;
}

int ExitCode(const SearchOutcome& outcome) {
  const SearchResult& result = outcome.result;
  if (outcome.signal != 0) return ExitCodeForSignal(outcome.signal);
  if (outcome.fleet_exit_code) return *outcome.fleet_exit_code;
  if (outcome.is_stuck) return kExitEnvironment;
  const bool is_enough =
      !result.at_least || (result.held && result.held->value >= *result.at_least);
  // The supervisor's limit shows that a rate holds, and not that none above does.
  const bool is_known =
      result.end == SearchEnd::kFound ||
      (result.end == SearchEnd::kSupervisor && result.at_least && is_enough);
  if (!is_known) return kExitInvalid;
  return is_enough ? kExitSuccess : kExitFailed;
}

}  // namespace redline::runner
