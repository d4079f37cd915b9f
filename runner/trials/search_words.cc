#include "runner/trials/search_words.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <optional>
#include <ranges>

#include "base/text/number_text.h"
#include "reporting/model/threshold.h"
#include "reporting/model/timing_summary.h"
#include "reporting/model/trial_figures.h"
#include "runner/trials/amount_words.h"

namespace redline::runner {
namespace {

using reporting::Result;
using reporting::SearchBound;
using reporting::SearchEnd;
using reporting::SearchGoal;
using reporting::SearchResult;
using reporting::Seconds;
using reporting::TrialAnswer;
using reporting::TrialPurpose;
using reporting::TrialRecord;

// "in 3 of 4 trials".
std::string Share(std::uint64_t some, const SearchBound& bound, bool says_trials) {
  const std::uint64_t all = bound.held + bound.failed;
  return "in " + CountText(some) + " of " +
         (says_trials ? Plural(all, "trial") : CountText(all));
}

bool IsFullTrialAt(const TrialRecord& trial, SearchGoal goal, double value) {
  return trial.purpose == TrialPurpose::kConfirm &&
         reporting::TriedBy(trial, goal) == value;
}

// "to 28 workers", "to 56 workers of 2 dynos".
std::string ToWhom(const TrialRecord& trial) {
  const std::size_t dynos = trial.result.dynos.size();
  return "to " + Plural(trial.workers, "worker") +
         (dynos == 0 ? "" : " of " + Plural(dynos, "dyno"));
}

// " of dyno B": whose verdict is the fleet's; empty where there is no fleet.
std::string OfWhichDyno(const Result& result) {
  const reporting::Verdict& verdict = *result.verdict;
  for (const reporting::DynoResult& dyno : result.dynos) {
    if (dyno.verdict && dyno.verdict->reason == verdict.reason &&
        dyno.verdict->worker_index == verdict.worker_index) {
      return " of dyno " + dyno.name;
    }
  }
  return "";
}

bool DidFail(const TrialRecord& trial) {
  return reporting::SaysOf(trial.answer) == reporting::TrialSays::kFails;
}

// The last that failed there, if one did.
const TrialRecord* FailureAt(const SearchResult& result, double value) {
  for (const TrialRecord& trial : result.trials | std::views::reverse) {
    if (DidFail(trial) && IsFullTrialAt(trial, result.goal, value)) return &trial;
  }
  return nullptr;
}

// "worker 7 reached its backlog limit".
std::string WhyFailed(const TrialRecord& trial) {
  if (trial.answer == TrialAnswer::kFellBehind) return "the backlogs grew";
  const reporting::Verdict& verdict = *trial.result.verdict;
  if (verdict.reason == reporting::Reason::kBacklogLimit) {
    return "worker " + CountText(verdict.worker_index.value_or(0)) +
           OfWhichDyno(trial.result) + " reached its backlog limit";
  }
  if (verdict.reason == reporting::Reason::kNotDrained) {
    return "tasks were unfinished after the drain";
  }
  std::string violated;
  for (const reporting::ThresholdOutcome& outcome : trial.result.thresholds) {
    if (outcome.kept) continue;
    violated += (violated.empty() ? "" : ", ") + outcome.threshold + " was " +
                (outcome.value ? reporting::ValueText(outcome) : "not measured");
  }
  return violated.empty() ? std::string(NameOf(verdict.reason)) : violated;
}

std::string HeldInWords(const SearchResult& result, Seconds trial) {
  return "held " + Share(result.held->held, *result.held, true) + " of " +
         SecondsInWords(trial);
}

std::string FailedInWords(const SearchResult& result) {
  if (!result.failed) return "";
  const SearchBound& failed = *result.failed;
  std::string text = "; ";
  text += result.goal == SearchGoal::kRate
              ? ConstantText(failed.value)
              : "with " + Amount(result.goal, failed.value) + " it";
  text += " failed " + Share(failed.failed, failed, false);
  if (const TrialRecord* trial = FailureAt(result, failed.value)) {
    text += " (" + WhyFailed(*trial) + ")";
  }
  return text;
}

std::string BottleneckThere(const SearchResult& result) {
  if (!result.failed) return "";
  const TrialRecord* trial = FailureAt(result, result.failed->value);
  if (trial == nullptr || !trial->result.bottleneck) return "";
  return " There: " + trial->result.bottleneck->sentence;
}

Seconds FullLength(const SearchResult& result) {
  Seconds longest{0};
  for (const TrialRecord& trial : result.trials)
    longest = std::max(longest, trial.length);
  return longest;
}

// What is known although the search has not come to its end.
std::string BoundsInWords(const SearchResult& result) {
  std::string text;
  if (result.held) {
    text += Amount(result.goal, result.held->value) + " " +
            HeldInWords(result, FullLength(result)) + FailedInWords(result);
  } else if (result.failed) {
    text += Amount(result.goal, result.failed->value);
    text += " failed " + Share(result.failed->failed, *result.failed, true) +
            ", and nothing has held in all of its trials";
  } else {
    text += "no trial at full length has been made";
  }
  text += ".";
  if (result.likely_least && result.likely_most) {
    text += " The redline likely lies between " + FigureText(result.likely_least) +
            " and " + FigureText(result.likely_most) + " tasks/s.";
  }
  return text;
}

// ", 2225 on each of 2 dynos"; empty where there is no fleet.
std::string EachDynosPart(const SearchResult& result) {
  const std::size_t dynos = result.trials.front().result.dynos.size();
  if (dynos == 0) return "";
  return ", " + FigureText(result.held->value / static_cast<double>(dynos)) +
         " on each of " + Plural(dynos, "dyno");
}

std::string Found(const SearchResult& result) {
  const Seconds trial = FullLength(result);
  if (result.goal == SearchGoal::kWorkers) {
    const auto workers = static_cast<std::uint64_t>(result.held->value);
    const std::string rate = InTasks(result.trials.front().rate);
    return (workers == 1
                ? "One worker holds " + rate
                : "The fewest workers that hold " + rate + " are " + CountText(workers)) +
           ": " + HeldInWords(result, trial) + FailedInWords(result) + ".";
  }
  return "The redline is " + InTasks(result.held->value) + EachDynosPart(result) + ": " +
         HeldInWords(result, trial) + FailedInWords(result) + "." +
         BottleneckThere(result);
}

std::string AtLeastInWords(const SearchResult& result) {
  if (!result.at_least || !result.held) return "";
  return result.held->value >= *result.at_least
             ? " At least " + ConstantText(*result.at_least) + " were asked for."
             : " That is less than the " + ConstantText(*result.at_least) +
                   " that were asked for.";
}

// That the machine was another at the end, if it was.
std::string DriftInWords(const SearchResult& result) {
  constexpr double kNoticed = 10;                      // Per cent.
  if (result.end == SearchEnd::kIrregular) return "";  // It says so itself.
  const std::optional<double> drift = reporting::CpuDriftPercent(result);
  if (!drift || std::abs(*drift) < kNoticed) return "";
  return " But the machine or Redis changed meanwhile: of the full trials at " +
         Amount(result.goal, result.held->value) + ", the last took " +
         FigureText(std::round(std::abs(*drift))) + " % " +
         (*drift > 0 ? "more" : "less") + " CPU than the first.";
}

std::string Conclusion(const SearchResult& result, const std::string& trouble) {
  const bool is_of_rate = result.goal == reporting::SearchGoal::kRate;
  switch (result.end) {
    case SearchEnd::kFound:
      return Found(result);
    case SearchEnd::kIrregular:
      return Found(result) + " But " + InTasks(result.odd->value) + " held " +
             Share(result.odd->held, *result.odd, false) +
             ": the machine or Redis changed meanwhile. Search again when it is quiet.";
    case SearchEnd::kOutOfTime:
      return (is_of_rate ? "The redline was not found to " +
                               ConstantText(result.precision_percent) + " %"
                         : std::string("The fewest workers were not found")) +
             " within " + TimeInWords(result.budget) + ": " + BoundsInWords(result) +
             " Give it more time with --search_minutes.";
    case SearchEnd::kSupervisor:
      if (!result.held) {
        return is_of_rate ? "The supervisor cannot issue even the lowest rate that was "
                            "tried in time: give it more CPU."
                          : "The supervisor cannot issue this rate in time: give it more "
                            "CPU.";
      }
      if (!is_of_rate) {
        return Amount(result.goal, result.held->value) + " " +
               HeldInWords(result, FullLength(result)) +
               ". Whether fewer do is not known, since the supervisor was late in too "
               "many trials: give it more CPU.";
      }
      return "The redline is above " + InTasks(result.held->value) + ": " +
             HeldInWords(result, FullLength(result)) +
             ", and the supervisor cannot issue more in time. Give it more CPU, or "
             "spread the workers over several machines.";
    case SearchEnd::kNoneHolds:
      return "Nothing that was tried held: " + BoundsInWords(result);
    case SearchEnd::kBroken:
      return "The search could not go on: " + trouble +
             " Known by then: " + BoundsInWords(result);
    case SearchEnd::kInterrupted:
      return "The search was interrupted after " + TimeInWords(result.elapsed) + "." +
             (trouble.empty() ? "" : " " + trouble) +
             " Known by then: " + BoundsInWords(result);
  }
  return "";
}

}  // namespace

std::string PlanInWords(const Plan& plan) {
  const SearchOptions& search = *plan.search;
  const bool is_rate = search.goal == SearchGoal::kRate;
  const auto workers = static_cast<std::uint64_t>(plan.constants.num_workers);
  const std::uint64_t holders = plan.fleet ? plan.fleet->size : workers;
  return search.title + ": " +
         (is_rate ? "the highest rate that " +
                        (plan.fleet ? Plural(holders, "dyno") + " together"
                                    : Plural(holders, "worker")) +
                        (holders == 1 ? " holds" : " hold") + ", to " +
                        ConstantText(search.precision_percent) + " %"
                  : "the fewest workers that hold " +
                        InTasks(plan.constants.tasks_per_second)) +
         ", within " + TimeInWords(search.budget) +
         ": short trials first, then trials of " + SecondsInWords(search.trial) +
         ". Ctrl-C ends it with what is known by then.";
}

std::vector<std::string> TrialHeading(const std::string& title, const Trial& trial,
                                      std::size_t number,
                                      const std::optional<FleetOptions>& fleet,
                                      const SearchBounds& bounds,
                                      Search::Seconds time_left) {
  std::string known;
  const auto add = [&known](const std::string& what) {
    known += (known.empty() ? "so far: " : ", ") + what;
  };
  if (bounds.held) {
    add(ConstantText(bounds.held->value) + " held " +
        Share(bounds.held->held, *bounds.held, false));
  }
  if (bounds.failed) {
    add(ConstantText(bounds.failed->value) + " failed " +
        Share(bounds.failed->failed, *bounds.failed, false));
  }
  if (bounds.likely) {
    add("likely between " + FigureText(bounds.likely->first) + " and " +
        FigureText(bounds.likely->second) + " tasks/s");
  }
  const auto left = static_cast<std::uint64_t>(std::max(time_left.count(), 0.0));
  return {title + ": trial " + CountText(number) + ", to " +
              std::string(NameOf(trial.purpose)) + ": " + InTasks(trial.rate) + " to " +
              (fleet ? Plural(fleet->size, "dyno") : Plural(trial.workers, "worker")) +
              " for " + SecondsInWords(trial.length) + "; " + CountText(left / 60) +
              " min " + CountText(left % 60) + " s left",
          known.empty() ? "so far: nothing has been tried" : known};
}

std::string TrialInWords(std::size_t number, const TrialRecord& trial) {
  const Result& result = trial.result;
  std::string text = "trial " + CountText(number) + " (" +
                     std::string(NameOf(trial.purpose)) + "): " + InTasks(trial.rate) +
                     " " + ToWhom(trial) + " for " + SecondsInWords(trial.length) + ": ";
  switch (trial.answer) {
    case TrialAnswer::kHeld:
      text += "held";
      break;
    case TrialAnswer::kFellBehind:
      text += "fell behind, completed " + FigureText(result.messaging.completed_rate) +
              " tasks/s";
      break;
    case TrialAnswer::kFailed:
      text += "failed: " + WhyFailed(trial);
      break;
    case TrialAnswer::kInvalid:
    case TrialAnswer::kBroken:
      return text + std::string(NameOf(trial.answer)) + ": " + result.verdict->sentence;
  }
  const auto response = reporting::Summarize(result.Totals().response);
  return text + "; highest backlog " + CountText(result.HighestBacklog()) + " of " +
         CountText(static_cast<std::uint64_t>(result.constants.max_worker_backlog)) +
         ", response p99 " + MillisecondsText(response.p99) + " ms";
}

std::string ConclusionInWords(const SearchResult& result, const std::string& trouble) {
  return Conclusion(result, trouble) + AtLeastInWords(result) + DriftInWords(result);
}

}  // namespace redline::runner
