#include "reporting/published/import_page.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <utility>

#include "base/text/number_text.h"
#include "reporting/published/page_contradictions.h"
#include "reporting/published/page_text.h"
#include "reporting/published/published_page.h"
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
    if (!from_text_.empty()) {
      Warn("Missing, or not a number, and taken from the page's text: " +
           Listed(from_text_) + ".");
    }
    if (!missing_.empty()) {
      Warn("Missing, or not a number, and taken as 0: " + Listed(missing_) + ".");
    }
    ReadWorkers();
    ReadVerdict();
    WarnOfUnmeasured();
    for (std::string& sentence : Contradictions(page_, run_)) Warn(std::move(sentence));
    return std::move(result_);
  }

 private:
  void Warn(std::string sentence) { result_.warnings.push_back(std::move(sentence)); }

  // Where the tables do not have it, it is as the text says.
  void Read(const char* name, double& value, std::optional<double> said = {}) {
    value = Known(name, run_.Value(name), said);
  }

  template <typename Count>
  void Read(const char* name, Count& value, std::optional<double> said = {}) {
    const auto found = run_.values.find(name);
    const auto count =
        found == run_.values.end() ? std::nullopt : ParseCount(found->second);
    // Part of a run is not a run.
    const bool whole = said && std::floor(*said) == *said;
    value = static_cast<Count>(Known(name, count, whole ? said : std::nullopt));
  }

  double Known(const char* name, std::optional<double> figure,
               std::optional<double> said) {
    if (figure) return *figure;
    (said ? from_text_ : missing_).emplace_back(name);
    return said.value_or(0);
  }

  void ReadConstants() {
    Constants& constants = result_.constants;
    const PageClaims& text = run_.claims;
    Read("TASKS_PER_SECOND", constants.tasks_per_second, text.dyno_rate);
    Read("TEST_DURATION_SECONDS", constants.test_duration_seconds, text.duration);
    Read("MAX_FLATS", constants.max_flats, text.flats);
    Read("ITEM_PAYLOAD_KB", constants.item_payload_kb, text.payload_kb);
    Read("MAX_WORKER_BACKLOG", constants.max_worker_backlog);
    Read("NUM_WORKERS", constants.num_workers, text.concurrency);
    Read("MAX_STATS_UPDATE_PER_SECOND", constants.max_stats_update_per_second);
    Read("MAX_WORKERS_DISPLAY", constants.max_workers_display);
    Read("WARMUP_SECONDS", constants.warmup_seconds, run_.warmup);
  }

  void ReadMessaging() {
    Messaging& messaging = result_.messaging;
    const std::size_t missing_before = missing_.size();
    Read("Tasks Sent", messaging.tasks_sent);
    const bool is_sent_known = missing_.size() == missing_before;
    Read("Tasks Received", messaging.tasks_received);
    Read("Tasks Completed", messaging.tasks_completed);
    double uptime = 0;
    const std::optional<double> failed_after = run_.SaidToFailAfter();
    if (!run_.Value("Uptime Seconds") && run_.ran_for) {
      uptime = *run_.ran_for;
      Warn("Uptime Seconds is missing; the " + FigureText(uptime) +
           " seconds of the output's end stand for it.");
    } else {
      Read("Uptime Seconds", uptime, failed_after);
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

  // The timings in the row that begins with `index`.
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
    std::optional<bool> succeeded = run_.succeeded;
    std::optional<double> ran_for = run_.ran_for;
    if (!succeeded && run_.claims.succeeded) {
      succeeded = run_.claims.succeeded;
      if (!ran_for && !*succeeded) ran_for = run_.SaidToFailAfter();
      Warn(
          "The output does not say how the run ended; its verdict is the page's text's.");
    }
    if (!succeeded) {
      Warn("The page does not say how the run ended.");
      return;
    }
    Verdict& verdict = result_.verdict.emplace();
    verdict.sentence = "The page says that the test ";
    verdict.sentence += *succeeded ? "succeeded" : "failed";
    if (ran_for) {
      verdict.at = Seconds(*ran_for);
      verdict.sentence += " after " + FigureText(ran_for) + " seconds";
    }
    if (*succeeded) {
      verdict.status = Status::kSuccess;
      verdict.reason = Reason::kCompleted;
      verdict.sentence += ".";
      return;
    }
    verdict.status = Status::kFailed;
    // The one reason for which the original gave a test up.
    verdict.reason = Reason::kBacklogLimit;
    if (run_.failure.empty()) {
      verdict.sentence += ", but not why.";
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
  // Constants and messaging stats, by their names.
  std::vector<std::string> missing_;
  std::vector<std::string> from_text_;
};

}  // namespace

ImportedPage ImportPage(std::string_view markdown, std::string_view name) {
  const PublishedPage page = ReadPublishedPage(markdown);
  ImportedPage imported;
  for (const UnreadRun& run : page.unread) {
    const std::string where = std::string(name) + ", line " + std::to_string(run.line);
    if (run.is_only_claimed) {
      imported.absent.push_back(where + ": the page speaks of " + Quoted(run.name) +
                                " and has no output of it.");
    } else {
      imported.unread.push_back(where + ": there are no tables of a run below " +
                                Quoted(run.name) + ".");
    }
  }
  if (page.runs.empty()) {
    const std::string sentence =
        imported.unread.empty()
            ? std::string(name) + ", line " +
                  std::to_string(std::max<std::size_t>(1, page.lines)) +
                  ": the page ends without the tables of a run."
            : imported.unread.front();
    throw ImportError(sentence +
                      " Give a page of results that has each run's output below a "
                      "heading, as \"### Test 1\" or \"#### Dyno A\".");
  }
  for (const PublishedRun& run : page.runs) {
    Result result = RunImport(page, run).Import();
    const std::string run_name = run.Name().empty() ? "the page" : run.Name();
    result.provenance.imported_from = std::string(name) + ": " + run_name;
    imported.runs.push_back({.name = run_name, .result = std::move(result)});
  }
  return imported;
}

}  // namespace redline::reporting
