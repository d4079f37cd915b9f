// The reports of a run, and what //reporting makes of them: real runs, real files, the
// built programs.

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidjson/document.h>
#include <sys/wait.h>

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <numeric>
#include <string>
#include <vector>

#include "reporting/json/json_report.h"
#include "tests/e2e/redline_process.h"
#include "tests/reporting/sample_results.h"
#include "tests/reporting/sample_searches.h"
#include "tests/testing/redis_server.h"
#include "tests/testing/temporary_folder.h"

namespace redline {
namespace {

using ::testing::AllOf;
using ::testing::AnyOf;
using testing::ContentOf;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using testing::RedisServer;
using testing::RedlineProcess;
using ::testing::StartsWith;
using testing::TemporaryFolder;

struct Outcome {
  int code = 0;
  std::string out;
  std::string err;
};

// Runs //reporting with these arguments, in the folder.
Outcome Reporting(const TemporaryFolder& folder, const std::string& arguments) {
  const std::string program = std::filesystem::absolute("reporting/reporting");
  const std::string command = "cd '" + folder.path().string() + "' && '" + program +
                              "' " + arguments + " >stdout 2>stderr </dev/null";
  const int status = std::system(command.c_str());
  return {.code = WIFEXITED(status) ? WEXITSTATUS(status) : -1,
          .out = ContentOf(folder.path() / "stdout"),
          .err = ContentOf(folder.path() / "stderr")};
}

// A run of two seconds with all reports, in a folder of its own.
class Reports : public ::testing::Test {
 protected:
  void Run(std::vector<std::string> more = {}) {
    std::vector<std::string> flags = {"--num_workers=3",
                                      "--tasks_per_second=100",
                                      "--test_duration_seconds=2",
                                      "--warmup_seconds=0.3",
                                      "--report_json=" + File("run.json"),
                                      "--report_html=" + File("run.html"),
                                      "--report_csv=" + File("run.csv"),
                                      "--report_hlog=" + File("run.hlog")};
    flags.insert(flags.end(), more.begin(), more.end());
    RedlineProcess redline({.flags = flags});
    code_ = redline.Wait();
  }
  std::string File(const std::string& name) const {
    return (folder_.path() / name).string();
  }
  std::string Content(const std::string& name) const {
    return ContentOf(folder_.path() / name);
  }

  const TemporaryFolder folder_;
  int code_ = -1;
};

TEST_F(Reports, AreAllWritten) {
  Run();
  EXPECT_EQ(code_, 0);
  EXPECT_THAT(Content("run.json"), StartsWith("{\n  \"schema\": \"redline.result/1\""));
  EXPECT_THAT(Content("run.html"),
              AllOf(StartsWith("<!DOCTYPE html>"), HasSubstr("Test succeeded")));
  EXPECT_THAT(Content("run.csv"), StartsWith("end_seconds,"));
  EXPECT_THAT(Content("run.hlog"), HasSubstr("Tag=redis_ping,"));
}

TEST_F(Reports, AreWrittenOfATestThatFailed) {
  Run({"--tasks_per_second=20000", "--max_worker_backlog=500", "--warmup_seconds=0"});
  EXPECT_EQ(code_, 1);
  EXPECT_THAT(Content("run.json"), HasSubstr("\"reason\": \"backlog_limit\""));
  EXPECT_THAT(Content("run.html"), HasSubstr("Test failed"));
  EXPECT_THAT(Content("run.csv"), HasSubstr("\n0."));
}

TEST_F(Reports, CountEachTaskOnceInTheSeries) {
  Run();
  rapidjson::Document json;
  json.Parse(Content("run.json").c_str());
  ASSERT_FALSE(json.HasParseError());
  const auto sum = [&](const char* column) {
    std::uint64_t total = 0;
    for (const auto& count : json["series"][column].GetArray()) {
      total += count.GetUint64();
    }
    return total;
  };
  EXPECT_EQ(sum("due"), 200U);
  EXPECT_EQ(sum("issued"), 200U);
  EXPECT_EQ(sum("completed"), 200U);
  EXPECT_EQ(sum("failed"), 0U);
  std::uint64_t timed = 0;
  for (const auto& count : json["series"]["response"]["count"].GetArray()) {
    timed += count.GetUint64();
  }
  EXPECT_EQ(timed, 200U);
}

TEST_F(Reports, CountEachTaskOnceInTheSeriesOfATestThatFailed) {
  Run({"--tasks_per_second=20000", "--max_worker_backlog=500", "--warmup_seconds=0"});
  EXPECT_EQ(code_, 1);
  rapidjson::Document json;
  json.Parse(Content("run.json").c_str());
  const auto sum = [&](const char* column) {
    std::uint64_t total = 0;
    for (const auto& count : json["series"][column].GetArray()) {
      total += count.GetUint64();
    }
    return total;
  };
  EXPECT_EQ(sum("issued"), json["messaging"]["tasks_sent"].GetUint64());
  EXPECT_EQ(sum("completed"), json["messaging"]["tasks_completed"].GetUint64());
  std::uint64_t worst = 0;
  for (const auto& backlog : json["series"]["worst_backlog"].GetArray()) {
    worst = std::max(worst, backlog.GetUint64());
  }
  // A worker looks at its backlog just before it takes a task off it (shm/task_ring.h).
  EXPECT_THAT(worst, AnyOf(499U, 500U));
}

TEST_F(Reports, AreNotLostForOneThatCannotBeWritten) {
  Run({"--report_json=/dev/full"});
  EXPECT_EQ(code_, 3);
  EXPECT_THAT(Content("run.html"), HasSubstr("Test succeeded"));
  EXPECT_THAT(Content("run.csv"), StartsWith("end_seconds,"));
  EXPECT_THAT(Content("run.hlog"), HasSubstr("Tag=task,"));
}

TEST_F(Reports, SayHowAndWhereTheRunWas) {
  Run({"--seed=42"});
  rapidjson::Document json;
  json.Parse(Content("run.json").c_str());
  EXPECT_STREQ(json["settings"]["seed"].GetString(), "42");
  EXPECT_STREQ(json["settings"]["num_workers"].GetString(), "3");
  EXPECT_STREQ(json["settings"]["redis_url"].GetString(), "private");
  EXPECT_GT(json["machine"]["memory_mb"].GetDouble(), 100);
  EXPECT_THAT(json["machine"]["kernel"].GetString(), StartsWith("Linux "));
  EXPECT_THAT(json["provenance"]["started"].GetString(),
              ::testing::MatchesRegex("20..-..-..T..:..:..Z"));
  EXPECT_STRNE(json["provenance"]["version"].GetString(), "");
}

TEST_F(Reports, HoldNoPassword) {
  RedisServer server(RedisServer::Transport::kUnix, {"--requirepass", "a@b/c+d=%"});
  Run({"--redis_url=" + server.Url(":a%40b%2Fc+d%3D%25")});
  EXPECT_EQ(code_, 0);
  for (const char* name : {"run.json", "run.html", "run.csv", "run.hlog"}) {
    EXPECT_THAT(Content(name),
                AllOf(Not(IsEmpty()), Not(HasSubstr("a@b/c+d")), Not(HasSubstr("a%40b"))))
        << name;
  }
  EXPECT_THAT(Content("run.json"), HasSubstr("\"redis_url\": \"unix:///"));
}

TEST_F(Reports, AreTheSameWhenTheyAreRenderedLater) {
  Run();
  const Outcome outcome = Reporting(
      folder_, "render run.json --json=2.json --csv=2.csv --hlog=2.hlog --html=2.html");
  EXPECT_EQ(outcome.code, 0) << outcome.err;
  EXPECT_EQ(Content("2.json"), Content("run.json"));
  EXPECT_EQ(Content("2.csv"), Content("run.csv"));
  EXPECT_EQ(Content("2.hlog"), Content("run.hlog"));
  EXPECT_THAT(Content("2.html"), HasSubstr("Test succeeded"));
  EXPECT_THAT(outcome.out, IsEmpty());
}

TEST_F(Reports, AreTablesUnlessAnotherFormIsAsked) {
  Run();
  const Outcome tables = Reporting(folder_, "render run.json");
  EXPECT_EQ(tables.code, 0);
  EXPECT_THAT(tables.out, AllOf(HasSubstr("All workers\n"), HasSubstr("fn:fetch"),
                                HasSubstr("status: Test succeeded")));
  const Outcome hgrm = Reporting(folder_, "render run.json --hgrm=- --timing=fetch");
  EXPECT_THAT(hgrm.out, AllOf(HasSubstr("Percentile"), Not(HasSubstr("All workers"))));
}

TEST_F(Reports, ComparedWithThemselvesAreTheSame) {
  Run();
  const Outcome outcome = Reporting(
      folder_,
      "compare run.json run.json --html=c.html --fail_if='task.p99>+10%,delivered<-1%'");
  EXPECT_EQ(outcome.code, 0) << outcome.err;
  EXPECT_THAT(outcome.out,
              AllOf(HasSubstr("Settings that differ\nnone\n"),
                    HasSubstr("passes task.p99>+10%: task.p99 changed by 0 %")));
  EXPECT_THAT(Content("c.html"), HasSubstr("The gate passes"));
}

TEST_F(Reports, FailTheGateThatTheyDoNotKeepTo) {
  Run();
  std::filesystem::copy(File("run.json"), File("a1.json"));
  Run({"--tasks_per_second=50"});
  const Outcome outcome =
      Reporting(folder_, "compare --a='a*.json' --b=run.json --fail_if='delivered<-10%'");
  EXPECT_EQ(outcome.code, 1);
  EXPECT_THAT(outcome.out, HasSubstr("FAILS delivered<-10%: delivered changed by -50 %"));
  EXPECT_THAT(outcome.out, HasSubstr("tasks_per_second"));
}

TEST(StagedReports, AreComparedByStage) {
  const TemporaryFolder folder;
  reporting::Result run = reporting::testing::StagedRun(2);
  run.verdict->status = reporting::Status::kSuccess;
  folder.Write("staged.json", reporting::ToJson(run));
  folder.Write("plain.json", reporting::ToJson(reporting::testing::SuccessfulRun(2)));
  const Outcome compared = Reporting(
      folder, "compare staged.json staged.json --fail_if='stage2.response.p99>+10%'");
  EXPECT_EQ(compared.code, 0) << compared.err;
  EXPECT_THAT(compared.out,
              AllOf(HasSubstr("stage2.response.p99 (ms)"),
                    HasSubstr("passes stage2.response.p99>+10%: stage2.response.p99 "
                              "changed by 0 %")));
  const auto refusal = [&](const std::string& arguments) {
    const Outcome refused = Reporting(folder, "compare " + arguments);
    EXPECT_EQ(refused.code, 2) << arguments;
    return refused.err;
  };
  EXPECT_EQ(refusal("staged.json plain.json --fail_if='stage2.response.p99>+10%'"),
            "redline: --fail_if: \"stage2.response.p99>+10%\" is of a stage that "
            "plain.json does not have: it has none.\n");
  EXPECT_EQ(refusal("staged.json staged.json --fail_if='stage5.delivered<-1%'"),
            "redline: --fail_if: \"stage5.delivered<-1%\" is of a stage that "
            "staged.json does not have: it has 4.\n");
}

TEST(SearchReports, AreComparedByTheirRedlines) {
  const TemporaryFolder folder;
  reporting::SearchResult search = reporting::testing::FoundRate();
  folder.Write("a.json", reporting::ToJson(search));
  folder.Write("run.json", reporting::ToJson(search.trials.front().result));
  search.held->value = 3000;
  search.likely_least = 2950;
  search.likely_most = 3050;
  folder.Write("b.json", reporting::ToJson(search));
  search.goal = reporting::SearchGoal::kWorkers;
  folder.Write("workers.json", reporting::ToJson(search));

  const Outcome compared =
      Reporting(folder, "compare a.json b.json --html=c.html --fail_if='redline<-5%'");
  EXPECT_EQ(compared.code, 1) << compared.err;
  EXPECT_THAT(compared.out,
              AllOf(HasSubstr("B's redline is 32.6 % lower than A's"),
                    HasSubstr("FAILS redline<-5%: redline changed by -32.6 %")));
  EXPECT_THAT(ContentOf(folder.path() / "c.html"), HasSubstr("The gate fails"));
  EXPECT_EQ(Reporting(folder, "compare a.json a.json --fail_if='redline<-5%'").code, 0);
  EXPECT_EQ(Reporting(folder, "compare --a='a*.json' --b=b.json").code, 0);

  const auto refusal = [&](const std::string& files) {
    const Outcome refused = Reporting(folder, "compare " + files);
    EXPECT_EQ(refused.code, 2) << files;
    return refused.err;
  };
  EXPECT_EQ(
      refusal("run.json a.json"),
      "redline: a.json is a search, and run.json is one run; compare a trial of the "
      "search instead, which reporting render a.json --trial=N --json=FILE "
      "writes.\n");
  EXPECT_EQ(refusal("a.json workers.json"),
            "redline: workers.json is of --search=workers, and a.json of --search=rate; "
            "compare searches for the same.\n");
  EXPECT_EQ(refusal("a.json b.json --fail_if='task.p99>+10%'"),
            "redline: --fail_if: The condition \"task.p99>+10%\" names no figure of a "
            "search; write, for example, redline<-5%.\n");
}

class BadFile : public ::testing::Test {
 protected:
  void ExpectRefusal(const std::string& arguments, const std::string& sentence) {
    const Outcome outcome = Reporting(folder_, arguments);
    EXPECT_EQ(outcome.code, 2) << arguments;
    EXPECT_EQ(outcome.err, "redline: " + sentence + "\n");
    EXPECT_THAT(outcome.out, IsEmpty());
  }

  const TemporaryFolder folder_;
};

TEST_F(BadFile, IsRefusedInOneSentence) {
  folder_.Write("cut.json", "{\"schema\": \"redline.result/1\", \"constants\": {");
  folder_.Write("future.json", "{\"schema\": \"redline.result/2\"}");
  folder_.Write("k6.json", "{\"metrics\": {}}");
  folder_.Write("page.md", "# Recipes\n\nNothing was measured.\n");
  ExpectRefusal("render cut.json",
                "cut.json is incomplete JSON: it ends after 45 bytes, in the middle.");
  ExpectRefusal("render future.json --html=x.html",
                "future.json is of the format redline.result/2, and this redline reads "
                "redline.result/1; use a newer redline.");
  EXPECT_FALSE(std::filesystem::exists(folder_.path() / "x.html"));
  ExpectRefusal("compare k6.json k6.json",
                "k6.json is not a result of redline: it has no \"schema\".");
  ExpectRefusal("render nowhere.json",
                "Cannot open nowhere.json: No such file or directory.");
  ExpectRefusal("compare --a='x*.json' --b=k6.json", "No file is named x*.json.");
  EXPECT_EQ(Reporting(folder_, "import page.md").code, 2);
  EXPECT_THAT(Reporting(folder_, "import page.md").err,
              StartsWith("redline: page.md, line 3: "));
}

TEST_F(BadFile, IsToldApartFromBadUsage) {
  ExpectRefusal("", "Name a command: render, import or compare.");
  ExpectRefusal("paint",
                "There is no command 'paint'; there are render, import and compare.");
  ExpectRefusal("render --htm=x", "There is no flag --htm; did you mean --html?");
  ExpectRefusal("render", "render takes one result, as render RESULT.json --html=FILE.");
  ExpectRefusal(
      "render a.json --html=x --csv=x",
      "--html and --csv cannot both go to x; name another file for one of them.");
  ExpectRefusal("compare - -",
                "Only one result can come from stdin (-); name a file for the other.");
  ExpectRefusal("compare a.json",
                "compare takes from 2 to 26 results, as compare A.json B.json.");
}

// A sweep with two searches, in sweep.json, and the first of them in search.json.
class RenderedSweep : public BadFile {
 protected:
  RenderedSweep() {
    const reporting::SweepResult sweep = reporting::testing::EndedSweep();
    folder_.Write("sweep.json", reporting::ToJson(sweep));
    folder_.Write("search.json", reporting::ToJson(sweep.searches[0].search));
  }
};

TEST_F(RenderedSweep, IsShownWholeOrOneOfItsSearchesOrRuns) {
  EXPECT_THAT(Reporting(folder_, "render sweep.json").out,
              HasSubstr("status: Sweep ended early\n"));
  EXPECT_THAT(Reporting(folder_, "render sweep.json --search=2").out,
              HasSubstr("status: Search out of time\n"));
  EXPECT_EQ(Reporting(folder_, "render sweep.json --search=1").out,
            Reporting(folder_, "render search.json").out);
  EXPECT_THAT(Reporting(folder_, "render sweep.json --search=1 --trial=5").out,
              HasSubstr("status: Test failed"));
}

TEST_F(RenderedSweep, IsRefusedWhereOneSearchOrRunOfItIsMeant) {
  ExpectRefusal("render sweep.json --trial=1",
                "--trial is of one search; name it with --search as well.");
  ExpectRefusal("render sweep.json --search=3",
                "--search must be from 1 to 2, but is 3.");
  ExpectRefusal("render search.json --search=1",
                "--search is for the result of a sweep, and search.json is none.");
  ExpectRefusal("render sweep.json --hlog=x.hlog",
                "--hlog is of one run; name one of the sweep with --search and --trial.");
  ExpectRefusal("compare search.json sweep.json",
                "sweep.json is a sweep; compare one of its searches instead, which "
                "reporting render sweep.json --search=N --json=FILE writes.");
}

TEST_F(BadFile, IsNotWhatHelpIs) {
  const Outcome help = Reporting(folder_, "--help");
  EXPECT_EQ(help.code, 0);
  EXPECT_THAT(help.out,
              AllOf(HasSubstr("render"), HasSubstr("import"), HasSubstr("compare")));
  EXPECT_EQ(Reporting(folder_, "compare --help").out, help.out);
}

// A page with one run that can be read and one that cannot.
constexpr char kPage[] = R"(## Results

### Test 1

┌───────────────────────┬────────┐
│ (index)               │ Values │
├───────────────────────┼────────┤
│ TASKS_PER_SECOND      │ 10     │
│ TEST_DURATION_SECONDS │ 60     │
│ Tasks Sent            │ 600    │
│ Uptime Seconds        │ 60     │
└───────────────────────┴────────┘
status: Test succeded

### Test 2

```js
```
)";

TEST(Import, WritesWhatItCanReadAndNamesWhatItCannot) {
  const TemporaryFolder folder;
  folder.Write("page.md", kPage);
  const Outcome import = Reporting(folder, "import page.md --out=published");
  EXPECT_EQ(import.code, 2);
  EXPECT_THAT(import.out, HasSubstr("Test 1\nwritten to published/test-1.json\n"));
  EXPECT_EQ(import.err,
            "redline: Not imported: page.md, line 15: there are no tables of a run below "
            "\"Test 2\".\n");
  EXPECT_EQ(Reporting(folder, "render published/test-1.json").code, 0);
}

TEST(Import, LeavesTheRunsOfAnotherPageAsTheyAre) {
  const TemporaryFolder folder;
  folder.Write("page.md", kPage);
  folder.Write("other.md", kPage);
  EXPECT_THAT(Reporting(folder, "import page.md --out=published").out,
              HasSubstr("written to published/test-1.json\n"));
  EXPECT_THAT(Reporting(folder, "import other.md --out=published").out,
              HasSubstr("written to published/other-test-1.json\n"));
  EXPECT_THAT(Reporting(folder, "import page.md --out=published").out,
              HasSubstr("written to published/test-1.json\n"));
}

TEST(Import, LeavesTheRunsOfAPageWithTheSameNameAsTheyAre) {
  const TemporaryFolder folder;
  for (const char* const page : {"a/page.md", "b/page.md", "c/page.md"}) {
    folder.Write(page, kPage);
  }
  EXPECT_THAT(Reporting(folder, "import a/page.md --out=out").out,
              HasSubstr("written to out/test-1.json\n"));
  for (int i = 0; i < 2; ++i) {
    EXPECT_THAT(Reporting(folder, "import b/page.md --out=out").out,
                HasSubstr("written to out/page-test-1.json\n"));
    EXPECT_THAT(Reporting(folder, "import c/page.md --out=out").out,
                HasSubstr("written to out/page-2-test-1.json\n"));
  }
}

TEST(Import, ReadsAPageThatWindowsToolsHaveWritten) {
  const TemporaryFolder folder;
  folder.Write("page.md", kPage);
  const std::string convert = "cd '" + folder.path().string() +
                              "' && iconv -f UTF-8 -t UTF-16 page.md >wide.md && "
                              "sed -i 's/Test 2/Note/; /```/d' page.md";
  ASSERT_EQ(std::system(convert.c_str()), 0);
  EXPECT_EQ(Reporting(folder, "import page.md").code, 0);
  EXPECT_THAT(Reporting(folder, "import wide.md").out, HasSubstr("Test 1\n"));
}

TEST(Reporting, TellsItsVersionAndWhichFlagWasMeant) {
  const TemporaryFolder folder;
  EXPECT_THAT(Reporting(folder, "--version").out, StartsWith("redline "));
  EXPECT_THAT(Reporting(folder, "render --version").out, StartsWith("redline "));
  EXPECT_EQ(Reporting(folder, "render --help=x").err,
            "redline: --help takes no value.\n");
  EXPECT_EQ(Reporting(folder, "render x.json --HTML=y").err,
            "redline: There is no flag --HTML; did you mean --html?\n");
  EXPECT_EQ(Reporting(folder, "render x.json --report_csv=y").err,
            "redline: There is no flag --report_csv; did you mean --csv?\n");
  EXPECT_EQ(Reporting(folder, "import x.md --output=y").err,
            "redline: There is no flag --output; did you mean --out?\n");
  EXPECT_EQ(
      Reporting(folder, "import x.md --json=y").err,
      "redline: --json is a flag of render and not of import; --help lists them.\n");
}

}  // namespace
}  // namespace redline
