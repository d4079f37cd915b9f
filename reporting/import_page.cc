#include "reporting/import_page.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <utility>

#include "reporting/number_text.h"
#include "reporting/page_contradictions.h"
#include "reporting/page_text.h"
#include "reporting/published_page.h"
#include "shm/histogram_snapshot.h"

namespace redline::reporting {
namespace {

using shm::HistogramSnapshot;

constexpr std::string_view kMean = " mean (ms)";
constexpr std::string_view kTaskColumn = "task mean (ms)";

// So many values of this mean; nothing if their sum is too large for a histogram.
std::optional<HistogramSnapshot> OfMean(Milliseconds mean, std::uint64_t count) {
  const double sum = std::round(mean.count() * 1000 * static_cast<double>(count));
  if (!(sum >= 0 && sum <= static_cast<double>(kLargestCount))) return std::nullopt;
  return HistogramSnapshot(
      HistogramSnapshot::Parts{.count = count,
                               .sum = static_cast<std::uint64_t>(sum),
                               .min = {},
                               .max = {},
                               .buckets = {}});
}

std::string Listed(const std::vector<std::string>& words) {
  std::string list;
  for (const std::string& word : words) list += (list.empty() ? "" : ", ") + word;
  return list;
}

std::string Quoted(std::string_view text) { return '"' + std::string(text) + '"'; }

class RunImport {
 public:
  RunImport(const PublishedPage& page, const PublishedRun& run)
      : page_(page), run_(run) {}

  Result Import() {
    result_.phase = RunPhase::kDone;
    result_.workload = "building";
    result_.warnings = run_.flaws;
    ReadConstants();
    ReadMessaging();
    if (!missing_.empty()) {
      Warn("Missing, or no number, and taken as 0: " + Listed(missing_) + ".");
    }
    ReadWorkers();
    ReadVerdict();
    WarnOfUnmeasured();
    for (std::string& sentence : Contradictions(page_, run_)) Warn(std::move(sentence));
    return std::move(result_);
  }

 private:
  void Warn(std::string sentence) { result_.warnings.push_back(std::move(sentence)); }

  void Read(const char* name, double& value) {
    const auto figure = run_.Value(name);
    if (!figure) missing_.emplace_back(name);
    value = figure.value_or(0);
  }

  template <typename Count>
  void Read(const char* name, Count& value) {
    const auto found = run_.values.find(name);
    const auto count =
        found == run_.values.end() ? std::nullopt : ParseCount(found->second);
    if (!count) missing_.emplace_back(name);
    value = static_cast<Count>(count.value_or(0));
  }

  void ReadConstants() {
    Constants& constants = result_.constants;
    Read("TASKS_PER_SECOND", constants.tasks_per_second);
    Read("TEST_DURATION_SECONDS", constants.test_duration_seconds);
    Read("MAX_FLATS", constants.max_flats);
    Read("ITEM_PAYLOAD_KB", constants.item_payload_kb);
    Read("MAX_WORKER_BACKLOG", constants.max_worker_backlog);
    Read("NUM_WORKERS", constants.num_workers);
    Read("MAX_STATS_UPDATE_PER_SECOND", constants.max_stats_update_per_second);
    Read("MAX_WORKERS_DISPLAY", constants.max_workers_display);
    Read("WARMUP_SECONDS", constants.warmup_seconds);
  }

  void ReadMessaging() {
    Messaging& messaging = result_.messaging;
    const std::size_t missing_before = missing_.size();
    Read("Tasks Sent", messaging.tasks_sent);
    const bool is_sent_known = missing_.size() == missing_before;
    Read("Tasks Received", messaging.tasks_received);
    Read("Tasks Completed", messaging.tasks_completed);
    double uptime = 0;
    if (!run_.Value("Uptime Seconds") && run_.ran_for) {
      uptime = *run_.ran_for;
      Warn("Uptime Seconds is missing; the " + FigureText(uptime) +
           " seconds of the output's end stand for it.");
    } else {
      Read("Uptime Seconds", uptime);
    }
    messaging.uptime = Seconds(uptime);
    messaging.asked_rate = result_.constants.tasks_per_second;
    if (!is_sent_known || uptime <= 0) return;
    const double rate = static_cast<double>(messaging.tasks_sent) / uptime;
    if (std::isfinite(rate)) messaging.delivered_rate = rate;
  }

  void ReadWorkers() {
    if (!run_.vitals) {
      Warn("There is no table of worker vitals, so there are no workers.");
      return;
    }
    if (run_.timings) {
      for (const std::string& column : run_.timings->header) {
        if (column == kTaskColumn || !column.ends_with(kMean)) continue;
        result_.step_names.push_back(column.substr(0, column.size() - kMean.size()));
      }
    } else {
      Warn("There is no table of worker timings.");
    }
    for (const PageTable::Row& row : run_.vitals->rows) {
      WorkerResult worker = ReadWorker(row);
      const auto twin =
          std::ranges::find(result_.workers, worker.pid, &WorkerResult::pid);
      if (worker.pid == 0 || twin == result_.workers.end()) {
        worker.index = result_.workers.size();
        result_.workers.push_back(std::move(worker));
        continue;
      }
      // The table is of the last messages that came, and a worker may have sent two.
      Warn("Pid " + std::to_string(worker.pid) +
           " is in two rows; the one with more cycles (" +
           CountText(std::max(twin->cycles, worker.cycles)) + " and not " +
           CountText(std::min(twin->cycles, worker.cycles)) + ") is kept.");
      worker.index = twin->index;
      if (worker.cycles > twin->cycles) *twin = std::move(worker);
    }
  }

  WorkerResult ReadWorker(const PageTable::Row& row) {
    const PageTable& vitals = *run_.vitals;
    std::vector<std::string> unread;
    const auto count = [&](std::string_view column) {
      const auto value = ParseCount(vitals.Cell(row, column));
      if (!value) unread.emplace_back(column);
      return value.value_or(0);
    };
    const auto figure = [&](std::string_view column) {
      const auto value = ParseFigure(vitals.Cell(row, column));
      if (!value) unread.emplace_back(column);
      return value;
    };
    WorkerResult worker;
    worker.pid = static_cast<std::int64_t>(count("pid"));
    worker.cycles = count("cycles");
    worker.max_backlog = count("max backlog");
    worker.mean_mem_mb = figure("mean mem (mb)");
    worker.max_mem_mb = figure("max mem (mb)");
    if (const auto loop = figure("evt loop mean (ms)")) {
      constexpr double kTick = 10;
      const auto lag = OfMean(Milliseconds(std::max(0.0, *loop - kTick)), 1);
      if (lag) {
        worker.loop_lag = *lag;
        worker.loop_mean = Milliseconds(*loop);
      } else {
        unread.emplace_back("evt loop mean (ms)");
      }
    }
    worker.timings = ReadTimings(row[0], worker.cycles, unread);
    if (!unread.empty()) {
      Warn("Row " + row[0] + " of the workers has no usable " + Listed(unread) + ".");
    }
    return worker;
  }

  // Of the row that begins with `index`.
  Timings ReadTimings(std::string_view index, std::uint64_t cycles,
                      std::vector<std::string>& unread) {
    Timings timings;
    timings.steps.resize(result_.step_names.size());
    if (!run_.timings) return timings;
    const auto row = std::ranges::find(run_.timings->rows, index,
                                       [](const PageTable::Row& row) { return row[0]; });
    const auto read = [&](const std::string& column) {
      std::optional<HistogramSnapshot> timing;
      if (row != run_.timings->rows.end()) {
        const auto mean = ParseFigure(run_.timings->Cell(*row, column));
        if (mean) timing = OfMean(Milliseconds(*mean), cycles);
      }
      if (!timing) unread.push_back(column);
      return timing.value_or(HistogramSnapshot());
    };
    timings.task = read(std::string(kTaskColumn));
    for (std::size_t i = 0; i < timings.steps.size(); ++i) {
      timings.steps[i] = read(result_.step_names[i] + std::string(kMean));
    }
    return timings;
  }

  void ReadVerdict() {
    if (!run_.succeeded) {
      Warn("The page does not say how the run ended.");
      return;
    }
    Verdict& verdict = result_.verdict.emplace();
    verdict.sentence = "The page says that the test ";
    verdict.sentence += *run_.succeeded ? "succeeded" : "failed";
    if (run_.ran_for) {
      verdict.at = Seconds(*run_.ran_for);
      verdict.sentence += " after " + FigureText(run_.ran_for) + " seconds";
    }
    if (*run_.succeeded) {
      verdict.status = Status::kSuccess;
      verdict.reason = Reason::kCompleted;
      verdict.sentence += ".";
      return;
    }
    verdict.status = Status::kFailed;
    // The one reason for which the seed gave a test up.
    verdict.reason = Reason::kBacklogLimit;
    if (run_.failure.empty()) {
      verdict.sentence += ", and not why.";
      return;
    }
    verdict.sentence += ": " + Quoted(run_.failure) + ".";
    const auto pid = FigureAfter(run_.failure);
    const auto blamed = std::ranges::find_if(result_.workers, [&](const auto& worker) {
      return pid && worker.pid != 0 && static_cast<double>(worker.pid) == *pid;
    });
    if (blamed != result_.workers.end()) {
      verdict.worker_index = blamed->index;
      verdict.worker_pid = blamed->pid;
    }
  }

  void WarnOfUnmeasured() {
    std::string sentence =
        "The page has no percentiles of any timing, no lateness, no queue and response "
        "times, no errors, no backlogs at the end, no CPU and no figures of Redis";
    if (run_.hidden_workers && *run_.hidden_workers > 0) {
      sentence += ", and hides " + FigureText(run_.hidden_workers) + " of " +
                  std::to_string(result_.constants.num_workers) + " workers";
    }
    Warn(sentence + ".");
  }

  const PublishedPage& page_;
  const PublishedRun& run_;
  Result result_;
  std::vector<std::string> missing_;  // Constants and messaging stats, by their names.
};

}  // namespace

ImportedPage ImportPage(std::string_view markdown, std::string_view name) {
  const PublishedPage page = ReadPublishedPage(markdown);
  const auto refuse = [&](std::size_t line, const std::string& what) {
    throw ImportError(std::string(name) + ", line " + std::to_string(line) + ": " + what);
  };
  if (page.runs.empty()) {
    refuse(std::max<std::size_t>(1, page.lines),
           "the page ends without a heading \"#### Dyno ...\"; give a page of results "
           "that has each run below such a heading.");
  }
  ImportedPage imported;
  for (const PublishedRun& run : page.runs) {
    if (run.values.empty() && !run.vitals) {
      refuse(run.line, "there are no tables of a run below " + Quoted(run.dyno) +
                           "; add them, or remove the heading.");
    }
    Result result = RunImport(page, run).Import();
    result.provenance.imported_from =
        std::string(name) + ": " + (run.test.empty() ? "" : run.test + ", ") + run.dyno;
    imported.runs.push_back(
        {.test = run.test, .dyno = run.dyno, .result = std::move(result)});
  }
  return imported;
}

}  // namespace redline::reporting
