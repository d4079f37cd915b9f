// scripts/launch_dynos --ssh: a real ssh, a real sshd, real supervisors on a real Redis.

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidjson/document.h>
#include <signal.h>

#include <chrono>
#include <filesystem>
#include <fstream>
#include <iterator>
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

constexpr char kPassword[] = "not-to-be-seen";

// The command lines of all processes that have this text in theirs.
std::vector<std::string> CommandLinesWith(const std::string& text) {
  std::vector<std::string> lines;
  std::error_code gone;
  for (const auto& process : fs::directory_iterator("/proc", gone)) {
    const std::string line = ContentOf(process.path() / "cmdline");
    if (line.find(text) != std::string::npos) lines.push_back(line);
  }
  return lines;
}

class SshFleet : public ::testing::Test {
 protected:
  void SetUp() override {
    if (const std::string why = SshServer::WhyNot(); !why.empty()) GTEST_SKIP() << why;
    folder_.Write("bin/keep", "");
    fs::create_symlink(fs::absolute("runner/runner"), folder_.path() / "bin/redline");
    ssh_ = std::make_unique<SshServer>(
        folder_.path(),
        std::map<std::string, std::string>{
            {"PATH", (folder_.path() / "bin").string() + ":/usr/bin:/bin"},
            // As in tests/e2e/redline_process.cc.
            {"MAX_LATENESS_MS", "60000"},
            {"TMPDIR", folder_.path()}});
    redis_ = std::make_unique<RedisServer>(
        RedisServer::Transport::kTcp,
        std::vector<std::string>{"--requirepass", kPassword});
  }

  std::unique_ptr<LauncherProcess> Start(std::vector<std::string> arguments,
                                         bool with_redis = true) {
    arguments.insert(arguments.begin(), fs::absolute("scripts/launch_dynos"));
    std::map<std::string, std::string> environment = {
        {"PATH", ssh_->programs().string() + ":/usr/bin:/bin"},
        {"TMPDIR", folder_.path()}};
    if (with_redis) {
      environment["REDIS_URL"] = redis_->Url("default:" + std::string(kPassword));
    }
    return std::make_unique<LauncherProcess>(arguments, environment, folder_.path(),
                                             "output");
  }
  // A fleet whose test goes on for a minute.
  std::unique_ptr<LauncherProcess> StartLong() {
    auto launcher = Start({"--ssh=one,two", "--out=out", "--", "--num_workers=1",
                           "--tasks_per_second=50", "--test_duration_seconds=60",
                           "--warmup_seconds=0"});
    EXPECT_TRUE(Eventually([&] { return Has("[A] ", " s of 60 s"); }, 30s)) << Output();
    EXPECT_TRUE(Eventually([&] { return Has("[B] ", " s of 60 s"); }, 30s)) << Output();
    return launcher;
  }

  std::string Content(const std::string& name) const {
    return ContentOf(folder_.path() / name);
  }
  std::string Output() const { return Content("output"); }
  // Whether a line of the output begins and goes on so.
  bool Has(const std::string& begin, const std::string& part) const {
    std::ifstream file(folder_.path() / "output");
    for (std::string line; std::getline(file, line);) {
      if (line.starts_with(begin) && line.find(part) != std::string::npos) return true;
    }
    return false;
  }
  // Supervisors and shells on the hosts, of this test's fleets.
  std::vector<std::string> Remote() const {
    return CommandLinesWith("redline" + std::string(1, '\0') + "--fleet=ssh-");
  }

  const TemporaryFolder folder_;
  std::unique_ptr<SshServer> ssh_;
  std::unique_ptr<RedisServer> redis_;
};

TEST_F(SshFleet, IsADynoOnEachHostWithOneVerdict) {
  EXPECT_EQ(Start({"--ssh=one,two", "--out=out", "--", "--num_workers=1",
                   "--tasks_per_second=50", "--test_duration_seconds=1",
                   "--warmup_seconds=0.2"})
                ->Wait(),
            0)
      << Output();
  EXPECT_THAT(
      Output(),
      AllOf(HasSubstr("[A] on one\n"), HasSubstr("[B] on two\n"),
            HasSubstr("\n[A] status: Test succeeded\n"),
            HasSubstr("\nThe fleet: All 2 dynos ran their full time: all 100 tasks"),
            Not(HasSubstr("redline-report: ")), Not(HasSubstr(kPassword))));
  EXPECT_THAT(Content("out/dyno-B.log"), HasSubstr("status: Test succeeded\n"));
  EXPECT_THAT(Content("out/fleet.html"), HasSubstr("Test succeeded"));
  rapidjson::Document json;
  json.Parse(Content("out/fleet.json").c_str());
  ASSERT_FALSE(json.HasParseError());
  EXPECT_EQ(json["dynos"].Size(), 2U);
}

TEST_F(SshFleet, EndsWithTheTestsFailure) {
  EXPECT_EQ(Start({"--ssh=one,one", "--out=out", "--", "--num_workers=1",
                   "--tasks_per_second=100000", "--max_worker_backlog=300",
                   "--test_duration_seconds=30", "--warmup_seconds=0"})
                ->Wait(),
            1)
      << Output();
  EXPECT_THAT(Content("out/fleet.json"), HasSubstr("\"reason\": \"backlog_limit\""));
}

TEST_F(SshFleet, IsInterruptedWithItsReports) {
  const auto launcher = StartLong();
  launcher->Signal(SIGINT);
  EXPECT_EQ(launcher->Wait(), 130) << Output();
  EXPECT_THAT(Content("out/dyno-A.log"), HasSubstr("status: Test interrupted"));
  EXPECT_THAT(Content("out/dyno-B.log"), HasSubstr("status: Test interrupted"));
  EXPECT_THAT(Content("out/fleet.html"), HasSubstr("Test interrupted"));
  EXPECT_THAT(Remote(), IsEmpty());
}

TEST_F(SshFleet, DoesNotOutliveItsLauncher) {
  const auto launcher = StartLong();
  EXPECT_FALSE(Remote().empty());
  launcher->Signal(SIGKILL);
  EXPECT_EQ(launcher->Wait(), -SIGKILL);
  EXPECT_TRUE(Eventually([&] { return Remote().empty(); }, 30s));
}

TEST_F(SshFleet, ShowsNoPasswordInACommandLine) {
  const auto launcher = StartLong();
  // Of redis-server the test itself has given it.
  for (const std::string& line : CommandLinesWith(kPassword)) {
    EXPECT_THAT(line, HasSubstr("redis-server"));
  }
  launcher->Signal(SIGTERM);
  EXPECT_EQ(launcher->Wait(), 143) << Output();
}

TEST_F(SshFleet, EndsAtOnceIfAHostRefuses) {
  EXPECT_EQ(Start({"--ssh=one,refusing", "--out=out"})->Wait(), 3);
  EXPECT_THAT(Output(), HasSubstr("redline: Dyno B left no result: ssh refusing: connect "
                                  "to host 127.0.0.1 port 1: Connection refused; 'ssh "
                                  "refusing true' must work, and ask nothing.\n"));
  EXPECT_THAT(Remote(), IsEmpty());
}

TEST_F(SshFleet, EndsAtOnceIfAHostsKeyIsUnknown) {
  EXPECT_EQ(Start({"--ssh=stranger,one", "--out=out"})->Wait(), 3);
  EXPECT_THAT(Output(),
              HasSubstr("redline: Dyno A left no result: ssh stranger: Host key "
                        "verification failed; 'ssh stranger true'"));
  EXPECT_THAT(Remote(), IsEmpty());
}

TEST_F(SshFleet, EndsAtOnceIfAHostHasNoRedline) {
  EXPECT_EQ(Start({"--ssh=one,two", "--remote_command=/opt/none", "--out=out"})->Wait(),
            3);
  EXPECT_THAT(Output(), HasSubstr("there is no such program on "));
  EXPECT_THAT(Output(), HasSubstr("name it with --remote_command.\n"));
}

TEST_F(SshFleet, RunsTheCommandThatIsNamed) {
  folder_.Write("tools/with blank", "#!/bin/sh\necho \"called: $*\"\nexit 2\n");
  fs::permissions(folder_.path() / "tools/with blank", fs::perms::owner_all);
  EXPECT_EQ(Start({"--ssh=one",
                   "--remote_command=env A=b '" + folder_.path().string() +
                       "/tools/with blank'",
                   "--out=out", "--", "--slo=response.p99<5ms,tasks_failed==0",
                   "--key_prefix=a 'b' \"c\" $HOME"})
                ->Wait(),
            2);
  EXPECT_THAT(Output(), HasSubstr("--slo=response.p99<5ms,tasks_failed==0 "
                                  "--key_prefix=a 'b' \"c\" $HOME\n"));
}

TEST_F(SshFleet, IsRefusedInOneSentence) {
  EXPECT_EQ(Start({"--ssh=one,two", "--out=out"}, false)->Wait(), 2);
  EXPECT_EQ(Output(),
            "redline: Name the Redis that all hosts reach: REDIS_URL=redis://...\n");
  EXPECT_EQ(Start({"--ssh=one", "--", "--redis_url=redis://:pw@h"})->Wait(), 2);
  EXPECT_THAT(Output(), HasSubstr("set REDIS_URL here, which they get unseen"));
  EXPECT_EQ(Start({"--ssh=one,,two"})->Wait(), 2);
  EXPECT_THAT(Output(), HasSubstr("--ssh takes names of hosts with commas between"));
  EXPECT_EQ(Start({"--ssh=one,two", "--dynos=3"})->Wait(), 2);
  EXPECT_THAT(Output(), HasSubstr("--ssh names 2 hosts, a dyno each"));
  EXPECT_EQ(Start({"--ssh=one", "--local"})->Wait(), 2);
  EXPECT_THAT(Output(), HasSubstr("redline: Say where: "));
}

}  // namespace
}  // namespace redline
