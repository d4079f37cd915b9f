#include "reporting/published/page_contradictions.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <optional>
#include <string_view>
#include <utility>

#include "base/text/number_text.h"
#include "reporting/published/page_text.h"

namespace redline::reporting {
namespace {

using Figure = std::optional<double>;

// Durations and means that are at most so far apart agree: they are rounded.
constexpr double kAgreement = 0.01;
// The test's text rounds more; so far apart, a duration may be another dyno's.
constexpr double kLikeness = 0.05;
// A share of the asked rate.
constexpr double kMissedRateAllowed = 0.001;

bool Near(double a, double b, double share) { return std::abs(a - b) <= share * b; }

// "1 dyno", "2 dynos".
std::string Counted(double count, std::string_view noun) {
  return FigureText(count) + " " + std::string(noun) + (count == 1 ? "" : "s");
}

class Comparison {
 public:
  Comparison(const PublishedPage& page, const PublishedRun& run)
      : page_(page), run_(run), claims_(run.claims) {}

  std::vector<std::string> Find() {
    CompareConstants();
    CompareTest();
    CompareStatus();
    CompareFailureTimes();
    CompareDurations();
    CompareTasks();
    CompareBacklogs();
    CompareWorkers();
    CompareSteps();
    return std::move(found_);
  }

 private:
  void Say(std::string sentence) { found_.push_back(std::move(sentence)); }

  // "The page says concurrency 28x, but NUM_WORKERS is 100."
  void Compare(std::string_view before, Figure said, std::string_view after,
               std::string_view constant) {
    const Figure value = run_.Value(constant);
    if (!said || !value || *said == *value) return;
    Say("The page says " + std::string(before) + FigureText(said) + std::string(after) +
        ", but " + std::string(constant) + " is " + FigureText(value) + ".");
  }

  void CompareConstants() {
    Compare("", claims_.duration, " seconds of test duration", "TEST_DURATION_SECONDS");
    Compare("", claims_.payload_kb, " KB payloads", "ITEM_PAYLOAD_KB");
    Compare("", claims_.flats, " max list/flats items", "MAX_FLATS");
    Compare("concurrency ", claims_.concurrency, "x", "NUM_WORKERS");
    Compare("", run_.warmup, " seconds of warm-up", "WARMUP_SECONDS");
  }

  void CompareTest() {
    const auto runs = std::ranges::count(page_.runs, run_.part, &PublishedRun::part);
    if (claims_.dynos && *claims_.dynos != static_cast<double>(runs)) {
      Say("The page says " + Counted(*claims_.dynos, "dyno") + ", but has " +
          Counted(static_cast<double>(runs), "run") + " of " +
          (run_.test.empty() ? "the test" : run_.test) + ".");
    }
    Compare("", claims_.dyno_rate,
            run_.dyno.empty() ? " tasks per second" : " tasks per second of each dyno",
            "TASKS_PER_SECOND");
    if (claims_.dynos && claims_.dyno_rate && claims_.rate &&
        *claims_.dynos * *claims_.dyno_rate != *claims_.rate) {
      Say("The page says " + FigureText(claims_.rate) +
          " tasks per second in all, which is not " + Counted(*claims_.dynos, "dyno") +
          " of " + FigureText(claims_.dyno_rate) + ".");
    }
  }

  void CompareStatus() {
    if (!claims_.succeeded || !run_.succeeded) return;
    if (*claims_.succeeded == *run_.succeeded) return;
    // A test failed if one of its dynos did.
    const bool another_failed = std::ranges::any_of(page_.runs, [&](const auto& other) {
      return other.part == run_.part && other.succeeded == false;
    });
    if (!*claims_.succeeded && another_failed && !run_.SaidToFailAfter()) return;
    const auto word = [](bool success) { return success ? "succeeded" : "failed"; };
    Say("The page says that " + (run_.test.empty() ? "the test" : run_.test) + " " +
        word(*claims_.succeeded) + ", but " +
        (run_.dyno.empty() ? "its output" : "the output of " + run_.dyno) +
        " ends with a test that " + word(*run_.succeeded) + ".");
  }

  // Where its test is known.
  static std::string ShortName(const PublishedRun& run) {
    return run.dyno.empty() ? run.Name() : run.dyno;
  }

  void CompareFailureTimes() {
    if (!run_.ran_for) return;
    const Figure said = run_.SaidToFailAfter();
    // The text has whole seconds.
    if (!said || Near(*said, *run_.ran_for, kAgreement) ||
        std::abs(*said - *run_.ran_for) < 1) {
      return;
    }
    std::string sentence = "The page says " + ShortName(run_) + " in " +
                           FigureText(said) + " seconds, but its output says " +
                           FigureText(run_.ran_for);
    const auto other = std::ranges::find_if(page_.runs, [&](const PublishedRun& other) {
      return other.part == run_.part && other.dyno != run_.dyno &&
             IsExchanged(*said, other);
    });
    if (other != page_.runs.end()) {
      sentence += "; the labels of " + ShortName(run_) + " and " + ShortName(*other) +
                  " (" + FigureText(other->ran_for) + ") seem to be exchanged";
    }
    Say(sentence + ".");
  }

  bool IsExchanged(double said, const PublishedRun& other) const {
    const Figure said_of_other = other.SaidToFailAfter();
    return other.ran_for && said_of_other && !Near(said, *run_.ran_for, kLikeness) &&
           Near(said, *other.ran_for, kLikeness) &&
           Near(*said_of_other, *run_.ran_for, kLikeness);
  }

  void CompareDurations() {
    const Figure uptime = run_.Value("Uptime Seconds");
    const Figure lasted = uptime ? uptime : run_.ran_for;
    const Figure asked = run_.Value("TEST_DURATION_SECONDS");
    // A failed test may end early.
    const bool may_differ =
        lasted && asked && *lasted < *asked && run_.succeeded == false;
    if (lasted && asked && *asked > 0 && !may_differ &&
        !Near(*lasted, *asked, kAgreement)) {
      Say("The test lasted " + FigureText(lasted) + " seconds instead of " +
          FigureText(asked) + " (" +
          DecimalText(100 * std::abs(*lasted / *asked - 1), 1) + " % " +
          (*lasted > *asked ? "longer" : "shorter") + ").");
    }
    // The table shows whole seconds.
    if (uptime && run_.ran_for && std::abs(*uptime - *run_.ran_for) >= 1) {
      Say("Uptime Seconds is " + FigureText(uptime) + ", but the output's end says " +
          FigureText(run_.ran_for) + " seconds.");
    }
  }

  void CompareTasks() {
    const Figure sent = run_.Value("Tasks Sent");
    const Figure completed = run_.Value("Tasks Completed");
    const Figure uptime = run_.Value("Uptime Seconds");
    const Figure asked = run_.Value("TASKS_PER_SECOND");
    if (sent && uptime && asked && *uptime > 0 &&
        *sent / *uptime < *asked * (1 - kMissedRateAllowed)) {
      Say("The supervisor delivered " + FigureText(*sent / *uptime) + " of the asked " +
          FigureText(asked) + " tasks per second (" + FigureText(sent) + " in " +
          FigureText(uptime) + " seconds).");
    }
    if (sent && completed && *completed < *sent && run_.succeeded == true) {
      Say(FigureText(*sent - *completed) + " of " + FigureText(sent) +
          " tasks sent were not completed, although the test succeeded.");
    }
  }

  void CompareBacklogs() {
    if (run_.failure.empty() || !run_.vitals) return;
    Figure highest;
    const std::string pid = FigureText(FigureAfter(run_.failure));
    bool pid_shown = false;
    for (const PageTable::Row& row : run_.vitals->rows) {
      const auto backlog = ParseFigure(run_.vitals->Cell(row, "max backlog"));
      if (backlog && (!highest || *backlog > *highest)) highest = backlog;
      if (run_.vitals->Cell(row, "pid") == pid) pid_shown = true;
    }
    const Figure limit = run_.Value("MAX_WORKER_BACKLOG");
    if (!highest || !limit || *highest >= *limit) return;
    std::string sentence = "The page says \"" + run_.failure +
                           "\", but the highest backlog shown is " + FigureText(highest) +
                           " of " + FigureText(limit);
    if (!pid_shown && pid != kAbsent) {
      sentence += ", and no worker shown has pid " + pid +
                  " (it is probably the supervisor's own)";
    }
    Say(sentence + ".");
  }

  void CompareWorkers() {
    const Figure workers = run_.Value("NUM_WORKERS");
    if (!run_.vitals || run_.vitals->damaged || !workers || !run_.hidden_workers) return;
    const auto rows = static_cast<double>(run_.vitals->rows.size());
    if (rows + *run_.hidden_workers == *workers) return;
    Say("The page shows " + FigureText(rows) + " rows and hides " +
        FigureText(run_.hidden_workers) + " workers, but NUM_WORKERS is " +
        FigureText(workers) + ".");
  }

  // Steps are parts of the task.
  void CompareSteps() {
    if (!run_.timings) return;
    constexpr std::string_view kTask = "task mean (ms)";
    const PageTable& table = *run_.timings;
    std::size_t rows = 0;
    std::string example;
    for (const PageTable::Row& row : table.rows) {
      const Figure task = ParseFigure(table.Cell(row, kTask));
      double steps = 0;
      for (const std::string& column : table.header) {
        if (column == kTask || !column.ends_with(" mean (ms)")) continue;
        steps += ParseFigure(table.Cell(row, column)).value_or(0);
      }
      if (!task || steps <= *task * (1 + kAgreement)) continue;
      if (++rows > 1) continue;
      example = FigureText(steps) + " of " + FigureText(task) + " ms in row " + row[0];
    }
    if (rows == 0) return;
    Say("The steps' means add up to more than the task's in " + std::to_string(rows) +
        " of " + std::to_string(table.rows.size()) + " rows (" + example + ").");
  }

  const PublishedPage& page_;
  const PublishedRun& run_;
  const PageClaims& claims_;
  std::vector<std::string> found_;
};

}  // namespace

std::vector<std::string> Contradictions(const PublishedPage& page,
                                        const PublishedRun& run) {
  return Comparison(page, run).Find();
}

}  // namespace redline::reporting
