// Searches of fleets: two real supervisors on one Redis, of which A leads.

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidjson/document.h>
#include <signal.h>

#include <chrono>
#include <string>
#include <vector>

#include "tests/e2e/dyno_fleet.h"
#include "tests/e2e/redline_process.h"
#include "tests/testing/redis_server.h"

namespace redline {
namespace {

using namespace std::chrono_literals;
using ::testing::AllOf;
using ::testing::AnyOf;
using testing::DynoFleet;
using testing::Eventually;
using ::testing::HasSubstr;
using testing::RedisServer;
using testing::RedlineProcess;

// A dyno is missed after five seconds; far from the minute that the others would wait.
constexpr auto kSoon = 30s;

class FleetSearch : public ::testing::Test {
 protected:
  // Both begin with so few tasks that they hold, however slow the machine is.
  void StartEasySearch() {
    fleet_.StartAAndB({"--search=rate", "--num_workers=1", "--trial_seconds=3",
                       "--warmup_seconds=0", "--max_flats=10"});
  }
  // All do tasks of the second trial.
  void AwaitSecondTrial() {
    fleet_.AwaitKey("2:start");
    const std::string before = Fetches();
    ASSERT_TRUE(Eventually([&] { return Fetches() != before; }));
  }
  // How many lists have been read, by Redis' own count.
  std::string Fetches() const {
    return server_.Cli("INFO commandstats | grep cmdstat_hgetall");
  }

  RedlineProcess& a() { return fleet_[0]; }
  RedlineProcess& b() { return fleet_[1]; }

  RedisServer server_;
  DynoFleet fleet_{server_, "f", 2};
};

// Rungs are so far apart that the redline is found in a few trials.
TEST_F(FleetSearch, MakesEachTrialTogetherAndComesToOneEnd) {
  fleet_.StartAAndB({"--search=rate", "--num_workers=1", "--tasks_per_second=8000",
                     "--search_minutes=1", "--trial_seconds=1", "--search_precision=100",
                     "--warmup_seconds=0", "--max_flats=10"});
  const int code = a().Wait(120s);
  EXPECT_EQ(b().Wait(kSoon), code) << b().Stdout() << b().Stderr();
  // Found, or the machine was too noisy for it.
  EXPECT_THAT(code, AnyOf(0, 4)) << a().Stdout() << a().Stderr();

  const auto led = a().Json();
  const auto followed = b().Json();
  EXPECT_STREQ(led["schema"].GetString(), "redline.search/1");
  EXPECT_TRUE(led["provenance"]["dyno"].IsNull());
  EXPECT_STREQ(followed["provenance"]["dyno"].GetString(), "B");
  EXPECT_EQ(led["end"], followed["end"]);
  EXPECT_EQ(led["sentence"], followed["sentence"]);
  EXPECT_EQ(led["held"], followed["held"]);
  EXPECT_EQ(led["failed"], followed["failed"]);
  if (code == 0) {
    EXPECT_THAT(led["sentence"].GetString(), HasSubstr(" on each of 2 dynos: held in "));
  }
  EXPECT_THAT(b().Stdout(), AllOf(HasSubstr(led["sentence"].GetString()),
                                  HasSubstr("\nfleet: Dyno A leads this search")));

  ASSERT_GE(led["trials"].Size(), 2U);
  ASSERT_EQ(led["trials"].Size(), followed["trials"].Size());
  for (rapidjson::SizeType i = 0; i < led["trials"].Size(); ++i) {
    const auto& all = led["trials"][i];
    const auto& own = followed["trials"][i];
    const double rate = all["rate"].GetDouble();
    EXPECT_DOUBLE_EQ(own["rate"].GetDouble(), rate);
    EXPECT_EQ(own["answer"], all["answer"]);
    EXPECT_EQ(all["workers"].GetUint64(), 2U);
    EXPECT_EQ(all["result"]["dynos"].Size(), 2U);
    EXPECT_EQ(all["result"]["members"].Size(), 2U);
    EXPECT_NEAR(all["result"]["messaging"]["asked_rate"].GetDouble(), rate, 1e-6);
    EXPECT_NEAR(own["result"]["messaging"]["asked_rate"].GetDouble(), rate / 2, 1e-6);
  }
  EXPECT_DOUBLE_EQ(led["trials"][0]["rate"].GetDouble(), 16000);
  EXPECT_EQ(server_.Cli("keys 'test:*'"), "\n");
  EXPECT_EQ(server_.Cli("keys '*:result:*'"), "\n") << "megabytes in each trial";
}

TEST_F(FleetSearch, EndsWithItsBoundsWhenItLosesADyno) {
  StartEasySearch();
  AwaitSecondTrial();
  b().Signal(SIGKILL);
  EXPECT_EQ(a().Wait(kSoon), 3) << a().Stdout() << a().Stderr();
  EXPECT_THAT(a().Stdout(),
              HasSubstr("The search could not go on: Dyno B has disappeared: it left no "
                        "result, so its part is unknown. Known by then: "));
  const auto json = a().Json();
  EXPECT_STREQ(json["end"].GetString(), "broken");
  EXPECT_EQ(json["trials"].Size(), 1U);
  EXPECT_EQ(b().Wait(), -SIGKILL);
}

TEST_F(FleetSearch, EndsWithItsBoundsWhenItLosesTheDynoThatLeads) {
  StartEasySearch();
  AwaitSecondTrial();
  a().Signal(SIGKILL);
  EXPECT_EQ(b().Wait(kSoon), 3) << b().Stdout() << b().Stderr();
  EXPECT_THAT(b().Stdout(),
              AllOf(HasSubstr("The search could not go on: Dyno A, which leads it, has "
                              "disappeared. Known by then: "),
                    HasSubstr("fleet: Dyno A led this search and had its report")));
  const auto json = b().Json();
  EXPECT_STREQ(json["end"].GetString(), "broken");
  EXPECT_STREQ(json["provenance"]["dyno"].GetString(), "B");
  EXPECT_EQ(json["trials"].Size(), 1U);
  EXPECT_EQ(a().Wait(), -SIGKILL);
}

TEST_F(FleetSearch, IsEndedForAllByCtrlCAtOneDyno) {
  StartEasySearch();
  AwaitSecondTrial();
  b().Signal(SIGINT);
  EXPECT_EQ(b().Wait(kSoon), 130) << b().Stdout() << b().Stderr();
  // Which signal it was is not known here.
  EXPECT_EQ(a().Wait(kSoon), 143) << a().Stdout() << a().Stderr();
  for (RedlineProcess* dyno : {&a(), &b()}) {
    EXPECT_STREQ(dyno->Json()["end"].GetString(), "interrupted");
    EXPECT_EQ(dyno->Json()["trials"].Size(), 1U);
    EXPECT_THAT(dyno->Stdout(), AllOf(HasSubstr("The search was interrupted after "),
                                      HasSubstr("Known by then: ")));
  }
  EXPECT_THAT(a().Stdout(), HasSubstr(" Dyno B was interrupted: SIGINT"));
}

// One that cannot even join: it has a name of its own here, as B can.
TEST_F(FleetSearch, EndsWhenADynoCannotBeginATrial) {
  StartEasySearch();
  fleet_.AwaitStart();
  server_.Cli("set " + fleet_.Key("2:stop") + " 'C could not begin: no reason.'");
  for (RedlineProcess* dyno : {&a(), &b()}) {
    EXPECT_EQ(dyno->Wait(kSoon), 3) << dyno->Stdout() << dyno->Stderr();
    EXPECT_EQ(dyno->Json()["trials"].Size(), 1U);
    EXPECT_THAT(
        dyno->Stdout(),
        HasSubstr("The search could not go on: The fleet f:2 cannot begin. Dyno C "
                  "could not begin: no reason. Known by then: "));
  }
}

TEST_F(FleetSearch, IsRefusedToADynoThatDoesNotSearch) {
  fleet_.Start("A", {"--search=rate"});
  fleet_.Await("leader", "A");
  RedlineProcess& other = fleet_.Start("B");
  EXPECT_EQ(other.Wait(kSoon), 2) << other.Stdout();
  EXPECT_THAT(other.Stderr(), HasSubstr("--search is not set and not rate"));
  EXPECT_EQ(a().Wait(kSoon), 3) << a().Stdout();
  EXPECT_THAT(a().Stderr(), HasSubstr("Dyno B could not begin: "));
}

}  // namespace
}  // namespace redline
