// scripts/launch_dynos --app: the real Heroku CLI, real supervisors on a real Redis, and
// a stand-in for Heroku itself (platform_api.py), all in a network that has nothing but
// the loopback.

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidjson/document.h>
#include <signal.h>

#include <chrono>
#include <filesystem>
#include <fstream>
#include <map>
#include <memory>
#include <sstream>
#include <string>
#include <vector>

#include "tests/e2e/redline_process.h"
#include "tests/launch/launcher_process.h"
#include "tests/testing/certificates.h"
#include "tests/testing/loopback_only.h"
#include "tests/testing/npm_packages.h"
#include "tests/testing/redis_server.h"
#include "tests/testing/temporary_folder.h"

namespace redline {
namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;
using ::testing::AllOf;
using testing::Certificate;
using testing::Certificates;
using ::testing::ContainsRegex;
using testing::ContentOf;
using ::testing::ElementsAre;
using testing::EnterLoopbackOnly;
using testing::Eventually;
using ::testing::HasSubstr;
using testing::LauncherProcess;
using ::testing::Not;
using testing::NpmPrograms;
using testing::RedisServer;
using testing::TemporaryFolder;

constexpr char kPassword[] = "not-to-be-seen";

int Count(const std::string& text, const std::string& part) {
  int count = 0;
  for (std::size_t at = text.find(part); at != std::string::npos;
       at = text.find(part, at + part.size())) {
    ++count;
  }
  return count;
}

// The names of the network's devices.
std::vector<std::string> Devices() {
  std::vector<std::string> devices;
  std::ifstream in("/proc/self/net/dev");
  for (std::string line; std::getline(in, line);) {
    const std::size_t colon = line.find(':');
    if (colon == std::string::npos) continue;
    devices.push_back(line.substr(0, colon));
    devices.back().erase(0, devices.back().find_first_not_of(' '));
  }
  return devices;
}

class HerokuFleet : public ::testing::Test {
 protected:
  static void SetUpTestSuite() { isolated_ = EnterLoopbackOnly(); }

  void SetUp() override {
    ASSERT_TRUE(isolated_) << "this system allows no network namespaces";
    ASSERT_THAT(Devices(), ElementsAre("lo"));
    ASSERT_TRUE(fs::exists(NpmPrograms() / "heroku"))
        << "scripts/setup --tests installs the Heroku CLI";
    redis_ = std::make_unique<RedisServer>(
        RedisServer::Transport::kTcp,
        std::vector<std::string>{"--requirepass", kPassword});
    certificate_ = certificates_.SelfSigned("IP:127.0.0.1");
    fs::create_directory(Path("bin"));
    fs::create_directory(Path("home"));
    fs::create_symlink(fs::absolute("runner/runner"), Path("bin/redline"));
  }

  fs::path Path(const std::string& name) const { return folder_.path() / name; }
  std::string Content(const std::string& name) const { return ContentOf(Path(name)); }
  std::string Output() const { return Content("output"); }

  // The stand-in; `more` of its configuration, as JSON members that begin with a comma.
  void StartHeroku(const std::string& more = "") {
    // Any lateness, as in tests/e2e/redline_process.cc.
    const std::string url = redis_->Url("default:" + std::string(kPassword));
    folder_.Write(
        "config.json",
        R"({"app": "lines", "folder": ")" + folder_.path().string() +
            R"(", "certificate": ")" + certificate_.file + R"(", "key": ")" +
            certificate_.key + R"(", "config_vars": {"MAX_LATENESS_MS": "60000")" +
            (with_redis_ ? R"(, "REDIS_URL": ")" + url + '"' : "") + "}" + more + "}");
    heroku_ = std::make_unique<LauncherProcess>(
        std::vector<std::string>{"/usr/bin/python3", "-B",
                                 fs::absolute("tests/launch/platform_api.py"),
                                 Path("config.json")},
        std::map<std::string, std::string>{
            {"PATH", Path("bin").string() + ":/usr/bin:/bin"}},
        folder_.path(), "heroku_output");
    ASSERT_TRUE(Eventually([&] { return fs::exists(Path("address")); }))
        << Content("heroku_output");
  }

  // Settings that keep the CLI on this machine.
  std::map<std::string, std::string> Environment() const {
    const std::string address = Content("address");
    return {{"PATH", NpmPrograms().string() + ":/usr/bin:/bin"},
            {"HOME", Path("home")},
            {"TMPDIR", folder_.path()},
            {"HEROKU_HOST", address},
            {"HEROKU_PARTICLEBOARD_URL", address},
            {"HEROKU_API_KEY", "a-key"},
            {"NODE_EXTRA_CA_CERTS", certificate_.file},
            {"DISABLE_TELEMETRY", "true"},
            {"HEROKU_DISABLE_AUTOUPDATE", "1"},
            {"HEROKU_SKIP_NEW_VERSION_CHECK", "1"},
            {"HEROKU_GIT_HOST", "127.0.0.1"},
            {"HEROKU_DATA_HOST", "127.0.0.1"}};
  }

  std::unique_ptr<LauncherProcess> Launch(std::vector<std::string> arguments,
                                          std::map<std::string, std::string> more = {}) {
    arguments.insert(arguments.begin(), fs::absolute("scripts/launch_dynos"));
    more.merge(Environment());
    return std::make_unique<LauncherProcess>(arguments, more, folder_.path(), "output");
  }

  std::vector<std::string> Fleet(std::vector<std::string> flags) const {
    flags.insert(flags.begin(),
                 {"--app=lines", "--size=performance-l", "--out=out", "--",
                  "--num_workers=2", "--tasks_per_second=50", "--warmup_seconds=0.2"});
    return flags;
  }

  bool AwaitOutput(const std::string& text) const {
    return Eventually([&] { return Output().find(text) != std::string::npos; }, 60s);
  }

  static inline bool isolated_ = false;
  bool with_redis_ = true;
  Certificates certificates_;
  Certificate certificate_;
  const TemporaryFolder folder_;
  std::unique_ptr<RedisServer> redis_;
  std::unique_ptr<LauncherProcess> heroku_;
};

TEST_F(HerokuFleet, RunsADynoEachAtOnceAndBringsTheirReportsBack) {
  StartHeroku();
  EXPECT_EQ(Launch(Fleet({"--test_duration_seconds=2"}))->Wait(), 0) << Output();
  EXPECT_THAT(
      Output(),
      AllOf(HasSubstr("Starting 2 one-off dynos of the app lines, of size performance-l"),
            HasSubstr("[A] run.100"), HasSubstr("[B] run.100"),
            HasSubstr("[A] status: Test succeeded"),
            HasSubstr("[B] status: Test succeeded"),
            HasSubstr("The fleet: All 2 dynos ran their full time: all 200 tasks"),
            HasSubstr("No dyno of this fleet is left."),
            Not(HasSubstr("redline-report: "))));
  rapidjson::Document json;
  json.Parse(Content("out/fleet.json").c_str());
  ASSERT_FALSE(json.HasParseError());
  ASSERT_EQ(json["dynos"].Size(), 2U);
  EXPECT_STREQ(json["dynos"][1]["name"].GetString(), "B");
  EXPECT_EQ(json["messaging"]["tasks_completed"].GetUint64(), 200U);
  EXPECT_THAT(Content("out/fleet.html"), HasSubstr("Test succeeded"));
  EXPECT_THAT(Content("out/dyno-A.json"), HasSubstr("\"tasks_completed\": "));
  const std::string requests = Content("requests");
  EXPECT_EQ(Count(requests, "POST /apps/lines/dynos "), 2) << requests;
  EXPECT_EQ(Count(requests, R"("size":"performance-l","type":"redline")"), 2);
  EXPECT_EQ(Count(requests, "/actions/stop"), 0);
}

TEST_F(HerokuFleet, ShowsThePasswordOfTheAppsRedisNowhere) {
  StartHeroku();
  EXPECT_EQ(Launch(Fleet({"--test_duration_seconds=0.5"}))->Wait(), 0) << Output();
  EXPECT_THAT(Output(), Not(HasSubstr(kPassword)));
  for (const auto& entry : fs::directory_iterator(Path("out"))) {
    EXPECT_THAT(ContentOf(entry.path()), Not(HasSubstr(kPassword))) << entry.path();
  }
  EXPECT_THAT(Content("requests"), Not(HasSubstr(kPassword)));
}

TEST_F(HerokuFleet, EndsWithTheFleetsFailureAndHasItsWholeReport) {
  StartHeroku();
  EXPECT_EQ(Launch(Fleet({"--tasks_per_second=100000", "--max_worker_backlog=300",
                          "--test_duration_seconds=30", "--warmup_seconds=0",
                          "--item_payload_kb=0.1"}))
                ->Wait(),
            1)
      << Output();
  EXPECT_THAT(Content("out/fleet.json"), HasSubstr("\"reason\": \"backlog_limit\""));
  EXPECT_THAT(Content("out/fleet.html"), HasSubstr("</html>"));
}

TEST_F(HerokuFleet, StopsTheOthersIfOneIsNotStarted) {
  StartHeroku(R"(, "refuse_dyno": 2)");
  EXPECT_EQ(Launch(Fleet({"--test_duration_seconds=60"}))->Wait(), 3) << Output();
  EXPECT_THAT(Output(), AllOf(ContainsRegex("Dyno [AB] has not started: Cannot run more "
                                            "than 1 Performance size dynos[.] Stopping"),
                              HasSubstr("No dyno of this fleet is left.")));
  EXPECT_EQ(Count(Content("requests"), "POST /apps/lines/dynos/run.1001/actions/stop"),
            1);
}

TEST_F(HerokuFleet, StopsTheOthersIfOneHasNoRedline) {
  StartHeroku(R"(, "without_redline": 2)");
  EXPECT_EQ(Launch(Fleet({"--test_duration_seconds=60"}))->Wait(), 127) << Output();
  EXPECT_THAT(Output(), AllOf(ContainsRegex("[[][AB][]] [^\n]*redline: not found"),
                              ContainsRegex("Dyno [AB] has not started: its output says"),
                              HasSubstr("No dyno of this fleet is left.")));
}

TEST_F(HerokuFleet, StopsADynoThatNeverRunsItsCommand) {
  StartHeroku(R"(, "mute_dynos": [2])");
  EXPECT_EQ(
      Launch(Fleet({"--test_duration_seconds=60", "--fleet_wait_seconds=2"}))->Wait(), 3)
      << Output();
  EXPECT_THAT(Output(), AllOf(HasSubstr("did not come within 2 seconds"),
                              HasSubstr("has not started, and another has ended"),
                              HasSubstr("No dyno of this fleet is left.")));
  EXPECT_EQ(Count(Content("requests"), "POST /apps/lines/dynos/run.1002/actions/stop"),
            1);
}

TEST_F(HerokuFleet, StopsItsDynosAndKeepsTheirReportsWhenItIsInterrupted) {
  StartHeroku();
  const auto launcher = Launch(Fleet({"--test_duration_seconds=60"}));
  ASSERT_TRUE(AwaitOutput("[A] 1 s of 60 s") && AwaitOutput("[B] 1 s of 60 s"))
      << Output();
  launcher->Signal(SIGINT);
  EXPECT_EQ(launcher->Wait(), 130) << Output();
  EXPECT_THAT(Output(), AllOf(HasSubstr("Interrupted. Stopping the dynos"),
                              ContainsRegex("The fleet: Dyno [AB] was interrupted"),
                              HasSubstr("No dyno of this fleet is left.")));
  EXPECT_THAT(Content("out/fleet.html"), HasSubstr("Test interrupted"));
  EXPECT_THAT(Content("out/dyno-A.html"), HasSubstr("</html>"));
  EXPECT_THAT(Content("out/dyno-B.html"), HasSubstr("</html>"));
  EXPECT_GE(Count(Content("requests"), "/actions/stop"), 1);
}

// Clients that are killed after they have asked for their dynos, before those exist.
TEST_F(HerokuFleet, StopsDynosThatCameOnlyAfterTheirClientsWereKilled) {
  // Nothing but a stop ends them.
  StartHeroku(R"(, "starts_late": true, "mute_dynos": [1, 2])");
  const auto launcher = Launch(Fleet({"--test_duration_seconds=60"}));
  ASSERT_TRUE(Eventually(
      [&] { return Count(Content("requests"), "POST /apps/lines/dynos ") == 2; }, 30s))
      << Output();
  launcher->Signal(SIGINT);
  ASSERT_TRUE(AwaitOutput("Interrupted.")) << Output();
  launcher->Signal(SIGINT);
  EXPECT_EQ(launcher->Wait(), 130) << Output();
  EXPECT_THAT(Output(), HasSubstr("No dyno of this fleet is left."));
  for (const std::string name : {"run.1001", "run.1002"}) {
    EXPECT_EQ(Count(Content("requests"), "/dynos/" + name + "/actions/stop"), 1)
        << Output();
  }
}

TEST_F(HerokuFleet, SaysWhichDynosItCouldNotStop) {
  StartHeroku(R"(, "deaf_to_stop": true)");
  const auto launcher = Launch(Fleet({"--test_duration_seconds=60"}));
  ASSERT_TRUE(AwaitOutput("[A] 1 s of 60 s") && AwaitOutput("[B] 1 s of 60 s"))
      << Output();
  launcher->Signal(SIGINT);
  ASSERT_TRUE(AwaitOutput("Interrupted.")) << Output();
  launcher->Signal(SIGINT);
  EXPECT_EQ(launcher->Wait(), 130) << Output();
  for (const std::string name : {"run.1001", "run.1002"}) {
    EXPECT_THAT(Output(),
                HasSubstr("redline: Could not stop " + name +
                          " (Heroku is away for a moment), which costs until it ends: "
                          "heroku ps:stop " +
                          name + " --app lines"));
  }
}

TEST_F(HerokuFleet, StartsNothingIfItCannotKeepWhatDynosSay) {
  StartHeroku();
  fs::create_directories(Path("out/dyno-B.log/full"));
  EXPECT_EQ(Launch(Fleet({"--test_duration_seconds=60"}))->Wait(), 2);
  EXPECT_THAT(Output(), HasSubstr("redline: Cannot use the folder --out="));
  EXPECT_EQ(Count(Content("requests"), "POST"), 0);
}

TEST_F(HerokuFleet, ChecksWhatItNeedsBeforeItStartsAnything) {
  with_redis_ = false;
  StartHeroku();
  EXPECT_EQ(Launch(Fleet({}))->Wait(), 3);
  EXPECT_THAT(Output(), HasSubstr("redline: The app lines has no REDIS_URL: heroku "
                                  "addons:create heroku-redis --app lines"));
  EXPECT_EQ(Launch({"--app=nobodys", "--out=out"})->Wait(), 3);
  EXPECT_THAT(Output(), HasSubstr("redline: Cannot read the configuration of the app "
                                  "nobodys (Couldn't find that app"));
  EXPECT_EQ(Launch(Fleet({}), {{"HEROKU_API_KEY", ""}})->Wait(), 3);
  EXPECT_THAT(Output(), HasSubstr("redline: The Heroku CLI is not logged in"));
  EXPECT_EQ(Launch(Fleet({}), {{"PATH", "/usr/bin:/bin"}})->Wait(), 3);
  EXPECT_THAT(Output(), HasSubstr("redline: The Heroku CLI, heroku, is not on the PATH"));
  EXPECT_EQ(
      Launch(Fleet({"--redis_url=redis://:" + std::string(kPassword) + "@h"}))->Wait(),
      2);
  EXPECT_THAT(Output(), AllOf(HasSubstr("redline: A password in --redis_url would show"),
                              Not(HasSubstr(kPassword))));
  const std::string url = "redis://:" + std::string(kPassword) + "@h";
  EXPECT_EQ(Launch(Fleet({"-redis_url", url}))->Wait(), 2);
  EXPECT_THAT(Output(), Not(HasSubstr(kPassword)));
  EXPECT_EQ(Count(Content("requests"), "POST"), 0);
}

TEST_F(HerokuFleet, ShowsTheCommandsInsteadOfRunningThem) {
  EXPECT_EQ(Launch({"--app=lines", "--size=performance-l", "--dry_run", "--test2", "--",
                    "--slo=response.p99<50ms"})
                ->Wait(),
            0);
  EXPECT_EQ(Count(Output(), "\n"), 2);
  EXPECT_THAT(Output(),
              ContainsRegex("heroku run --exit-code --no-tty --app lines --size "
                            "performance-l --type redline -- 'trap : TERM; redline "
                            "--fleet=heroku-[^ ]* --dyno=B --fleet_size=2 --send_reports "
                            "--tasks_per_second=2000 --num_workers=100 "));
}

}  // namespace
}  // namespace redline
