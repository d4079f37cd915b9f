#include "runner/trials/search_session.h"

#include <atomic>
#include <chrono>
#include <exception>
#include <memory>
#include <optional>
#include <utility>

#include "base/build_info.h"
#include "runner/loop/interruption_watch.h"
#include "runner/machine/start_date.h"
#include "runner/run/supervisor.h"
#include "runner/search/rate_search.h"
#include "runner/search/search.h"
#include "runner/search/workers_search.h"
#include "runner/trials/search_words.h"
#include "runner/trials/trial_answer.h"
#include "runner/trials/trial_plan.h"
#include "runner/verdict/exit_code.h"

namespace redline::runner {
namespace {

using reporting::SearchEnd;
using reporting::SearchResult;
using std::chrono::steady_clock;

std::unique_ptr<Search> MakeSearch(const Plan& plan) {
  const SearchOptions& options = *plan.search;
  const double rate = plan.constants.tasks_per_second;
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
  Session(const Plan& plan, std::filesystem::path worker, Display& display)
      : plan_(plan),
        worker_(std::move(worker)),
        display_(display),
        search_(MakeSearch(plan)),
        watch_([this](int signal) { between_trials_ = signal; }) {
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
    while (search_->next() && outcome_.signal == 0 && trouble_.empty()) {
      Try(*search_->next());
      if (outcome_.signal == 0) outcome_.signal = between_trials_;
    }
    Conclude();
    return std::move(outcome_);
  }

 private:
  Search::Seconds Elapsed() const { return steady_clock::now() - began_; }

  void Try(const Trial& trial) {
    const std::size_t number = outcome_.result.trials.size() + 1;
    display_.SetHeading(TrialHeading(plan_.search->title, trial, number,
                                     search_->bounds(),
                                     plan_.search->budget - Elapsed()));
    const Search::Seconds began = Elapsed();
    Supervisor::Outcome run;
    try {
      const Plan plan = TrialPlan(plan_, trial, number);
      Supervisor supervisor(plan, worker_, display_);
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
    if (run.signal != 0) {
      outcome_.signal = run.signal;
      outcome_.hurried = run.hurried;
      return;
    }
    const reporting::TrialAnswer answer = AnswerOf(trial.purpose, run.result);
    const double completed = run.result.messaging.completed_rate.value_or(0);
    outcome_.result.trials.push_back({.purpose = trial.purpose,
                                      .rate = trial.rate,
                                      .workers = trial.workers,
                                      .length = trial.length,
                                      .began = began,
                                      .answer = answer,
                                      .result = std::move(run.result)});
    display_.Say(TrialInWords(number, outcome_.result.trials.back()));
    search_->Tell({.answer = answer, .completed_rate = completed}, Elapsed());
  }

  void Conclude() {
    display_.SetHeading({});
    SearchResult& result = outcome_.result;
    result.elapsed = Elapsed();
    outcome_.is_stuck = !trouble_.empty();
    result.end = outcome_.signal != 0 ? SearchEnd::kInterrupted
                 : outcome_.is_stuck  ? SearchEnd::kBroken
                                      : search_->end().value();
    if (result.end == SearchEnd::kBroken && trouble_.empty()) {
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
    result.sentence = ConclusionInWords(result, trouble_);
  }

  const Plan& plan_;
  const std::filesystem::path worker_;
  Display& display_;
  const std::unique_ptr<Search> search_;
  const steady_clock::time_point began_ = steady_clock::now();
  std::string trouble_;
  SearchOutcome outcome_;
  // While no supervisor hears of signals.
  std::atomic<int> between_trials_ = 0;
  InterruptionWatch watch_;
};

}  // namespace

SearchOutcome RunSearch(const Plan& plan, const std::filesystem::path& worker,
                        Display& display,
                        const std::function<void(const SearchOutcome&)>& ended) {
  Session session(plan, worker, display);
  SearchOutcome outcome = session.Run();
  ended(outcome);
  return outcome;
}

int ExitCode(const SearchOutcome& outcome) {
  const SearchResult& result = outcome.result;
  if (outcome.signal != 0) return ExitCodeForSignal(outcome.signal);
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
