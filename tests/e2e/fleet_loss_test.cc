// A fleet that loses a dyno to SIGKILL, in each phase of its life: a member, and its
// leader.

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidjson/document.h>
#include <signal.h>

#include <chrono>
#include <filesystem>
#include <string>
#include <vector>

#include "tests/e2e/dyno_fleet.h"
#include "tests/e2e/redline_process.h"
#include "tests/testing/redis_server.h"

namespace redline {
namespace {

using namespace std::chrono_literals;
using ::testing::AllOf;
using testing::DynoFleet;
using testing::Eventually;
using ::testing::HasSubstr;
using testing::IsRunning;
using ::testing::Not;
using testing::RedisServer;
using testing::RedlineProcess;

// A dyno is missed after five seconds; far from the minute that the others would wait.
constexpr auto kSoon = 30s;

void AwaitOutput(const RedlineProcess& dyno, const std::string& text) {
  ASSERT_TRUE(
      Eventually([&] { return dyno.Stdout().find(text) != std::string::npos; }, 30s))
      << "no '" << text << "' in " << dyno.Stdout() << dyno.Stderr();
}

// Two fleets at once, so that both wait out the same five seconds: one is to lose its
// member B, the other its leader A.
class FleetLoss : public ::testing::Test {
 protected:
  explicit FleetLoss(int size = 2)
      : members_(server_, "m", size), leaders_(server_, "l", size) {}

  void StartBoth(const std::vector<std::string>& flags) {
    members_.StartAAndB(flags);
    leaders_.StartAAndB(flags);
  }
  RedlineProcess& lost_member() { return members_[1]; }
  RedlineProcess& lost_leader() { return leaders_[0]; }
  RedlineProcess& left_by_member() { return members_[0]; }
  RedlineProcess& left_by_leader() { return leaders_[1]; }

  void Lose(RedlineProcess& dyno) {
    for (const pid_t worker : dyno.Workers()) lost_workers_.push_back(worker);
    dyno.Signal(SIGKILL);
    EXPECT_EQ(dyno.Wait(), -SIGKILL);
  }
  void LoseBoth() {
    Lose(lost_member());
    Lose(lost_leader());
  }

  static void ExpectNoStart(RedlineProcess& dyno, const std::string& lost) {
    EXPECT_EQ(dyno.Wait(kSoon), 3) << dyno.Stdout();
    EXPECT_THAT(dyno.Stderr(),
                HasSubstr(" cannot begin. Dyno " + lost + " has disappeared."));
  }
  static void ExpectFailure(RedlineProcess& dyno, const std::string& lost) {
    EXPECT_EQ(dyno.Wait(kSoon), 1) << dyno.Stdout() << dyno.Stderr();
    EXPECT_THAT(dyno.Stdout(),
                AllOf(HasSubstr("Dynos\n"), HasSubstr("status: Test failed"),
                      HasSubstr("Dyno " + lost + " has disappeared: it left no result")));
    const auto json = dyno.Json();
    EXPECT_STREQ(json["verdict"]["reason"].GetString(), "dyno_lost");
    EXPECT_EQ(json["dynos"].Size(), 2U);
    EXPECT_EQ(json["members"].Size(), 1U);
  }
  static void ExpectSuccessOfBoth(RedlineProcess& dyno) {
    EXPECT_EQ(dyno.Wait(kSoon), 0) << dyno.Stdout() << dyno.Stderr();
    EXPECT_THAT(dyno.Stdout(),
                AllOf(HasSubstr("Dynos\n"), HasSubstr("All 2 dynos ran their full time"),
                      Not(HasSubstr("disappeared"))));
    EXPECT_EQ(dyno.Json()["members"].Size(), 2U);
  }

  void TearDown() override {
    for (const pid_t worker : lost_workers_) {
      EXPECT_TRUE(Eventually([&] { return !IsRunning(worker); })) << worker;
    }
    for (const auto& entry : std::filesystem::directory_iterator("/dev/shm")) {
      EXPECT_THAT(entry.path().string(), Not(HasSubstr("redline")));
    }
  }

  RedisServer server_;
  DynoFleet members_;
  DynoFleet leaders_;
  std::vector<pid_t> lost_workers_;
};

// One of three dynos never comes.
class FleetLossBeforeTheStart : public FleetLoss {
 protected:
  FleetLossBeforeTheStart() : FleetLoss(3) {}
};

TEST_F(FleetLossBeforeTheStart, IsNamedIfADynoHasJustJoined) {
  StartBoth({"--num_workers=10"});
  members_.AwaitKey("member:B");
  LoseBoth();
  ExpectNoStart(left_by_member(), "B");
  ExpectNoStart(left_by_leader(), "A");
}

TEST_F(FleetLossBeforeTheStart, IsNamedIfADynoWasReady) {
  StartBoth({});
  for (const DynoFleet* fleet : {&members_, &leaders_}) {
    fleet->Await("member:A", "ready");
    fleet->Await("member:B", "ready");
  }
  LoseBoth();
  ExpectNoStart(left_by_member(), "B");
  ExpectNoStart(left_by_leader(), "A");
  EXPECT_EQ(server_.Cli("keys 'test:*'"), "\n");
  // Whoever comes now is told so, too.
  RedlineProcess& late = members_.Start("C");
  ExpectNoStart(late, "B");
}

TEST_F(FleetLoss, InTheWarmUpIsAFailureThatNamesTheDyno) {
  StartBoth({"--warmup_seconds=60", "--test_duration_seconds=60"});
  for (DynoFleet* fleet : {&members_, &leaders_}) {
    for (const auto& dyno : fleet->dynos()) AwaitOutput(*dyno, "warming up: ");
  }
  LoseBoth();
  ExpectFailure(left_by_member(), "B");
  ExpectFailure(left_by_leader(), "A");
}

TEST_F(FleetLoss, InTheMeasuredPhaseIsAFailureThatNamesTheDyno) {
  StartBoth({"--warmup_seconds=0", "--test_duration_seconds=60"});
  for (DynoFleet* fleet : {&members_, &leaders_}) {
    for (const auto& dyno : fleet->dynos()) AwaitOutput(*dyno, "s of 60 s: sent ");
  }
  LoseBoth();
  ExpectFailure(left_by_member(), "B");
  ExpectFailure(left_by_leader(), "A");
}

// The lost ones' workers stand still, so that these drain while the others wait for them.
TEST_F(FleetLoss, InTheDrainIsAFailureThatNamesTheDyno) {
  StartBoth({"--max_worker_backlog=10000", "--drain_seconds=60"});
  for (const DynoFleet* fleet : {&members_, &leaders_}) fleet->AwaitStart();
  for (const RedlineProcess* dyno : {&lost_member(), &lost_leader()}) {
    for (const pid_t worker : dyno->Workers()) ::kill(worker, SIGSTOP);
  }
  members_.AwaitKey("result:A");
  leaders_.AwaitKey("result:B");
  AwaitOutput(lost_member(), "draining for ");
  AwaitOutput(lost_leader(), "draining for ");
  LoseBoth();
  ExpectFailure(left_by_member(), "B");
  ExpectFailure(left_by_leader(), "A");
}

// Its key goes at once, as it would have in the five seconds that the others still test.
TEST_F(FleetLoss, OfADynoThatHasLeftItsResultIsNoFailure) {
  // Long enough for the signal to come before its end.
  StartBoth(
      {"--test_duration_seconds=4", "--max_worker_backlog=10000", "--drain_seconds=60"});
  for (const DynoFleet* fleet : {&members_, &leaders_}) fleet->AwaitStart();
  const auto signal_workers = [&](int signal) {
    for (const RedlineProcess* dyno : {&left_by_member(), &left_by_leader()}) {
      for (const pid_t worker : dyno->Workers()) ::kill(worker, signal);
    }
  };
  // The others do not end before the loss.
  signal_workers(SIGSTOP);
  members_.AwaitKey("result:B");
  Lose(lost_member());
  server_.Cli("del " + members_.Key("member:B"));
  leaders_.AwaitKey("result:A");
  Lose(lost_leader());
  server_.Cli("del " + leaders_.Key("member:A"));
  signal_workers(SIGCONT);
  ExpectSuccessOfBoth(left_by_member());
  ExpectSuccessOfBoth(left_by_leader());
}

}  // namespace
}  // namespace redline
