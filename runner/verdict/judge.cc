#include "runner/verdict/judge.h"

#include <string.h>

#include <cmath>
#include <cstdio>

#include "reporting/model/fell_behind.h"
#include "reporting/model/threshold.h"
#include "runner/issue/held_back.h"
#include "runner/verdict/judge_stages.h"

namespace redline::runner {
namespace {

using reporting::Reason;
using reporting::Result;
using reporting::Seconds;
using reporting::Verdict;

// "12.34", "60", "0.5": at most two decimals, none that say nothing.
std::string Number(double value) {
  char text[64];
  std::snprintf(text, sizeof text, "%.2f", value);
  std::string number = text;
  number.erase(number.find_last_not_of('0') + 1);
  if (number.back() == '.') number.pop_back();
  return number == "-0" ? "0" : number;
}

std::string Text(Seconds seconds) {
  if (seconds.count() != 0 && std::abs(seconds.count()) < 1) {
    return Number(seconds.count() * 1000) + " ms";
  }
  return Number(seconds.count()) + " s";
}

std::string Tasks(std::uint64_t count) {
  return std::to_string(count) + (count == 1 ? " task" : " tasks");
}

// ", 1.2 s into stage 3 of 4 (5000 tasks/s)"; empty where there are no stages.
std::string InStage(Seconds at, const Result& result) {
  const std::optional<std::size_t> index = StageOfEnd(at, result);
  if (!index) return "";
  const reporting::StageResult& stage = result.stages[*index];
  std::string rate = Number(stage.from_rate);
  if (stage.from_rate != stage.to_rate) rate += " to " + Number(stage.to_rate);
  return ", " + Text(at - stage.begin) + " into stage " + std::to_string(*index + 1) +
         " of " + std::to_string(result.stages.size()) + " (" + rate + " tasks/s)";
}

// "after 1.2 s", "1.2 s into the warm-up".
std::string When(std::optional<Seconds> at, const Result& result) {
  if (!at) return "before the test began";
  if (at->count() >= 0) return "after " + Text(*at) + InStage(*at, result);
  const Seconds into = *at + Seconds(result.constants.warmup_seconds);
  // A fleet's dynos agree on a start that is to come.
  return into.count() < 0 ? "before the test began" : Text(into) + " into the warm-up";
}

// "worker 1 (pid 4712)", as in the middle of a sentence.
std::string WorkerName(std::size_t index, const Result& result) {
  return "worker " + std::to_string(index) + " (pid " +
         std::to_string(result.workers.at(index).pid) + ")";
}

// The same where a sentence begins.
std::string Worker(std::size_t index, const Result& result) {
  std::string name = WorkerName(index, result);
  name.front() = 'W';
  return name;
}

// Another explanation of a backlog: " Workers met errors of Redis: 12 × connection lost."
std::string ErrorsMet(const Result& result) {
  std::string errors;
  for (const reporting::ErrorClass& error : result.errors) {
    errors +=
        (errors.empty() ? "" : ", ") + std::to_string(error.count) + " × " + error.name;
  }
  return errors.empty() ? "" : " Workers met errors of Redis: " + errors + ".";
}

class Judgement {
 public:
  Judgement(std::optional<Seconds> at, const Result& result) : at_(at), result_(result) {}

  Verdict operator()(const TimeOver& end) const {
    const auto& messaging = result_.messaging;
    const double delivered = messaging.delivered_rate.value_or(0);
    if (MissedRate(messaging)) {
      return Answer(
          Reason::kRateMissed,
          "The supervisor delivered " + Number(delivered) + " of the asked " +
              Number(messaging.asked_rate) +
              " tasks/s while no worker was at its limit, so the result is inconclusive: "
              "give the supervisor more CPU or ask for less.");
    }
    for (std::size_t i = 0; i < result_.stages.size(); ++i) {
      const reporting::StageResult& stage = result_.stages[i];
      if (!MissedRate(result_.OfStage(i).messaging)) continue;
      return Answer(Reason::kRateMissed,
                    "The supervisor never issued " + Tasks(stage.tasks_missed) +
                        " of stage " + std::to_string(i + 1) +
                        " while no worker was at its limit, so the result is "
                        "inconclusive: give the supervisor more CPU or ask for less.");
    }
    if (const auto late = TooLate()) return NotInTime(*late, "");
    if (end.unfinished > 0) {
      return Answer(Reason::kNotDrained,
                    Tasks(end.unfinished) + " of " +
                        std::to_string(messaging.tasks_sent) + " were still unfinished " +
                        Text(messaging.drain.value_or(Seconds(0))) +
                        " after the test's " + Text(messaging.uptime) + " were over.");
    }
    if (const std::string violated = Violated(); !violated.empty()) {
      return Answer(Reason::kSlo, "The test ran its full " + Text(messaging.uptime) +
                                      ", but " + violated);
    }
    const std::string behind = reporting::FellBehindText(result_);
    return Answer(behind.empty() ? Reason::kCompleted : Reason::kFallingBehind,
                  "The test ran its full " + Text(messaging.uptime) + " (after " +
                      Text(Seconds(result_.constants.warmup_seconds)) + " of warm-up): " +
                      (messaging.tasks_completed == 1
                           ? "its task was"
                           : "all " + Tasks(messaging.tasks_completed) + " were") +
                      " completed, " +
                      Number(messaging.completed_rate.value_or(delivered)) +
                      " a second." + Missed() + behind);
  }

  Verdict operator()(const BacklogAtLimit& end) const {
    if (const auto late = TooLate()) return NotInTime(*late, BacklogAfterwards(end));
    if (CaughtUp(end.done_meanwhile, end.backlog)) return HeldBackOnly(end);
    Verdict verdict = Answer(Reason::kBacklogLimit,
                             Worker(end.worker, result_) + " reached the backlog limit " +
                                 When(at_, result_) + ": " + std::to_string(end.backlog) +
                                 " of its tasks were unfinished when another was due." +
                                 ErrorsMet(result_));
    Name(end.worker, end.backlog, verdict);
    return verdict;
  }

  Verdict operator()(const WorkerLost& end) const {
    Verdict verdict =
        Answer(Reason::kWorkerLost, Worker(end.worker, result_) + " " + end.outcome +
                                        " " + When(at_, result_) + ", with " +
                                        Tasks(end.backlog) + " unfinished.");
    Name(end.worker, end.backlog, verdict);
    return verdict;
  }

  Verdict operator()(const WorkerGaveUp& end) const {
    Verdict verdict =
        Answer(end.of_workload ? Reason::kWorkload : Reason::kRedisErrors,
               Worker(end.worker, result_) + " gave up " + When(at_, result_) +
                   ", with " + Tasks(end.backlog) + " unfinished: " + end.error);
    Name(end.worker, end.backlog, verdict);
    return verdict;
  }

  Verdict operator()(const Interrupted& end) const {
    return Answer(Reason::kInterrupted, "SIG" + std::string(::sigabbrev_np(end.signal)) +
                                            " ended the test " + When(at_, result_) +
                                            "; the figures are of the time until then.");
  }

  Verdict operator()(const FleetStopped& end) const {
    return Answer(Reason::kFleet, "The test was stopped " + When(at_, result_) +
                                      " along with the fleet's: " + end.why);
  }

 private:
  // "it violated 1 of 3 thresholds: response.p99<50ms (was 61.2 ms)."
  std::string Violated() const {
    std::size_t count = 0;
    std::string list;
    for (const reporting::ThresholdOutcome& outcome : result_.thresholds) {
      if (outcome.kept) continue;
      ++count;
      list += (list.empty() ? "" : ", ") + outcome.threshold + " (was " +
              (outcome.value ? reporting::ValueText(outcome) : "not measured") + ")";
    }
    if (count == 0) return "";
    return "it violated " + std::to_string(count) + " of " +
           std::to_string(result_.thresholds.size()) + " thresholds: " + list + ".";
  }

  // A stall of the supervisor across the end, too short to have missed the rate by much.
  std::string Missed() const {
    const std::uint64_t missed = result_.messaging.tasks_missed;
    if (missed == 0) return "";
    return " " + std::to_string(missed) + " more " +
           (missed == 1 ? "task was" : "tasks were") +
           " due at the end and never issued, because the supervisor stood still.";
  }

  // The supervisor's fault, if its lateness was more than is allowed.
  std::optional<std::string> TooLate() const {
    if (const auto late = LatenessTooHigh(result_.messaging)) {
      return "issued 1 % of the tasks " + Text(*late) + " late or more";
    }
    for (std::size_t i = 0; i < result_.stages.size(); ++i) {
      const auto late = LatenessTooHigh(result_.OfStage(i).messaging);
      if (!late) continue;
      return "issued 1 % of the tasks of stage " + std::to_string(i + 1) + " " +
             Text(*late) + " late or more";
    }
    return std::nullopt;
  }

  std::string BacklogAfterwards(const BacklogAtLimit& end) const {
    return " This alone may be why " + WorkerName(end.worker, result_) + " had " +
           std::to_string(end.backlog) + " unfinished tasks " + When(at_, result_) + ".";
  }

  // Its tasks came late, and then it did them fast enough.
  Verdict HeldBackOnly(const BacklogAtLimit& end) const {
    const std::string worker = WorkerName(end.worker, result_);
    const std::string why =
        end.held_back <= HeldBack::kPunctual
            ? "The supervisor issues what is due every " + Text(end.held_back) +
                  ", which is too coarse for this backlog limit of " + worker
            : "The supervisor stood still: it issued tasks of " + worker + " " +
                  Text(end.held_back) + " late";
    return Answer(Reason::kLateness,
                  why + ". In that time the worker did " +
                      std::to_string(end.done_meanwhile) + " of the " +
                      std::to_string(end.backlog) +
                      " tasks that were then unfinished, so a backlog at its limit " +
                      When(at_, result_) +
                      " proves nothing: give the supervisor more CPU, allow a higher "
                      "backlog, or ask "
                      "for less.");
  }

  Verdict NotInTime(const std::string& what, const std::string& consequence) const {
    return Answer(Reason::kLateness,
                  "The supervisor " + what + ", and --max_lateness_ms allows " +
                      Text(*result_.messaging.max_lateness) +
                      ", so the result is inconclusive: give the supervisor "
                      "more CPU or ask for less." +
                      consequence);
  }

  Verdict Answer(Reason reason, std::string sentence) const {
    Verdict verdict;
    verdict.status = RowOf(reason).status;
    verdict.reason = reason;
    verdict.sentence = std::move(sentence);
    verdict.at = at_;
    return verdict;
  }

  void Name(std::size_t worker, std::uint64_t backlog, Verdict& verdict) const {
    verdict.worker_index = worker;
    verdict.worker_pid = result_.workers.at(worker).pid;
    verdict.backlog = backlog;
  }

  const std::optional<Seconds> at_;
  const Result& result_;
};

}  // namespace

bool MissedRate(const reporting::Messaging& messaging) {
  const std::uint64_t missed = messaging.tasks_missed;
  const auto due = static_cast<double>(messaging.tasks_sent + missed);
  return missed > kMissedTasksAllowed &&
         static_cast<double>(missed) > kMissedRateAllowed * due;
}

std::optional<reporting::Milliseconds> LatenessTooHigh(
    const reporting::Messaging& messaging) {
  const auto late = messaging.lateness.Percentile(99);
  if (!messaging.max_lateness || !late || *late <= *messaging.max_lateness) {
    return std::nullopt;
  }
  return late;
}

Verdict Judge(const RunEnd& end, std::optional<Seconds> at, const Result& result) {
  return std::visit(Judgement(at, result), end);
}

}  // namespace redline::runner
