// A fleet before its start: who is let in, and what if one does not come.

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>

#include <chrono>
#include <ostream>
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
using ::testing::HasSubstr;
using testing::RedisServer;
using testing::RedlineProcess;

class FleetStart : public ::testing::Test {
 protected:
  RedisServer server_;
  DynoFleet fleet_{server_, "f", 2};
};

TEST_F(FleetStart, DoesNotComeWithoutAllDynos) {
  DynoFleet fleet(server_, "f", 3);
  RedlineProcess& a = fleet.Start("A", {"--fleet_wait_seconds=2"});
  fleet.Await("member:A", "ready");
  RedlineProcess& b = fleet.Start("B");
  fleet.AwaitKey("member:B");
  EXPECT_EQ(a.Wait(), 3);
  EXPECT_THAT(a.Stderr(), HasSubstr("1 of 3 dynos of the fleet f did not come within 2 "
                                    "seconds"));
  // It would wait for a minute.
  EXPECT_EQ(b.Wait(20s), 3);
  EXPECT_THAT(b.Stderr(),
              HasSubstr("The fleet f cannot begin. Dyno A could not begin: 1 of 3 "
                        "dynos of the fleet f did not come"));
}

TEST_F(FleetStart, TakesEachNameAndEachIdOnce) {
  fleet_.Start("A", {"--test_duration_seconds=60", "--fleet_wait_seconds=20"});
  fleet_.Await("leader", "A");
  RedlineProcess& other = fleet_.Start("A");
  EXPECT_EQ(other.Wait(), 3);
  EXPECT_THAT(other.Stderr(), HasSubstr("The fleet f has a dyno named A already"));
  fleet_.Start("B", {"--test_duration_seconds=60"});
  fleet_.AwaitStart();
  RedlineProcess& third = fleet_.Start("C");
  EXPECT_EQ(third.Wait(), 3);
  EXPECT_THAT(third.Stderr(), HasSubstr("The fleet f has 2 dynos already"));
  fleet_[0].Signal(SIGINT);
  EXPECT_EQ(fleet_[0].Wait(), 130);
}

// Something that one dyno may lack and the others have.
struct Refusal {
  const char* name;
  std::string flag;
  int exit_code;
  std::string sentence;
};

void PrintTo(const Refusal& refusal, std::ostream* out) { *out << refusal.flag; }

class FleetRefusal : public FleetStart, public ::testing::WithParamInterface<Refusal> {};

TEST_P(FleetRefusal, IsToldToThoseThatWait) {
  server_.Cli("config set maxmemory 100mb");
  const Refusal& refusal = GetParam();
  RedlineProcess& a = fleet_.Start("A");
  fleet_.Await("member:A", "ready");
  RedlineProcess& b = fleet_.Start("B", {refusal.flag});
  EXPECT_EQ(b.Wait(), refusal.exit_code);
  EXPECT_THAT(b.Stderr(), HasSubstr(refusal.sentence));
  EXPECT_EQ(a.Wait(20s), 3);
  EXPECT_THAT(a.Stderr(), HasSubstr("The fleet f cannot begin. Dyno B could not begin: " +
                                    refusal.sentence));
}

INSTANTIATE_TEST_SUITE_P(
    Of, FleetRefusal,
    ::testing::Values(
        Refusal{"ABadValue", "--max_flats=0", 2, "--max_flats must be from 1 to"},
        Refusal{"ABadFleetStop", "--fleet_stop=always", 2, "--fleet_stop (FLEET_STOP)"},
        Refusal{"AnUnknownFlag", "--no_such_flag=1", 2, "There is no flag"},
        Refusal{"AReportNowhere", "--report_html=/nowhere/page.html", 2,
                "Cannot write to --report_html"},
        Refusal{"OtherSettings", "--test_duration_seconds=3", 2,
                "Dyno B has other settings than dyno A of the fleet f: "
                "--test_duration_seconds is 3 "
                "and not 2; give all dynos the same."},
        Refusal{"TooLittleMemory", "--num_workers=1000", 3, "The plans of all 2 dynos"}),
    [](const auto& refusal) { return std::string(refusal.param.name); });

TEST_F(FleetStart, DoesNotComeIfRedisHasNoRoomForAllDynos) {
  server_.Cli("config set maxclients 9");
  RedlineProcess& a = fleet_.Start("A");  // It alone would fit.
  EXPECT_EQ(a.Wait(), 3);
  EXPECT_THAT(a.Stderr(), HasSubstr("The 2 dynos, if they are like this one, need 10 "
                                    "connections to Redis"));
}

TEST_F(FleetStart, ReachesThoseThatComeAfterADynoThatCannotBegin) {
  EXPECT_EQ(fleet_.Start("B", {"--max_flats=0"}).Wait(), 2);
  RedlineProcess& a = fleet_.Start("A");
  EXPECT_EQ(a.Wait(20s), 3);
  EXPECT_THAT(a.Stderr(), HasSubstr("Dyno B could not begin: --max_flats must be"));
  RedlineProcess& again = fleet_.Start("B");
  EXPECT_EQ(again.Wait(), 3);
  EXPECT_THAT(again.Stderr(), HasSubstr("The fleet f has been used before"));
}

// A flush that blocks Redis lets the keys of all dynos expire.
TEST_F(FleetStart, FreesTheMemoryOfManyKeysInTheBackgroundBeforeItBegins) {
  server_.Cli("eval \"for i = 1, 300000 do redis.call('set', 'k' .. i, i) end\" 0");
  fleet_.StartAAndB({"--flushall"});
  fleet_.AwaitStart();
  const std::string memory = server_.Cli("info memory");
  EXPECT_THAT(memory, HasSubstr("lazyfree_pending_objects:0\r"));
  EXPECT_THAT(memory, HasSubstr("lazyfreed_objects:3000"));
  for (const auto& dyno : fleet_.dynos()) EXPECT_EQ(dyno->Wait(), 0) << dyno->Stderr();
}

TEST_F(FleetStart, ComesWithADynoThatIsStartedAgainAsItShouldBe) {
  EXPECT_EQ(fleet_.Start("B", {"--max_flats=0"}).Wait(), 2);
  RedlineProcess& b = fleet_.Start("B");
  fleet_.AwaitKey("member:B");
  RedlineProcess& a = fleet_.Start("A");
  for (RedlineProcess* dyno : {&a, &b}) EXPECT_EQ(dyno->Wait(), 0) << dyno->Stderr();
}

TEST_F(FleetStart, IsNotSpoiledByStrangers) {
  fleet_.Start("A", {"--test_duration_seconds=60"});
  fleet_.Await("member:A", "ready");
  EXPECT_EQ(fleet_.Start("A", {"--max_flats=0"}).Wait(), 2);  // Its name is taken.
  fleet_.Start("B", {"--test_duration_seconds=60"});
  fleet_.AwaitStart();
  EXPECT_EQ(fleet_.Start("C", {"--max_flats=0"}).Wait(), 2);  // There is no room.
  EXPECT_EQ(fleet_.Get("stop"), "");
  fleet_[0].AwaitTasks();
  fleet_[0].Signal(SIGINT);
  EXPECT_EQ(fleet_[0].Wait(), 130);
  EXPECT_EQ(fleet_[2].Wait(), 130);
}

TEST_F(FleetStart, IsInterruptedAtOnceIfItsLeaderIs) {
  fleet_.StartAAndB({"--test_duration_seconds=60"});
  fleet_.AwaitStart();
  fleet_[0].Signal(SIGINT);
  EXPECT_EQ(fleet_[0].Wait(20s), 130) << fleet_[0].Stdout();
  EXPECT_EQ(fleet_[1].Wait(20s), 130) << fleet_[1].Stdout();
}

TEST_F(FleetStart, DoesNotComeIfADynoIsInterruptedThatWaits) {
  DynoFleet fleet(server_, "f", 3);
  fleet.StartAAndB({});
  fleet.Await("member:A", "ready");
  fleet.Await("member:B", "ready");
  fleet[1].Signal(SIGTERM);
  EXPECT_EQ(fleet[1].Wait(20s), 128 + SIGTERM);
  EXPECT_EQ(fleet[0].Wait(20s), 3);
  EXPECT_THAT(fleet[0].Stderr(),
              AllOf(HasSubstr("Dyno B could not begin: "), HasSubstr("SIGTERM")));
}

TEST_F(FleetStart, DoesNotComeIfADynoLosesAWorkerWhileItWaits) {
  DynoFleet fleet(server_, "f", 3);
  fleet.StartAAndB({});
  fleet.Await("member:A", "ready");
  fleet.Await("member:B", "ready");
  ::kill(fleet[1].Workers().at(0), SIGKILL);
  EXPECT_EQ(fleet[1].Wait(20s), 1);
  EXPECT_EQ(fleet[0].Wait(20s), 3);
  EXPECT_THAT(fleet[0].Stderr(),
              AllOf(HasSubstr("Dyno B could not begin: Worker 0 (pid "),
                    HasSubstr("signal 9 (SIGKILL)")));
}

}  // namespace
}  // namespace redline
