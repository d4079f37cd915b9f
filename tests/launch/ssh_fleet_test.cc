// scripts/launch_dynos --ssh: a real sshd on the loopback, of which the launcher knows
// two names, real supervisors and a real Redis.

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidjson/document.h>
#include <signal.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "tests/e2e/redline_process.h"
#include "tests/launch/launcher_process.h"
#include "tests/launch/ssh_server.h"
#include "tests/testing/redis_server.h"
#include "tests/testing/temporary_folder.h"

namespace redline {
namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;
using ::testing::AllOf;
using testing::ContentOf;
using testing::Eventually;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using testing::LauncherProcess;
using ::testing::Not;
using testing::RedisServer;
using testing::SshServer;
using testing::TemporaryFolder;

constexpr char kPassword[] = "not-to-be-seen-anywhere";

// The command lines of all processes that hold this text.
std::vector<std::string> CommandsWith(const std::string& text) {
  std::vector<std::string> commands;
  for (const auto& entry : fs::directory_iterator("/proc")) {
    std::string command = ContentOf(entry.path() / "cmdline");
    std::ranges::replace(command, '\0', ' ');
    if (command.find(text) != std::string::npos) commands.push_back(command);
  }
  return commands;
}

class SshFleet : public ::testing::Test {
 protected:
  std::unique_ptr<LauncherProcess> Start(const std::string& hosts,
                                         const std::vector<std::string>& flags,
                                         const std::string& command = "") {
    std::vector<std::string> arguments = {
        fs::absolute("scripts/launch_dynos"), "--ssh=" + hosts, "--out=out",
        "--remote_command=" +
            (command.empty() ? fs::absolute("runner/runner").string() : command),
        "--", "--num_workers=1", "--tasks_per_second=50", "--warmup_seconds=0",
        // As in tests/e2e/redline_process.cc.
        "--max_lateness_ms=60000", Seed()};
    arguments.insert(arguments.end(), flags.begin(), flags.end());
    return std::make_unique<LauncherProcess>(
        arguments,
        std::map<std::string, std::string>{
            {"PATH", server_.ClientFolder() + ":/usr/bin:/bin:/usr/sbin:/sbin"},
            {"REDIS_URL", redis_.Url("default:" + std::string(kPassword))}},
        folder_.path(), "output");
  }
  std::string Content(const std::string& name) const {
    return ContentOf(folder_.path() / name);
  }
  bool AwaitOutput(const std::string& text) const {
    return Eventually([&] { return Content("output").find(text) != std::string::npos; },
                      30s);
  }
  // No other test's.
  static std::string Seed() { return "--seed=" + std::to_string(::getpid()); }
  // The test's own redlines; clients and shells included.
  static std::vector<std::string> RunningDynos() { return CommandsWith(Seed()); }

  const RedisServer redis_{RedisServer::Transport::kTcp, {"--requirepass", kPassword}};
  const SshServer server_;
  const TemporaryFolder folder_;
};

TEST_F(SshFleet, RunsOnEachOfTheMachinesAndBringsTheReportsBack) {
  const int code = Start("one,two", {"--test_duration_seconds=1"})->Wait();
  EXPECT_EQ(code, 0) << Content("output");
  EXPECT_THAT(
      Content("output"),
      AllOf(HasSubstr("[A] on one\n"), HasSubstr("[B] on two\n"),
            HasSubstr("\n[A] status: Test succeeded\n"),
            HasSubstr("\nThe fleet: All 2 dynos ran their full time: all 100 "),
            HasSubstr("\nThe fleet's report: "), Not(HasSubstr("redline-report: "))));
  rapidjson::Document json;
  json.Parse(Content("out/fleet.json").c_str());
  ASSERT_FALSE(json.HasParseError());
  EXPECT_EQ(json["dynos"].Size(), 2U);
  EXPECT_EQ(json["messaging"]["tasks_completed"].GetUint64(), 100U);
  EXPECT_THAT(Content("out/fleet.html"), HasSubstr("Test succeeded"));
}

TEST_F(SshFleet, EndsAllItsDynosWhenItIsInterruptedAndShowsNoPassword) {
  const auto launcher = Start("one,two", {"--test_duration_seconds=60"});
  EXPECT_TRUE(AwaitOutput(" s of 60 s")) << Content("output");
  EXPECT_THAT(CommandsWith(kPassword), IsEmpty());
  launcher->Signal(SIGINT);
  EXPECT_EQ(launcher->Wait(), 130) << Content("output");
  EXPECT_THAT(Content("out/dyno-A.log"), HasSubstr("status: Test interrupted"));
  EXPECT_THAT(Content("out/dyno-B.log"), HasSubstr("status: Test interrupted"));
  EXPECT_THAT(Content("out/fleet.html"), HasSubstr("Test interrupted"));
  EXPECT_THAT(Content("output"), Not(HasSubstr("was not seen to end")));
  EXPECT_THAT(Content("output"), Not(HasSubstr(kPassword)));
  EXPECT_THAT(RunningDynos(), IsEmpty());
}

TEST_F(SshFleet, IsInterruptedAlsoWhileItConnects) {
  const auto launcher = Start("one,two", {"--test_duration_seconds=60"});
  EXPECT_TRUE(AwaitOutput("[B] on two")) << Content("output");
  launcher->Signal(SIGINT);
  EXPECT_EQ(launcher->Wait(), 130) << Content("output");
  EXPECT_THAT(Content("output"),
              AllOf(Not(HasSubstr(" s of 60 s")), Not(HasSubstr("was not seen to end"))));
  EXPECT_THAT(RunningDynos(), IsEmpty());
}

TEST_F(SshFleet, LeavesNothingBehindWhereItsLauncherIsKilled) {
  const auto launcher = Start("one,two", {"--test_duration_seconds=60"});
  EXPECT_TRUE(AwaitOutput(" s of 60 s")) << Content("output");
  EXPECT_THAT(RunningDynos(), Not(IsEmpty()));
  launcher->Signal(SIGKILL);
  EXPECT_EQ(launcher->Wait(), -SIGKILL);
  EXPECT_TRUE(Eventually([] { return RunningDynos().empty(); }, 30s));
}

TEST_F(SshFleet, SaysWhichMachineCannotBeReachedAndStopsTheOthers) {
  EXPECT_EQ(Start("one,stranger", {"--test_duration_seconds=60"})->Wait(), 3);
  EXPECT_THAT(Content("output"), AllOf(HasSubstr("Dyno B has not started: stranger: "),
                                       HasSubstr("Host key verification failed.")));
  EXPECT_EQ(Start("closed,one", {"--test_duration_seconds=60"})->Wait(), 3);
  EXPECT_THAT(Content("output"), AllOf(HasSubstr("Dyno A has not started: closed: "),
                                       HasSubstr("Connection refused.")));
  EXPECT_THAT(RunningDynos(), IsEmpty());
}

TEST_F(SshFleet, SaysWhereRedlineIsNotInstalled) {
  EXPECT_EQ(Start("one", {"--test_duration_seconds=60"}, "no-redline")->Wait(), 3);
  EXPECT_THAT(Content("output"),
              HasSubstr("Dyno A left no result: one cannot run no-redline: install "
                        "redline there, or name it with --remote_command."));
}

TEST_F(SshFleet, RefusesWhatWouldShowAPasswordOrNamesNoHost) {
  EXPECT_EQ(Start("one", {"--redis_url=redis://:secret@db"})->Wait(), 2);
  EXPECT_THAT(Content("output"),
              AllOf(HasSubstr("set REDIS_URL=... here, which is handed on unseen."),
                    Not(HasSubstr("secret"))));
  for (const std::vector<std::string>& flags :
       {std::vector<std::string>{
            "--redis_url=redis+sentinel://a/m?sentinel_password=secret"},
        {"--redis_url=redis://:secret@db", "--redis_url=redis://db"}}) {
    EXPECT_EQ(Start("one", flags)->Wait(), 2);
    EXPECT_THAT(Content("output"),
                AllOf(HasSubstr("set REDIS_URL=... here"), Not(HasSubstr("secret"))));
  }
  EXPECT_EQ(Start("one,,two", {})->Wait(), 2);
  EXPECT_THAT(Content("output"), HasSubstr("but is 'one,,two'."));
}

}  // namespace
}  // namespace redline
