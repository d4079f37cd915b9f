#include "runner/run/run_ending.h"

#include <gtest/gtest.h>
#include <signal.h>

#include <chrono>
#include <variant>

namespace redline::runner {
namespace {

using namespace std::chrono_literals;

constexpr RunEnding::TimePoint kNow{1h};

const RunEnd kLost = WorkerLost{.worker = 3, .backlog = 7, .outcome = "exited."};

TEST(RunEnding, HasNotComeBeforeSomethingIsTold) {
  RunEnding ending;
  EXPECT_FALSE(ending.has_come());
  ending.Tell(RunEnding::Facts{}, kNow);
  EXPECT_FALSE(ending.has_come());
}

TEST(RunEnding, IsTheFirstThingThatIsTold) {
  RunEnding ending;
  ending.Tell(kLost, kNow);
  ending.Tell(TimeOver{.unfinished = 1}, kNow + 1s);
  ending.Tell(RunEnding::Facts{.signal = SIGINT}, kNow + 2s);
  ASSERT_TRUE(ending.has_come());
  EXPECT_EQ(std::get<WorkerLost>(ending.end()).worker, 3U);
  EXPECT_EQ(ending.at(), kNow);
}

// A dyno sends it to all of its processes, and Ctrl-C reaches them too.
TEST(RunEnding, IsTheSignalThatMayHaveEndedAWorkerAndAnotherDyno) {
  RunEnding ending;
  ending.Tell({.signal = SIGTERM, .worker = kLost, .fleet_trouble = "B has failed."},
              kNow);
  EXPECT_EQ(std::get<Interrupted>(ending.end()).signal, SIGTERM);
}

TEST(RunEnding, IsOfAWorkerRatherThanOfAnotherDyno) {
  RunEnding ending;
  ending.Tell({.worker = kLost, .fleet_trouble = "B has failed."}, kNow);
  EXPECT_TRUE(std::holds_alternative<WorkerLost>(ending.end()));
}

TEST(RunEnding, IsTheFleetsIfNothingElseIsTold) {
  RunEnding ending;
  ending.Tell({.fleet_trouble = "B has failed."}, kNow);
  EXPECT_EQ(std::get<FleetStopped>(ending.end()).why, "B has failed.");
}

std::string_view ForFleet(RunEnd end) {
  RunEnding ending;
  ending.Tell(std::move(end), kNow);
  return ending.ForFleet();
}

TEST(RunEnding, ConcernsTheFleetIfItCameEarly) {
  EXPECT_EQ(ForFleet(kLost), "has failed");
  EXPECT_EQ(ForFleet(WorkerGaveUp{}), "has failed");
  EXPECT_EQ(ForFleet(BacklogAtLimit{}), "has failed");
  EXPECT_EQ(ForFleet(Interrupted{.signal = SIGINT}), "was interrupted");
}

TEST(RunEnding, ConcernsNoFleetThatKnowsOrNeedNotKnow) {
  EXPECT_EQ(ForFleet(TimeOver{}), "");
  EXPECT_EQ(ForFleet(FleetStopped{}), "");
}

}  // namespace
}  // namespace redline::runner
