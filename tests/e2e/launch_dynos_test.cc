// scripts/launch_dynos --local: real supervisors, a real private Redis.

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidjson/document.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "tests/e2e/redline_process.h"
#include "tests/runner/temporary_folder.h"

namespace redline {
namespace {

namespace fs = std::filesystem;
using ::testing::AllOf;
using testing::ContentOf;
using testing::Eventually;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using testing::TemporaryFolder;

class LaunchDynos : public ::testing::Test {
 protected:
  // The launcher with these arguments, in the folder; its output goes to "output".
  pid_t Start(const std::string& arguments) {
    const std::string script = fs::absolute("scripts/launch_dynos");
    const std::string command = "cd '" + folder_.path().string() + "' && exec '" +
                                script + "' " + arguments + " >output 2>&1 </dev/null";
    const std::string runner = "REDLINE_RUNNER=" + fs::absolute("runner/runner").string();
    const std::string tmp = "TMPDIR=" + folder_.path().string();
    const pid_t pid = ::fork();
    if (pid == 0) {
      ::execl("/usr/bin/env", "env", "-i", "PATH=/usr/bin:/bin:/usr/sbin:/sbin",
              "MAX_LATENESS_MS=60000", runner.c_str(), tmp.c_str(), "/bin/sh", "-c",
              command.c_str(), nullptr);
      ::_exit(127);
    }
    return pid;
  }
  static int Wait(pid_t pid) {
    int status = 0;
    EXPECT_EQ(::waitpid(pid, &status, 0), pid);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
  }
  std::string Content(const std::string& name) const {
    return ContentOf(folder_.path() / name);
  }
  // What its private Redis would leave.
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

TEST_F(LaunchDynos, RunsAFleetOnThisMachine) {
  const int code =
      Wait(Start("--local --dynos=3 --out=out -- --num_workers=1 --tasks_per_second=50 "
                 "--test_duration_seconds=1 --warmup_seconds=0.2"));
  EXPECT_EQ(code, 0) << Content("output");
  EXPECT_THAT(Content("output"),
              AllOf(HasSubstr("\n[A] status: Test succeeded\n"), HasSubstr("\n[B] "),
                    HasSubstr("\n[C] "), HasSubstr("The fleet's report: ")));
  EXPECT_THAT(Content("out/dyno-B.log"), HasSubstr("status: Test succeeded\n"));
  EXPECT_THAT(Content("out/fleet.html"), HasSubstr("Test succeeded"));
  rapidjson::Document json;
  json.Parse(Content("out/fleet.json").c_str());
  ASSERT_FALSE(json.HasParseError());
  EXPECT_EQ(json["dynos"].Size(), 3U);
  EXPECT_EQ(json["messaging"]["tasks_completed"].GetUint64(), 150U);
  EXPECT_THAT(Leftovers(), IsEmpty());
}

TEST_F(LaunchDynos, EndsWithTheFleetsFailure) {
  const int code =
      Wait(Start("--local --out=out -- --num_workers=1 --tasks_per_second=100000 "
                 "--max_worker_backlog=3 --test_duration_seconds=30 --warmup_seconds=0"));
  EXPECT_EQ(code, 1) << Content("output");
  EXPECT_THAT(Content("out/fleet.json"), HasSubstr("\"reason\": \"backlog_limit\""));
  EXPECT_THAT(Leftovers(), IsEmpty());
}

TEST_F(LaunchDynos, EndsAllItsDynosWhenItIsInterrupted) {
  const pid_t pid = Start(
      "--local --out=out -- --num_workers=1 --tasks_per_second=50 "
      "--test_duration_seconds=60 --warmup_seconds=0");
  EXPECT_TRUE(Eventually(
      [&] { return Content("output").find(" s of 60 s") != std::string::npos; },
      std::chrono::seconds(30)))
      << Content("output");
  ::kill(pid, SIGINT);
  EXPECT_EQ(Wait(pid), 130) << Content("output");
  EXPECT_THAT(Content("out/dyno-A.log"), HasSubstr("status: Test interrupted"));
  EXPECT_THAT(Content("out/dyno-B.log"), HasSubstr("status: Test interrupted"));
  EXPECT_THAT(Content("out/fleet.html"), HasSubstr("Test interrupted"));
  EXPECT_THAT(Leftovers(), IsEmpty());
}

TEST_F(LaunchDynos, RefusesWhatItCannotDoInOneSentence) {
  EXPECT_EQ(Wait(Start("--local --dynos=0")), 2);
  EXPECT_THAT(Content("output"), HasSubstr("redline: --dynos must be from 1 to 26"));
  EXPECT_EQ(Wait(Start("--local --test1 --test2")), 2);
  EXPECT_THAT(Content("output"), HasSubstr("ask for one"));
}

}  // namespace
}  // namespace redline
