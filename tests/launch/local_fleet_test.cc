// scripts/launch_dynos --local: real supervisors, a real private Redis.

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidjson/document.h>
#include <signal.h>

#include <chrono>
#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "tests/e2e/redline_process.h"
#include "tests/launch/launcher_process.h"
#include "tests/testing/temporary_folder.h"

namespace redline {
namespace {

namespace fs = std::filesystem;
using ::testing::AllOf;
using testing::ContentOf;
using testing::Eventually;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using testing::LauncherProcess;
using ::testing::MatchesRegex;
using ::testing::Not;
using testing::TemporaryFolder;

class LocalFleet : public ::testing::Test {
 protected:
  // The launcher with these arguments, in the folder; its output goes to "output".
  std::unique_ptr<LauncherProcess> Start(std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), fs::absolute("scripts/launch_dynos"));
    return std::make_unique<LauncherProcess>(arguments, Environment(), folder_.path(),
                                             "output");
  }
  std::map<std::string, std::string> Environment() const {
    return {{"PATH", "/usr/bin:/bin:/usr/sbin:/sbin"},
            // As in tests/e2e/redline_process.cc.
            {"MAX_LATENESS_MS", "60000"},
            {"REDLINE_RUNNER", fs::absolute("runner/runner")},
            {"TMPDIR", folder_.path()}};
  }
  std::string Content(const std::string& name) const {
    return ContentOf(folder_.path() / name);
  }
  // Files that its private Redis would leave.
  std::vector<std::string> Leftovers() const {
    std::vector<std::string> left;
    for (const auto& entry : fs::directory_iterator(folder_.path())) {
      const std::string name = entry.path().filename();
      if (name.starts_with("redline-fleet-")) left.push_back(name);
    }
    return left;
  }

  const TemporaryFolder folder_;
};

TEST_F(LocalFleet, RunsAFleetOnThisMachine) {
  const int code = Start({"--local", "--dynos=3", "--out=out", "--", "--num_workers=1",
                          "--tasks_per_second=50", "--test_duration_seconds=1",
                          "--warmup_seconds=0.2"})
                       ->Wait();
  EXPECT_EQ(code, 0) << Content("output");
  EXPECT_THAT(Content("output"),
              AllOf(HasSubstr("\n[A] status: Test succeeded\n"), HasSubstr("\n[B] "),
                    HasSubstr("\n[C] "),
                    HasSubstr("\nThe fleet: All 3 dynos ran their full time: all 150 "),
                    HasSubstr("\nbottleneck: "), HasSubstr("\nThe fleet's report: "),
                    Not(HasSubstr("redline-report: "))));
  EXPECT_THAT(Content("out/dyno-B.log"), AllOf(HasSubstr("status: Test succeeded\n"),
                                               Not(HasSubstr("redline-report: "))));
  EXPECT_THAT(Content("out/fleet.html"), HasSubstr("Test succeeded"));
  rapidjson::Document json;
  json.Parse(Content("out/fleet.json").c_str());
  ASSERT_FALSE(json.HasParseError());
  EXPECT_EQ(json["dynos"].Size(), 3U);
  EXPECT_EQ(json["messaging"]["tasks_completed"].GetUint64(), 150U);
  EXPECT_THAT(Leftovers(), IsEmpty());
}

TEST_F(LocalFleet, EndsWithTheFleetsFailure) {
  const int code =
      Start({"--local", "--out=out", "--", "--num_workers=1", "--tasks_per_second=100000",
             "--max_worker_backlog=300", "--test_duration_seconds=30",
             "--warmup_seconds=0", "--item_payload_kb=0.1"})
          ->Wait();
  EXPECT_EQ(code, 1) << Content("output");
  EXPECT_THAT(Content("out/fleet.json"), HasSubstr("\"reason\": \"backlog_limit\""));
  EXPECT_THAT(Leftovers(), IsEmpty());
}

TEST_F(LocalFleet, SearchesTogether) {
  const int code =
      Start({"--local", "--out=out", "--", "--search=rate", "--num_workers=1",
             "--tasks_per_second=50", "--search_minutes=0.1", "--trial_seconds=1",
             "--max_flats=10", "--warmup_seconds=0"})
          ->Wait();
  // Not found in so short a time.
  EXPECT_EQ(code, 4) << Content("output");
  rapidjson::Document json;
  json.Parse(Content("out/fleet.json").c_str());
  ASSERT_FALSE(json.HasParseError());
  EXPECT_STREQ(json["schema"].GetString(), "redline.search/1");
  EXPECT_EQ(json["trials"][0]["result"]["dynos"].Size(), 2U);
  EXPECT_THAT(
      Content("output"),
      HasSubstr("\nThe fleet: " + std::string(json["sentence"].GetString()) + "\n"));
  EXPECT_THAT(Content("out/fleet.html"), HasSubstr("Search out of time"));
  EXPECT_THAT(Leftovers(), IsEmpty());
}

class InterruptedLocalFleet : public LocalFleet,
                              public ::testing::WithParamInterface<int> {};

INSTANTIATE_TEST_SUITE_P(Signals, InterruptedLocalFleet,
                         ::testing::Values(SIGINT, SIGQUIT));

TEST_P(InterruptedLocalFleet, EndsAllItsDynos) {
  const auto launcher =
      Start({"--local", "--out=out", "--", "--num_workers=1", "--tasks_per_second=50",
             "--test_duration_seconds=60", "--warmup_seconds=0"});
  EXPECT_TRUE(Eventually(
      [&] { return Content("output").find(" s of 60 s") != std::string::npos; },
      std::chrono::seconds(30)))
      << Content("output");
  launcher->Signal(GetParam());
  EXPECT_EQ(launcher->Wait(), 128 + GetParam()) << Content("output");
  EXPECT_THAT(Content("out/dyno-A.log"), HasSubstr("status: Test interrupted"));
  EXPECT_THAT(Content("out/dyno-B.log"), HasSubstr("status: Test interrupted"));
  EXPECT_THAT(Content("out/fleet.html"), HasSubstr("Test interrupted"));
  EXPECT_THAT(Leftovers(), IsEmpty());
}

// As a terminal that was closed, or "| head", does.
TEST_F(LocalFleet, KeepsItsReportsThoughNobodyReadsWhatItShows) {
  LauncherProcess launcher({"/bin/sh", "-c", R"(exec "$0" "$@" | head -n 1)",
                            fs::absolute("scripts/launch_dynos"), "--local", "--out=out",
                            "--", "--num_workers=1", "--tasks_per_second=50",
                            "--test_duration_seconds=1", "--warmup_seconds=0"},
                           Environment(), folder_.path(), "output");
  EXPECT_EQ(launcher.Wait(), 0);
  EXPECT_EQ(Content("output"),
            Content("output").substr(0, Content("output").find('\n') + 1));
  EXPECT_TRUE(Eventually([&] { return fs::exists(folder_.path() / "out/fleet.html"); },
                         std::chrono::seconds(30)));
}

// Each dyno would write its own there.
TEST_F(LocalFleet, HandsOnNoVariablesThatNameReports) {
  auto environment = Environment();
  environment["REPORT_JSON"] = (folder_.path() / "mine.json").string();
  environment["REPORT_CSV"] = (folder_.path() / "mine.csv").string();
  LauncherProcess launcher({fs::absolute("scripts/launch_dynos"), "--local", "--out=out",
                            "--", "--num_workers=1", "--tasks_per_second=50",
                            "--test_duration_seconds=1", "--warmup_seconds=0"},
                           environment, folder_.path(), "output");
  EXPECT_EQ(launcher.Wait(), 0) << Content("output");
  EXPECT_FALSE(fs::exists(folder_.path() / "mine.json"));
  EXPECT_FALSE(fs::exists(folder_.path() / "mine.csv"));
}

TEST_F(LocalFleet, RefusesWhatIsNotOfItsPlace) {
  EXPECT_EQ(Start({"--local", "--", "--report_openmetrics=fleet.prom"})->Wait(), 2);
  EXPECT_THAT(
      Content("output"),
      HasSubstr("Leave out --report_openmetrics after --: all dynos would write"));
  EXPECT_EQ(Start({"--local", "--size=performance-l"})->Wait(), 2);
  EXPECT_THAT(Content("output"), HasSubstr("--size is for --app only: leave it out."));
  EXPECT_EQ(Start({"--local", "--remote_command=redline"})->Wait(), 2);
  EXPECT_THAT(Content("output"), HasSubstr("--remote_command is for --ssh only"));
}

TEST_F(LocalFleet, TestsTheRedisThatIsNamedInAnyForm) {
  EXPECT_EQ(Start({"--local", "--out=out", "--", "-redis_url=redis://127.0.0.1:1",
                   "--redis_wait_seconds=0"})
                ->Wait(),
            3);
  EXPECT_THAT(Content("output"),
              HasSubstr("Cannot connect to Redis at redis://127.0.0.1:1"));
}

TEST_F(LocalFleet, TellsWhatItCannotWriteAndLeavesNothingOfAnotherFleet) {
  folder_.Write("out/fleet.html", "of another fleet");
  folder_.Write("out/dyno-B.json", "of another fleet");
  fs::create_directories(folder_.path() / "out/dyno-A.html");
  EXPECT_EQ(Start({"--local", "--out=out", "--", "--num_workers=1",
                   "--test_duration_seconds=0.5", "--warmup_seconds=0",
                   "--redis_url=redis://127.0.0.1:1", "--redis_wait_seconds=0"})
                ->Wait(),
            2);
  EXPECT_THAT(Content("output"), HasSubstr("redline: Cannot use the folder --out="));
  fs::remove(folder_.path() / "out/dyno-A.html");
  EXPECT_EQ(Start({"--local", "--out=out", "--", "--redis_url=redis://127.0.0.1:1",
                   "--redis_wait_seconds=0"})
                ->Wait(),
            3);
  EXPECT_FALSE(fs::exists(folder_.path() / "out/fleet.html"));
  EXPECT_FALSE(fs::exists(folder_.path() / "out/dyno-B.json"));
}

TEST_F(LocalFleet, EndsWithASentenceIfItsProgramIsNotThere) {
  auto environment = Environment();
  environment["REDLINE_RUNNER"] = "/nowhere/runner";
  LauncherProcess launcher({fs::absolute("scripts/launch_dynos"), "--local", "--out=out"},
                           environment, folder_.path(), "output");
  EXPECT_EQ(launcher.Wait(), 3);
  EXPECT_THAT(Content("output"),
              AllOf(HasSubstr("/nowhere/runner"), Not(HasSubstr("Traceback"))));
  EXPECT_THAT(Leftovers(), IsEmpty());
}

TEST_F(LocalFleet, ShowsTheCommandsInsteadOfRunningThem) {
  EXPECT_EQ(Start({"--local", "--dry_run", "--test1"})->Wait(), 0);
  EXPECT_THAT(Content("output"),
              MatchesRegex("runner --fleet=local-[^ ]* --dyno=A --fleet_size=2 "
                           "--send_reports --tasks_per_second=1000 --num_workers=28\n"
                           "runner --fleet=local-[^ ]* --dyno=B .*\n"));
}

TEST_F(LocalFleet, RefusesWhatItCannotDoInOneSentence) {
  EXPECT_EQ(Start({"--local", "--dynos=0"})->Wait(), 2);
  EXPECT_THAT(Content("output"), HasSubstr("redline: --dynos must be from 1 to 26"));
  EXPECT_EQ(Start({"--local", "--test1", "--test2"})->Wait(), 2);
  EXPECT_THAT(Content("output"), HasSubstr("ask for one"));
  EXPECT_EQ(Start({"--test1"})->Wait(), 2);
  EXPECT_THAT(Content("output"), HasSubstr("redline: Say where: --local"));
  EXPECT_EQ(Start({"--local", "--dynos=two"})->Wait(), 2);
  EXPECT_EQ(
      Content("output"),
      "redline: Argument --dynos: invalid int value: 'two'; --help lists what there "
      "is.\n");
}

TEST_F(LocalFleet, TellsWhereRedlinesFlagsGoAndWhichOfItsOwnWasMeant) {
  EXPECT_EQ(Start({"--local", "--num_workers=2"})->Wait(), 2);
  EXPECT_EQ(Content("output"),
            "redline: There is no flag --num_workers here: redline's own flags go after "
            "--, as scripts/launch_dynos --local -- --num_workers=28.\n");
  EXPECT_EQ(Start({"--local", "--dyno=3"})->Wait(), 2);
  EXPECT_THAT(Content("output"), HasSubstr("did you mean --dynos?"));
  EXPECT_EQ(Start({"--local", "3"})->Wait(), 2);
  EXPECT_THAT(Content("output"), HasSubstr("Do not know what to do with '3'"));
}

TEST_F(LocalFleet, RefusesFlagsThatTheLauncherItselfGivesToItsDynos) {
  for (const char* flag : {"--fleet=f", "--fleet_size=3", "-dyno=A", "--send_reports"}) {
    EXPECT_EQ(Start({"--local", "--dry_run", "--", flag})->Wait(), 2) << flag;
  }
  EXPECT_EQ(Start({"--local", "--", "--fleet_size=3"})->Wait(), 2);
  EXPECT_EQ(Content("output"),
            "redline: Leave out --fleet_size after --. It is --dynos before the --.\n");
}

TEST_F(LocalFleet, NamesTheFlagThatOverridesItsTestsOwn) {
  EXPECT_EQ(Start({"--local", "--out=out", "--test1", "--", "--num_workers=0"})->Wait(),
            2);
  EXPECT_THAT(Content("output"),
              HasSubstr("--num_workers must be from 1 to 10000, but is 0."));
}

}  // namespace
}  // namespace redline
