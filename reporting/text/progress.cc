#include "reporting/text/progress.h"

#include <glog/logging.h>

#include <algorithm>
#include <cmath>
#include <optional>
#include <string_view>

#include "base/text/display_text.h"
#include "base/text/number_text.h"
#include "reporting/model/stage_text.h"

namespace redline::reporting {
namespace {

constexpr std::size_t kNarrowestBar = 10;

bool HasPlan(const Progress& progress) {
  return progress.phase != RunPhase::kStarting &&
         progress.phase != RunPhase::kPreparing && progress.phase != RunPhase::kDone &&
         progress.planned > Seconds::zero();
}

// From 0 to 1.
double FractionOf(const Progress& progress) {
  if (progress.phase == RunPhase::kDone) return 1;
  if (!HasPlan(progress)) return 0;
  return std::clamp(progress.elapsed / progress.planned, 0.0, 1.0);
}

// Whole seconds, and minutes and hours where those say more: 35 s, 3 min 5 s, 2 h 1 min.
// Rounded up, so that "0 s left" means none.
std::string TimeText(Seconds time) {
  const double left = std::max(time.count(), 0.0);
  const auto seconds = static_cast<std::uint64_t>(std::ceil(std::min(left, 1e15)));
  const std::uint64_t minutes = seconds / 60;
  if (minutes >= 60) {
    return CountText(minutes / 60) + " h " + CountText(minutes % 60) + " min";
  }
  if (seconds >= 100) {
    return CountText(minutes) + " min " + CountText(seconds % 60) + " s";
  }
  return CountText(seconds) + " s";
}

std::string_view PhaseText(RunPhase phase) {
  switch (phase) {
    case RunPhase::kStarting:
      return "starting workers";
    case RunPhase::kPreparing:
      return "preparing data";
    case RunPhase::kWarmUp:
      return "warming up";
    case RunPhase::kMeasuring:
      return "measuring";
    case RunPhase::kDraining:
      return "draining";
    case RunPhase::kDone:
      return "done";
  }
  LOG(FATAL) << "no such phase";
}

// Everything beside the bar.
std::string StateText(const Progress& progress) {
  std::string text;
  if (HasPlan(progress) && progress.phase != RunPhase::kDraining) {
    text += DecimalText(std::floor(FractionOf(progress) * 100), 0) + " % · ";
  }
  text += PhaseText(progress.phase);
  if (HasPlan(progress)) {
    // A drain ends as soon as the last task is done.
    text += progress.phase == RunPhase::kDraining ? " · at most " : " · ";
    text += TimeText(progress.planned - progress.elapsed) + " left";
  }
  return text;
}

// "50 % · measuring" of "50 % · measuring · 30 s left".
std::string ClausesWithin(std::string state, std::size_t width) {
  while (DisplayWidth(state) > width) {
    const std::size_t last = state.rfind(" · ");
    if (last == std::string::npos) return std::string(CutToWidth(state, width));
    state.resize(last);
  }
  return state;
}

std::string BacklogClause(const Result& result) {
  const std::string backlog = WorstBacklogText(result);
  return backlog.empty() ? "" : ", " + backlog;
}

std::string FiguresText(const Result& result) {
  const Messaging& messaging = result.messaging;
  std::string text = "sent " + CountText(messaging.tasks_sent) + ", completed " +
                     CountText(messaging.tasks_completed);
  if (messaging.delivered_rate) {
    text += ", " + FigureText(messaging.delivered_rate) + "/s delivered";
  }
  return text + BacklogClause(result);
}

// To the nearest: a line a second, drawn just before the second is full, is of that
// second.
std::string WholeSecondsText(Seconds seconds) {
  return DecimalText(seconds.count(), 0) + " s";
}

// Who is waited for: all workers may be ready and the fleet's other dynos not.
std::string StartingText(const Progress& progress, const Result& result) {
  const auto workers = static_cast<std::size_t>(result.constants.num_workers);
  if (progress.ready >= workers) return "all workers are ready, waiting for the fleet";
  const std::string all = CountText(workers) + (workers == 1 ? " worker" : " workers");
  const std::string ready =
      progress.ready == 0 ? "" : ", " + CountText(progress.ready) + " ready";
  return progress.phase == RunPhase::kPreparing ? "preparing the data of " + all + ready
                                                : "starting " + all + ready;
}

// The index of the stage that is going on.
std::optional<std::size_t> CurrentStage(const Result& result) {
  if (result.phase != RunPhase::kMeasuring) return std::nullopt;
  return StageAt(result.stages, result.messaging.uptime);
}

// "stage 2 of 4"
std::string StageName(const Result& result, std::size_t index) {
  return "stage " + CountText(index + 1) + " of " + CountText(result.stages.size());
}

std::uint64_t BacklogOf(const WorkerResult& worker, RunPhase phase) {
  return phase == RunPhase::kDone ? worker.max_backlog : worker.backlog;
}

// REQUIRES: there is one.
const WorkerResult& WorstWorker(const Result& result) {
  return *std::ranges::max_element(result.workers, {}, [&](const WorkerResult& worker) {
    return BacklogOf(worker, result.phase);
  });
}

}  // namespace

std::string ProgressBar(const Progress& progress, std::size_t width) {
  const std::string state = StateText(progress);
  constexpr std::size_t kFrame = 3;  // The brackets and the blank after them.
  const std::size_t beside = DisplayWidth(state) + kFrame;
  if (width < beside + kNarrowestBar) return ClausesWithin(state, width);

  const std::size_t cells = width - beside;
  // Rounded down: a full bar means that the phase is over.
  const auto filled =
      static_cast<std::size_t>(FractionOf(progress) * static_cast<double>(cells));
  std::string bar = "[";
  for (std::size_t i = 0; i < cells; ++i) bar += i < filled ? "█" : "░";
  return bar + "] " + state;
}

std::string ProgressLine(const Progress& progress, const Result& result) {
  const std::string elapsed = WholeSecondsText(progress.elapsed);
  const std::optional<std::size_t> stage = CurrentStage(result);
  switch (progress.phase) {
    case RunPhase::kStarting:
    case RunPhase::kPreparing:
      return StartingText(progress, result) + ": " + elapsed + " so far";
    case RunPhase::kWarmUp:
      return "warming up: " + elapsed + " of " + SecondsText(progress.planned) + " s" +
             BacklogClause(result);
    case RunPhase::kMeasuring:
      return elapsed + " of " + SecondsText(progress.planned) + " s" +
             (stage ? ", " + StageName(result, *stage) : "") + ": " + FiguresText(result);
    case RunPhase::kDraining:
      return "draining for " + elapsed + ": " + FiguresText(result);
    case RunPhase::kDone:
      return "done after " + SecondsText(result.messaging.uptime) +
             " s: " + FiguresText(result);
  }
  LOG(FATAL) << "no such phase";
}

std::string StageText(const Result& result) {
  const std::optional<std::size_t> index = CurrentStage(result);
  if (!index) return "";
  const StageResult& stage = result.stages[*index];
  const Seconds now = result.messaging.uptime;
  std::string text =
      StageName(result, *index) + " · " + AskedRateText(stage) + " tasks/s";
  if (stage.from_rate != stage.to_rate) {
    text += ", now " + DecimalText(AskedRateAt(stage, now), 0);
  }
  return text + " · " + TimeText(stage.end() - now) + " left";
}

std::uint64_t WorstBacklog(const Result& result) {
  return result.workers.empty() ? 0 : BacklogOf(WorstWorker(result), result.phase);
}

std::string WorstBacklogText(const Result& result) {
  if (result.workers.empty()) return "";
  const std::uint64_t backlog = WorstBacklog(result);
  std::string text = "worst backlog " + CountText(backlog) + " of " +
                     std::to_string(result.constants.max_worker_backlog);
  if (backlog > 0) text += " (worker " + CountText(WorstWorker(result).index) + ")";
  return text;
}

}  // namespace redline::reporting
