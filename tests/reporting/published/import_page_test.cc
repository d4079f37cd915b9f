#include "reporting/published/import_page.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstddef>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace redline::reporting {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::IsSupersetOf;
using ::testing::Not;
using ::testing::StartsWith;

// A run that kept its rate; nothing in the page contradicts anything else.
constexpr std::string_view kSteady = R"(# Warehouse

## Parameters

- `1` dynos, running alone
- `60 seconds` test duration
- `2KB` payloads
- `40` max list/flats items
- Dyno size: Heroku `Standard-2`
- Dyno concurrency `8x` each

### Test 1

- `300` tasks per second, per dyno = `300` tasks per second
- Status: `Success`

## Results

### Test 1

#### Dyno A

```js
Constants
┌─────────────────────────────┬────────┐
│ (index)                     │ Values │
├─────────────────────────────┼────────┤
│ TASKS_PER_SECOND            │ 300    │
│ TEST_DURATION_SECONDS       │ 60     │
│ MAX_FLATS                   │ 40     │
│ ITEM_PAYLOAD_KB             │ 2      │
│ MAX_WORKER_BACKLOG          │ 25     │
│ NUM_WORKERS                 │ 8      │
│ MAX_STATS_UPDATE_PER_SECOND │ 4      │
│ MAX_WORKERS_DISPLAY         │ 2      │
│ WARMUP_SECONDS              │ 3      │
└─────────────────────────────┴────────┘
Messaging Stats:
┌─────────────────┬────────┐
│ (index)         │ Values │
├─────────────────┼────────┤
│ Tasks Sent      │ 18000  │
│ Tasks Received  │ 18000  │
│ Tasks Completed │ 18000  │
│ Uptime Seconds  │ 60     │
│ Warming Up      │ false  │
└─────────────────┴────────┘
Worker Vitals
... plus: 6 extra hidden workers
┌─────────┬───────┬────────┬─────────────┬───────────────┬──────────────┬────────────────────┐
│ (index) │ pid   │ cycles │ max backlog │ mean mem (mb) │ max mem (mb) │ evt loop mean (ms) │
├─────────┼───────┼────────┼─────────────┼───────────────┼──────────────┼────────────────────┤
│ 0       │ '71'  │ 2250   │ 9           │ 18.5          │ 21.25        │ 10.25              │
│ 1       │ '72'  │ 2249   │ 7           │ 18.75         │ 22.5         │ 9.98               │
└─────────┴───────┴────────┴─────────────┴───────────────┴──────────────┴────────────────────┘
Worker timings
┌─────────┬────────────────┬────────────────────┬───────────────────┬──────────────────────┐
│ (index) │ task mean (ms) │ fn:fetch mean (ms) │ fn:save mean (ms) │ redis_ping mean (ms) │
├─────────┼────────────────┼────────────────────┼───────────────────┼──────────────────────┤
│ 0       │ 12.5           │ 5.5                │ 4.25              │ 1.5                  │
│ 1       │ 12.75          │ 5.75               │ 4.5               │ 1.75                 │
└─────────┴────────────────┴────────────────────┴───────────────────┴──────────────────────┘
... plus: 6 extra hidden workers
shutting down remaining workers ...
All workers gracefully shutdown
status: Test succeded
Test has elapsed its running time 60.02 seconds, warmup period: 3 seconds
````
)";

// Two runs that failed, with their labels exchanged; in one, two rows are of one worker.
constexpr std::string_view kFailed = R"(## Parameters

- `2` dynos, running concurrently a single Redis
- Dyno concurrency `4x` each

### Test 9

- `500` tasks per second, per dyno = `1000` tasks per second
- Status: `Failed`:
  - dyno A in `20 seconds`
  - dyno B in `31 seconds`

## Results

### Test 9

#### Dyno A

```js
┌────────────────────┬────────┐
│ (index)            │ Values │
├────────────────────┼────────┤
│ TASKS_PER_SECOND   │ 500    │
│ MAX_WORKER_BACKLOG │ 25     │
│ NUM_WORKERS        │ 4      │
└────────────────────┴────────┘
┌─────────────────┬────────┐
│ (index)         │ Values │
├─────────────────┼────────┤
│ Tasks Sent      │ 15500  │
│ Tasks Completed │ 15000  │
│ Uptime Seconds  │ 31     │
└─────────────────┴────────┘
... plus: 1 extra hidden workers
┌─────────┬───────┬────────┬─────────────┐
│ (index) │ pid   │ cycles │ max backlog │
├─────────┼───────┼────────┼─────────────┤
│ 0       │ '81'  │ 3000   │ 17          │
│ 1       │ '81'  │ 3007   │ 17          │
│ 2       │ '82'  │ 2990   │ 11          │
└─────────┴───────┴────────┴─────────────┘
┌─────────┬────────────────┐
│ (index) │ task mean (ms) │
├─────────┼────────────────┤
│ 0       │ 3              │
│ 1       │ 4              │
│ 2       │ 5              │
└─────────┴────────────────┘
status: Test failed
33 reached backlog limit
 Run for: 31.25 seconds, warmup period: 3 seconds
```

#### Dyno B

```js
┌─────────────────┬────────┐
│ (index)         │ Values │
├─────────────────┼────────┤
│ Uptime Seconds  │ 20     │
└─────────────────┴────────┘
status: Test failed
 Run for: 20.5 seconds, warmup period: 3 seconds
````
)";

constexpr char kUnmeasured[] =
    "The page has no percentiles of any timing, no lateness, no queue and response "
    "times, no errors, no backlogs at the end, no CPU and no figures of Redis, and hides "
    "6 of 8 workers.";

// The page with `from`, which it must hold, replaced everywhere.
std::string With(std::string_view page, std::string_view from, std::string_view to) {
  std::string text(page);
  EXPECT_THAT(text, HasSubstr(std::string(from)));
  for (std::size_t at = 0; (at = text.find(from, at)) != std::string::npos;
       at += to.size()) {
    text.replace(at, from.size(), to);
  }
  return text;
}

ImportedRun FirstRun(std::string_view page) {
  return ImportPage(page, "page.md").runs.at(0);
}

std::vector<std::string> Warnings(std::string_view page) {
  return FirstRun(page).result.warnings;
}

std::string Refusal(std::string_view page) {
  try {
    ImportPage(page, "page.md");
  } catch (const ImportError& error) {
    return error.what();
  }
  return "";
}

double MeanMs(const shm::HistogramSnapshot& histogram) {
  return histogram.Mean() ? Milliseconds(*histogram.Mean()).count() : -1;
}

TEST(ImportPage, NamesEachRunAndWhereItComesFrom) {
  const ImportedPage page = ImportPage(kFailed, "page.md");
  ASSERT_EQ(page.runs.size(), 2u);
  EXPECT_EQ(page.runs[1].name, "Test 9, Dyno B");
  EXPECT_EQ(page.runs[1].result.provenance.imported_from, "page.md: Test 9, Dyno B");
  EXPECT_EQ(page.runs[1].result.workload, "building");
  EXPECT_EQ(page.runs[1].result.phase, RunPhase::kDone);
}

TEST(ImportPage, ReadsConstantsAndMessaging) {
  const Result result = FirstRun(kSteady).result;
  EXPECT_EQ(result.constants.tasks_per_second, 300);
  EXPECT_EQ(result.constants.test_duration_seconds, 60);
  EXPECT_EQ(result.constants.max_flats, 40);
  EXPECT_EQ(result.constants.item_payload_kb, 2);
  EXPECT_EQ(result.constants.max_worker_backlog, 25);
  EXPECT_EQ(result.constants.num_workers, 8);
  EXPECT_EQ(result.constants.max_stats_update_per_second, 4);
  EXPECT_EQ(result.constants.max_workers_display, 2);
  EXPECT_EQ(result.constants.warmup_seconds, 3);
  EXPECT_EQ(result.messaging.tasks_sent, 18000u);
  EXPECT_EQ(result.messaging.tasks_received, 18000u);
  EXPECT_EQ(result.messaging.tasks_completed, 18000u);
  EXPECT_EQ(result.messaging.uptime, Seconds(60));
  EXPECT_EQ(result.messaging.asked_rate, 300);
  EXPECT_EQ(result.messaging.delivered_rate, 300);
}

TEST(ImportPage, ReadsWorkersWithMeansAndWithoutPercentiles) {
  const Result result = FirstRun(kSteady).result;
  EXPECT_THAT(result.step_names, ElementsAre("fn:fetch", "fn:save", "redis_ping"));
  ASSERT_EQ(result.workers.size(), 2u);
  const WorkerResult& worker = result.workers[0];
  EXPECT_EQ(worker.index, 0u);
  EXPECT_EQ(worker.pid, 71);
  EXPECT_EQ(worker.cycles, 2250u);
  EXPECT_EQ(worker.max_backlog, 9u);
  EXPECT_EQ(worker.mean_mem_mb, 18.5);
  EXPECT_EQ(worker.max_mem_mb, 21.25);
  EXPECT_EQ(worker.loop_mean, Milliseconds(10.25));
  EXPECT_EQ(worker.timings.task.count(), 2250u);
  EXPECT_DOUBLE_EQ(MeanMs(worker.timings.task), 12.5);
  EXPECT_FALSE(worker.timings.task.Percentile(50));
  EXPECT_FALSE(worker.timings.task.Min());
  EXPECT_FALSE(worker.timings.task.Max());
  ASSERT_EQ(worker.timings.steps.size(), 3u);
  EXPECT_DOUBLE_EQ(MeanMs(worker.timings.steps[0]), 5.5);
  EXPECT_DOUBLE_EQ(MeanMs(worker.timings.steps[1]), 4.25);
  EXPECT_DOUBLE_EQ(MeanMs(worker.timings.steps[2]), 1.5);
  EXPECT_EQ(worker.timings.response.count(), 0u);
  // An event loop that was early has no negative lag.
  EXPECT_EQ(result.workers[1].loop_mean, Milliseconds(9.98));
  EXPECT_EQ(result.workers[1].loop_lag.Mean(), Milliseconds(0));
}

TEST(ImportPage, TakesTheVerdictFromTheLastLines) {
  const auto succeeded = FirstRun(kSteady).result.verdict;
  ASSERT_TRUE(succeeded);
  EXPECT_EQ(succeeded->status, Status::kSuccess);
  EXPECT_EQ(succeeded->reason, Reason::kCompleted);
  EXPECT_EQ(succeeded->sentence,
            "The page says that the test succeeded after 60.02 seconds.");
  EXPECT_EQ(succeeded->at, Seconds(60.02));

  const auto failed = FirstRun(kFailed).result.verdict;
  ASSERT_TRUE(failed);
  EXPECT_EQ(failed->status, Status::kFailed);
  EXPECT_EQ(failed->reason, Reason::kBacklogLimit);
  EXPECT_EQ(failed->sentence,
            "The page says that the test failed after 31.25 seconds: \"33 reached "
            "backlog limit\".");
  EXPECT_EQ(failed->at, Seconds(31.25));
  EXPECT_FALSE(failed->worker_pid);
}

TEST(ImportPage, TakesNoOtherFigureForADurationThatIsMissing) {
  const Result result =
      FirstRun(With(kSteady, "running time 60.02 seconds", "running time")).result;
  EXPECT_EQ(result.verdict->sentence, "The page says that the test succeeded.");
  EXPECT_THAT(result.warnings, ElementsAre(kUnmeasured));
}

TEST(ImportPage, KnowsSuccessInBothSpellings) {
  const Result result = FirstRun(With(kSteady, "succeded", "succeeded")).result;
  ASSERT_TRUE(result.verdict);
  EXPECT_EQ(result.verdict->status, Status::kSuccess);
}

TEST(ImportPage, NamesTheWorkerAtItsLimitIfItIsShown) {
  const Result result = FirstRun(With(kFailed, "33 reached", "82 reached")).result;
  ASSERT_TRUE(result.verdict);
  EXPECT_EQ(result.verdict->worker_index, 1u);
  EXPECT_EQ(result.verdict->worker_pid, 82);
  EXPECT_THAT(result.warnings, Contains("The page says \"82 reached backlog limit\", but "
                                        "the highest backlog shown is 17 of 25."));
}

TEST(ImportPage, KeepsOneRowOfAWorkerThatIsInTwo) {
  const Result result = FirstRun(kFailed).result;
  ASSERT_EQ(result.workers.size(), 2u);
  EXPECT_EQ(result.workers[0].cycles, 3007u);
  EXPECT_DOUBLE_EQ(MeanMs(result.workers[0].timings.task), 4);
  EXPECT_EQ(result.workers[1].index, 1u);
  EXPECT_EQ(result.workers[1].pid, 82);
  EXPECT_DOUBLE_EQ(MeanMs(result.workers[1].timings.task), 5);
}

TEST(ImportPage, WarnsOfAllThatAPageOfAFailedTestLacksAndContradicts) {
  const ImportedPage page = ImportPage(
      With(kFailed, "│ Tasks Sent      │ 15500  │", "│ Tasks Sent      │ 9300   │"), "p");
  EXPECT_THAT(
      page.runs[0].result.warnings,
      ElementsAre(
          "Missing, or not a number, and taken from the page's text: WARMUP_SECONDS.",
          "Missing, or not a number, and taken as 0: TEST_DURATION_SECONDS, MAX_FLATS, "
          "ITEM_PAYLOAD_KB, MAX_STATS_UPDATE_PER_SECOND, MAX_WORKERS_DISPLAY, "
          "Tasks Received.",
          "Row 0 of the workers has no usable mean mem (mb), max mem (mb), evt loop mean "
          "(ms).",
          "Row 1 of the workers has no usable mean mem (mb), max mem (mb), evt loop mean "
          "(ms).",
          "Pid 81 is in two rows; the one with more cycles (3007 and not 3000) is kept.",
          "Row 2 of the workers has no usable mean mem (mb), max mem (mb), evt loop mean "
          "(ms).",
          "The page has no percentiles of any timing, no lateness, no queue and response "
          "times, no errors, no backlogs at the end, no CPU and no figures of Redis, and "
          "hides 1 of 4 workers.",
          "The page says Dyno A in 20 seconds, but its output says 31.25; the labels of "
          "Dyno A and Dyno B (20.5) seem to be exchanged.",
          "The supervisor delivered 300 of the asked 500 tasks per second (9300 in 31 "
          "seconds).",
          "The page says \"33 reached backlog limit\", but the highest backlog shown is "
          "17 of 25, and no worker shown has pid 33 (it is probably the supervisor's "
          "own)."));
  EXPECT_THAT(
      page.runs[1].result.warnings,
      ElementsAre("Missing, or not a number, and taken from the page's text: "
                  "TASKS_PER_SECOND, NUM_WORKERS, WARMUP_SECONDS.",
                  HasSubstr("Missing, or not a number, and taken as 0: "
                            "TEST_DURATION_SECONDS, MAX_FLATS"),
                  "There is no table of worker vitals, so there are no workers.",
                  "The page has no percentiles of any timing, no lateness, no queue and "
                  "response times, no errors, no backlogs at the end, no CPU and no "
                  "figures of Redis.",
                  "The page says Dyno B in 31 seconds, but its output says 20.5; the "
                  "labels of Dyno B and Dyno A (31.25) seem to be exchanged."));
}

TEST(ImportPage, BlamesNoExchangeWhereTheOtherRunDoesNotFitEither) {
  EXPECT_THAT(Warnings(With(kFailed, "Run for: 20.5", "Run for: 25")),
              Contains("The page says Dyno A in 20 seconds, but its output says 31.25."));
}

TEST(ImportPage, WarnsOnlyOfMissingFiguresIfAPageAgreesWithItself) {
  EXPECT_THAT(Warnings(kSteady), ElementsAre(kUnmeasured));
}

struct Edit {
  std::string name;
  std::string from;
  std::string to;
  std::string warning;
};

class Contradicting : public ::testing::TestWithParam<Edit> {};

TEST_P(Contradicting, IsWarnedOf) {
  EXPECT_THAT(Warnings(With(kSteady, GetParam().from, GetParam().to)),
              Contains(GetParam().warning));
}

INSTANTIATE_TEST_SUITE_P(
    ImportPage, Contradicting,
    ::testing::Values(
        Edit{"Duration", "`60 seconds`", "`90 seconds`",
             "The page says 90 seconds of test duration, but TEST_DURATION_SECONDS is "
             "60."},
        Edit{"Payload", "`2KB`", "`2.5KB`",
             "The page says 2.5 KB payloads, but ITEM_PAYLOAD_KB is 2."},
        Edit{"Flats", "`40` max", "`50` max",
             "The page says 50 max list/flats items, but MAX_FLATS is 40."},
        Edit{"Concurrency", "`8x`", "`28x`",
             "The page says concurrency 28x, but NUM_WORKERS is 8."},
        Edit{"WarmUp", "period: 3", "period: 5",
             "The page says 5 seconds of warm-up, but WARMUP_SECONDS is 3."},
        Edit{"Dynos", "`1` dynos", "`3` dynos",
             "The page says 3 dynos, but has 1 run of Test 1."},
        Edit{"Rate", "`300` tasks per second, per", "`400` tasks per second, per",
             "The page says 400 tasks per second of each dyno, but TASKS_PER_SECOND is "
             "300."},
        Edit{"RateInAll", "= `300`", "= `600`",
             "The page says 600 tasks per second in all, which is not 1 dyno of 300."},
        Edit{"StatusFailed", "`Success`", "`Failed`",
             "The page says that Test 1 failed, but the output of Dyno A ends with a "
             "test that succeeded."},
        Edit{"StatusSuccess", "Test succeded", "Test failed",
             "The page says that Test 1 succeeded, but the output of Dyno A ends with a "
             "test that failed."},
        Edit{"Longer", "Uptime Seconds  │ 60 ", "Uptime Seconds  │ 75 ",
             "The test lasted 75 seconds instead of 60 (25 % longer)."},
        Edit{"Shorter", "Uptime Seconds  │ 60 ", "Uptime Seconds  │ 59 ",
             "The test lasted 59 seconds instead of 60 (1.7 % shorter)."},
        Edit{"Uptime", "running time 60.02", "running time 61",
             "Uptime Seconds is 60, but the output's end says 61 seconds."},
        Edit{"Delivered", "Tasks Sent      │ 18000", "Tasks Sent      │ 17970",
             "The supervisor delivered 299.5 of the asked 300 tasks per second (17970 in "
             "60 seconds)."},
        Edit{"Completed", "Tasks Completed │ 18000", "Tasks Completed │ 17998",
             "2 of 18000 tasks sent were not completed, although the test succeeded."},
        Edit{"Workers", "plus: 6", "plus: 5",
             "The page shows 2 rows and hides 5 workers, but NUM_WORKERS is 8."},
        Edit{"Steps", "│ 0       │ 12.5 ", "│ 0       │ 11.0 ",
             "The steps' means add up to more than the task's in 1 of 2 rows (11.25 of "
             "11 ms in row 0)."},
        Edit{"Constant", "│ MAX_WORKER_BACKLOG          │ 25     │\n", "",
             "Missing, or not a number, and taken as 0: MAX_WORKER_BACKLOG."},
        Edit{"NoNumber", "MAX_WORKER_BACKLOG          │ 25", "MAX_WORKER_BACKLOG │ NaN",
             "Missing, or not a number, and taken as 0: MAX_WORKER_BACKLOG."},
        Edit{"ConstantInTheText", "│ MAX_FLATS                   │ 40     │\n", "",
             "Missing, or not a number, and taken from the page's text: MAX_FLATS."},
        Edit{"HugeNumber", "Tasks Sent      │ 18000",
             "Tasks Sent      │ 99999999999999999999",
             "Missing, or not a number, and taken as 0: Tasks Sent."},
        Edit{"NoUptime", "│ Uptime Seconds  │ 60     │\n", "",
             "Uptime Seconds is missing; the 60.02 seconds of the output's end stand for "
             "it."},
        Edit{"NoStatus", "status: Test succeded", "",
             "The output does not say how the run ended; its verdict is the page's "
             "text's."},
        Edit{"WorkerFigures", "│ 2250   │ 9           │", "│ -2250  │ 9.5         │",
             "Row 0 of the workers has no usable cycles, max backlog."},
        Edit{"HugeMean", "│ 12.5           │", "│ 1e308          │",
             "Row 0 of the workers has no usable task mean (ms)."},
        Edit{"HugeLoopMean", "│ 10.25              │", "│ 1e300              │",
             "Row 0 of the workers has no usable evt loop mean (ms)."},
        Edit{"BrokenRow", "│ 1       │ '72'", "│ 1       ",
             "The table in line 50 is cut off or has broken rows; those are left out."},
        Edit{"UnknownTable", "│ pid ", "│ who ",
             "The table in line 50 is of an unknown kind and left out."}),
    [](const auto& info) { return info.param.name; });

TEST(ImportPage, KeepsTheFirstOfTwoRunsBelowOneHeading) {
  const Result result = FirstRun(With(kFailed, "#### Dyno B", "")).result;
  EXPECT_EQ(result.messaging.uptime, Seconds(31));
  EXPECT_THAT(result.warnings, Contains("The table in line 57 has values that the run "
                                        "already has; the first are kept."));
}

TEST(ImportPage, ReadsLinesThatEndInCarriageReturns) {
  const Result result = FirstRun(With(kSteady, "\n", "\r\n")).result;
  EXPECT_EQ(result.workers.size(), 2u);
  EXPECT_THAT(result.warnings, ElementsAre(kUnmeasured));
}

TEST(ImportPage, PassesOverWhatItDoesNotKnow) {
  const std::string page =
      std::string(kSteady) + "#### Notes\n- `9` dynos\n┌┐\n└┘\n\x01\xff|#####\n";
  EXPECT_THAT(Warnings(page), ElementsAre(kUnmeasured));
}

TEST(ImportPage, UsesWhatThereIsOfAPageThatEndsInATable) {
  const std::size_t end = kSteady.find("49   │ 7 ");
  const Result result = FirstRun(kSteady.substr(0, end)).result;
  ASSERT_EQ(result.workers.size(), 1u);
  EXPECT_EQ(result.workers[0].pid, 71);
  ASSERT_TRUE(result.verdict);
  EXPECT_EQ(result.verdict->sentence, "The page says that the test succeeded.");
  EXPECT_THAT(
      result.warnings,
      ElementsAre("The table in line 50 is cut off or has broken rows; those are left "
                  "out.",
                  "There is no table of worker timings.",
                  "The output does not say how the run ended; its verdict is the page's "
                  "text's.",
                  kUnmeasured));
}

TEST(ImportPage, ReadsOrRefusesAPageThatEndsAnywhere) {
  const std::size_t heading = kSteady.find("#### Dyno");
  for (std::size_t length = 0; length < kSteady.size(); ++length) {
    const std::string_view page = kSteady.substr(0, length);
    if (!Refusal(page).empty()) {
      // From the first constant on, there is something of the run.
      EXPECT_LT(length, kSteady.find("│ TEST_DURATION")) << length;
      continue;
    }
    EXPECT_GT(length, heading);
    EXPECT_THAT(Warnings(page), Not(IsEmpty()));
  }
}

TEST(ImportPage, ReadsOrRefusesAPageWithAnyByteChanged) {
  for (const std::string_view original : {kSteady, kFailed}) {
    std::string page(original);
    constexpr char kBytes[] = {'9', 'e', '\n', '\xe2', '\0'};
    for (std::size_t i = 0; i < page.size(); ++i) {
      page[i] = kBytes[i % std::size(kBytes)];
      Refusal(page);
      page[i] = original[i];
    }
  }
}

TEST(ImportPage, RefusesATextWithoutRuns) {
  constexpr char kWayOut[] =
      ": the page ends without the tables of a run. Give a page of results that has each "
      "run's output below a heading, as \"### Test 1\" or \"#### Dyno A\".";
  EXPECT_EQ(Refusal(""), std::string("page.md, line 1") + kWayOut);
  EXPECT_EQ(Refusal("# Warehouse\n\n┌\n"), std::string("page.md, line 3") + kWayOut);
}

TEST(ImportPage, NamesAHeadingWithoutARunAndReadsTheOthers) {
  const ImportedPage page = ImportPage(
      std::string(kFailed) + "\n#### Dyno C\nstatus: Test succeded\n", "page.md");
  EXPECT_EQ(page.runs.size(), 2u);
  EXPECT_THAT(
      page.unread,
      ElementsAre("page.md, line 66: there are no tables of a run below \"Test 9, "
                  "Dyno C\"."));
}

TEST(ImportPage, RefusesAPageWhoseOnlyRunCannotBeReadAndNamesIt) {
  EXPECT_THAT(Refusal("## Results\n### Test 1\n#### Dyno A\nstatus: Test succeded\n"),
              StartsWith("page.md, line 3: there are no tables of a run below \"Test 1, "
                         "Dyno A\"."));
}

// Tests of one dyno, in the words and with the slips of a page that was written by hand.
constexpr std::string_view kOneDyno = R"(# Process Concurrency

> Test `2` uses a `2x bigger` instance\

## Parameters

- `single` dyno
- `1 minute` test duration
- `2KB` payloads
- Dyno concurrency `8x`

### Test 1

- `1k` tasks per second
- Status: `**Success*`

###  Test 2 :

- `1,500` tasks per second
- Dyno concurrency `8x`
- Set concurrency: `20x`
- **Status** : `Failed` in `25 seconds`

### Test 3

- `PAYLOAD_KB`: 0.1 KB

## Results

### Test 1 :

```js
┌───────────────────────┬────────┐
│ (index)               │ Values │
├───────────────────────┼────────┤
│ TASKS_PER_SECOND      │ 1k     │
│ TEST_DURATION_SECONDS │ 60     │
│ ITEM_PAYLOAD_KB       │ 2      │
│ NUM_WORKERS           │ 8      │
└───────────────────────┴────────┘
status: Test succeded
Test has elapsed its running time 60.1 seconds, warmup period: 5 seconds
````

### Test  2

```js
┌───────────────────────┬────────┐
│ (index)               │ Values │
├───────────────────────┼────────┤
│ TASKS_PER_SECOND      │ 1500   │
│ TEST_DURATION_SECONDS │ 60     │
│ ITEM_PAYLOAD_KB       │ 2      │
│ NUM_WORKERS           │ 20     │
└───────────────────────┴────────┘
status: Test failed
 Run for: 24.45 seconds, warmup period: 5 seconds
```

### Test 3

```js
┌───────────────────────┬────────┐
│ (index)               │ Values │
├───────────────────────┼────────┤
│ TASKS_PER_SECOND      │ 700    │
│ ITEM_PAYLOAD_KB       │ 0.1    │
)";

std::vector<std::string> Names(const ImportedPage& page) {
  std::vector<std::string> names;
  for (const ImportedRun& run : page.runs) names.push_back(run.name);
  return names;
}

std::vector<std::string> WarningsOf(std::string_view page, std::size_t run) {
  return ImportPage(page, "page.md").runs.at(run).result.warnings;
}

TEST(ImportOfOneDyno, ReadsARunBelowEachTestsHeadingHoweverItIsSpaced) {
  const ImportedPage page = ImportPage(kOneDyno, "page.md");
  EXPECT_THAT(Names(page), ElementsAre("Test 1", "Test 2", "Test 3"));
  EXPECT_THAT(page.unread, IsEmpty());
  EXPECT_THAT(page.absent, IsEmpty());
  EXPECT_EQ(page.runs[1].result.provenance.imported_from, "page.md: Test 2");
  EXPECT_EQ(page.runs[1].result.constants.num_workers, 20);
}

TEST(ImportOfOneDyno, AgreesWithTheTestsOwnTextBeforeThePages) {
  for (const std::size_t run : {0u, 1u}) {
    EXPECT_THAT(WarningsOf(kOneDyno, run), Not(Contains(HasSubstr("The page says"))));
  }
}

TEST(ImportOfOneDyno, ReadsThousandsInTextAndTables) {
  EXPECT_EQ(FirstRun(kOneDyno).result.constants.tasks_per_second, 1000);
  EXPECT_THAT(WarningsOf(With(kOneDyno, "│ 1k ", "│ 2k "), 0),
              Contains("The page says 1000 tasks per second, but TASKS_PER_SECOND is "
                       "2000."));
  EXPECT_THAT(WarningsOf(With(kOneDyno, "│ 1500   │", "│ 1400   │"), 1),
              Contains("The page says 1500 tasks per second, but TASKS_PER_SECOND is "
                       "1400."));
}

TEST(ImportOfOneDyno, NamesTextsThatDisagreeWithItsTables) {
  EXPECT_THAT(WarningsOf(With(kOneDyno, "`20x`", "`21x`"), 1),
              Contains("The page says concurrency 21x, but NUM_WORKERS is 20."));
  EXPECT_THAT(WarningsOf(With(kOneDyno, "`**Success*`", "`Failed*`"), 0),
              Contains("The page says that Test 1 failed, but its output ends "
                       "with a test that succeeded."));
  EXPECT_THAT(WarningsOf(With(kOneDyno, "`25 seconds`", "`40 seconds`"), 1),
              Contains("The page says Test 2 in 40 seconds, but its output says 24.45."));
  EXPECT_THAT(WarningsOf(With(kOneDyno, "0.1 KB", "0.2 KB"), 2),
              Contains("The page says 0.2 KB payloads, but ITEM_PAYLOAD_KB is 0.1."));
}

TEST(ImportOfOneDyno, TakesFromTheTextWhatAnOutputThatIsCutOffLacks) {
  const ImportedPage page = ImportPage(kOneDyno, "page.md");
  EXPECT_EQ(page.runs[2].result.constants.test_duration_seconds, 60);
  EXPECT_THAT(page.runs[2].result.warnings,
              IsSupersetOf({"The table in line 63 is cut off or has broken rows; those "
                            "are left out.",
                            "Missing, or not a number, and taken from the page's text: "
                            "TEST_DURATION_SECONDS, NUM_WORKERS.",
                            "The page does not say how the run ended."}));
}

TEST(ImportOfOneDyno, TakesTheVerdictFromTheTextWhereTheOutputHasNone) {
  const std::string cut = With(
      kOneDyno,
      "status: Test failed\n Run for: 24.45 seconds, warmup period: 5 seconds\n", "");
  const Result result = ImportPage(cut, "page.md").runs.at(1).result;
  ASSERT_TRUE(result.verdict);
  EXPECT_EQ(result.verdict->status, Status::kFailed);
  EXPECT_EQ(result.verdict->sentence,
            "The page says that the test failed after 25 seconds, but not why.");
  EXPECT_EQ(result.messaging.uptime, Seconds(25));
  EXPECT_FALSE(ImportPage(cut, "page.md").runs.at(2).result.verdict);
}

TEST(ImportOfOneDyno, ReadsBothOfTwoTestsOfOneNumberAndSaysSo) {
  const std::string twins = With(kOneDyno, "Test  2", "Test 1");
  const ImportedPage page = ImportPage(twins, "page.md");
  EXPECT_THAT(Names(page), ElementsAre("Test 1", "Test 1 (2)", "Test 3"));
  EXPECT_EQ(page.runs[1].result.constants.tasks_per_second, 1500);
  EXPECT_THAT(page.runs[1].result.warnings,
              Contains("The page has 2 outputs of Test 1; this is number 2."));
  // A claim on the first is not held against the second.
  EXPECT_THAT(page.runs[1].result.warnings, Not(Contains(HasSubstr("1000 tasks"))));
  EXPECT_THAT(page.absent, ElementsAre("page.md, line 17: the page speaks of \"Test 2\" "
                                       "and has no output of it."));
}

TEST(ImportOfOneDyno, GivesTheSecondOfTwoTestsOfOneNumberTheSecondText) {
  const std::string twins =
      With(With(kOneDyno, "Test  2", "Test 1"), "###  Test 2 :", "### Test 1");
  const ImportedPage page = ImportPage(twins, "page.md");
  for (const std::size_t run : {0u, 1u}) {
    EXPECT_THAT(page.runs[run].result.warnings,
                Not(Contains(HasSubstr("The page says"))));
  }
  EXPECT_THAT(page.absent, IsEmpty());
}

TEST(ImportOfOneDyno, NamesATestWithoutTables) {
  const std::size_t tables = kOneDyno.rfind("┌");
  const ImportedPage page = ImportPage(kOneDyno.substr(0, tables), "page.md");
  EXPECT_THAT(Names(page), ElementsAre("Test 1", "Test 2"));
  EXPECT_THAT(page.unread, ElementsAre("page.md, line 60: there are no tables of a run "
                                       "below \"Test 3\"."));
}

TEST(ImportOfOneDyno, IsNotLostToAByteOrderMarkOrANoBreakSpace) {
  const std::string results(kOneDyno.substr(kOneDyno.find("### Test 1 :")));
  EXPECT_THAT(Names(ImportPage("\ufeff" + results, "page.md")),
              ElementsAre("Test 1", "Test 2", "Test 3"));
  EXPECT_THAT(
      Names(ImportPage(With(results, "### Test 1 :", "###\u00a0Test\u00a01"), "page.md")),
      ElementsAre("Test 1", "Test 2", "Test 3"));
}

TEST(ImportOfOneDyno, ReadsARunWhateverTheHeadingAboveIt) {
  EXPECT_THAT(
      Names(ImportPage(With(kOneDyno, "### Test  2", "#### A second try"), "page.md")),
      ElementsAre("Test 1", "Test 1, A second try", "Test 3"));
  EXPECT_THAT(
      Names(ImportPage(With(kOneDyno, "### Test 1 :\n\n```js", "## Results of May"),
                       "page.md")),
      ElementsAre("Results of May", "Test 2", "Test 3"));
  const std::string tables(kOneDyno.substr(kOneDyno.find("┌")));
  EXPECT_THAT(Names(ImportPage(tables, "page.md")),
              ElementsAre("the page", "Test 2", "Test 3"));
}

TEST(ImportPage, ReadsDynosWhoseHeadingsAreSlipsOfThePen) {
  EXPECT_THAT(Names(ImportPage(With(With(kFailed, "#### Dyno A", "#### Dyno A :"),
                                    "#### Dyno B", "### Dyno B:"),
                               "page.md")),
              ElementsAre("Test 9, Dyno A", "Test 9, Dyno B"));
  EXPECT_THAT(Names(ImportPage(With(kFailed, "#### Dyno B", "#### Dyno A"), "page.md")),
              ElementsAre("Test 9, Dyno A", "Test 9, Dyno A (2)"));
}

std::string ContentOf(const std::string& path) {
  std::ifstream file(path);
  EXPECT_TRUE(file) << path;
  return {std::istreambuf_iterator<char>(file), {}};
}

// Its author's pages of one dyno, where scripts/test finds them.
TEST(ImportPage, ReadsTheOriginalsPagesOfOneDyno) {
  const char* const folder = std::getenv("REDLINE_PAGES");
  if (folder == nullptr) GTEST_SKIP() << "REDLINE_PAGES names no folder";
  for (const auto& [name, runs] : {std::pair("process.md", 4), {"payload.md", 5}}) {
    const ImportedPage page =
        ImportPage(ContentOf(std::string(folder) + "/" + name), name);
    EXPECT_THAT(page.runs, ::testing::SizeIs(runs)) << name;
    EXPECT_THAT(page.unread, IsEmpty()) << name;
    EXPECT_THAT(page.absent, IsEmpty()) << name;
    for (const ImportedRun& run : page.runs) {
      EXPECT_EQ(run.result.workers.size(),
                static_cast<std::size_t>(run.result.constants.max_workers_display))
          << run.name;
      EXPECT_TRUE(run.result.verdict) << run.name;
      EXPECT_THAT(run.result.warnings, Not(Contains(HasSubstr("concurrency")))) << name;
    }
  }
}

// The page that the original published, where scripts/test finds it.
TEST(ImportPage, ReadsTheOriginalsOwnPage) {
  const char* const path = std::getenv("REDLINE_ORIGINAL_PAGE");
  if (path == nullptr) GTEST_SKIP() << "REDLINE_ORIGINAL_PAGE names no page";
  const ImportedPage page = ImportPage(ContentOf(path), "dyno-concurrency.md");
  ASSERT_EQ(page.runs.size(), 4u);

  const Result& steady = page.runs[0].result;
  EXPECT_EQ(steady.provenance.imported_from, "dyno-concurrency.md: Test 1, Dyno A");
  EXPECT_EQ(steady.constants.tasks_per_second, 1000);
  EXPECT_EQ(steady.constants.test_duration_seconds, 240);
  EXPECT_EQ(steady.constants.max_flats, 100);
  EXPECT_EQ(steady.constants.item_payload_kb, 5);
  EXPECT_EQ(steady.constants.max_worker_backlog, 100);
  EXPECT_EQ(steady.constants.num_workers, 28);
  EXPECT_EQ(steady.constants.max_stats_update_per_second, 5);
  EXPECT_EQ(steady.constants.max_workers_display, 5);
  EXPECT_EQ(steady.constants.warmup_seconds, 5);
  EXPECT_EQ(steady.messaging.tasks_sent, 203987u);
  EXPECT_EQ(steady.messaging.tasks_completed, 202973u);
  EXPECT_EQ(steady.messaging.uptime, Seconds(301));
  ASSERT_EQ(steady.workers.size(), 4u);
  EXPECT_EQ(steady.workers[0].pid, 194);
  EXPECT_EQ(steady.workers[0].cycles, 7566u);
  EXPECT_DOUBLE_EQ(MeanMs(steady.workers[0].timings.task), 20.88);
  ASSERT_TRUE(steady.verdict);
  EXPECT_EQ(steady.verdict->status, Status::kSuccess);
  EXPECT_THAT(
      steady.warnings,
      ElementsAre(
          "Pid 194 is in two rows; the one with more cycles (7566 and not 7560) is kept.",
          HasSubstr("and hides 23 of 28 workers."),
          "The test lasted 301 seconds instead of 240 (25.4 % longer).",
          "The supervisor delivered 677.7 of the asked 1000 tasks per second (203987 in "
          "301 seconds).",
          "1014 of 203987 tasks sent were not completed, although the test succeeded.",
          "The steps' means add up to more than the task's in 5 of 5 rows (21.1 of 20.67 "
          "ms in row 0)."));

  const Result& failed = page.runs[2].result;
  EXPECT_EQ(failed.workers.size(), 5u);
  ASSERT_TRUE(failed.verdict);
  EXPECT_EQ(failed.verdict->status, Status::kFailed);
  EXPECT_EQ(failed.verdict->at, Seconds(105.75));
  EXPECT_THAT(
      failed.warnings,
      ElementsAre(
          HasSubstr("and hides 95 of 100 workers."),
          "The page says concurrency 28x, but NUM_WORKERS is 100.",
          "The page says Dyno A in 85 seconds, but its output says 105.75; the labels of "
          "Dyno A and Dyno B (82.59) seem to be exchanged.",
          "The supervisor delivered 532.57 of the asked 2000 tasks per second (55920 in "
          "105 seconds).",
          "The page says \"44 reached backlog limit\", but the highest backlog shown is "
          "61 of 100, and no worker shown has pid 44 (it is probably the supervisor's "
          "own)."));
  EXPECT_THAT(page.runs[3].result.warnings,
              Contains("The page says Dyno B in 105 seconds, but its output says 82.59; "
                       "the labels of Dyno B and Dyno A (105.75) seem to be "
                       "exchanged."));
}

}  // namespace
}  // namespace redline::reporting
