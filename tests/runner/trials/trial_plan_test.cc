#include "runner/trials/trial_plan.h"

#include <gtest/gtest.h>

#include <string>

#include "runner/plan/fleet_name.h"

namespace redline::runner {
namespace {

using reporting::TrialPurpose;

Plan SearchOf28Workers() {
  Plan plan;
  plan.constants.num_workers = 28;
  plan.constants.tasks_per_second = 1000;
  plan.constants.max_worker_backlog = 100;
  plan.constants.warmup_seconds = 5;
  plan.drain = std::chrono::seconds(10);
  plan.seed = 42;
  plan.slo = reporting::ParseThresholds("response.p99<50ms");
  plan.search.emplace();
  plan.reports["json"] = "search.json";
  plan.settings = {{"tasks_per_second", "1000"},
                   {"slo", "response.p99<50ms"},
                   {"max_worker_backlog", "100"},
                   {"test_duration_seconds", "240"}};
  return plan;
}

Trial AtRate(double rate, TrialPurpose purpose) {
  return {.rate = rate, .workers = 28, .length = Trial::Seconds(40), .purpose = purpose};
}

std::string SettingOf(const Plan& plan, const std::string& name) {
  for (const auto& setting : plan.settings) {
    if (setting.name == name) return setting.value;
  }
  return "none";
}

TEST(TrialPlan, IsAnOrdinaryRunAtTheTrialsRate) {
  const Plan plan =
      TrialPlan(SearchOf28Workers(), AtRate(4540, TrialPurpose::kConfirm), 3);
  EXPECT_FALSE(plan.search);
  EXPECT_TRUE(plan.reports.empty());
  EXPECT_DOUBLE_EQ(plan.constants.tasks_per_second, 4540);
  EXPECT_DOUBLE_EQ(plan.constants.test_duration_seconds, 40);
  EXPECT_DOUBLE_EQ(plan.constants.warmup_seconds, 5);
  EXPECT_EQ(plan.constants.max_worker_backlog, 100);
  EXPECT_EQ(plan.slo.size(), 1U);
  EXPECT_NE(plan.seed, 42U);
}

TEST(TrialPlan, SharesNoRandomChoicesWithThoseOfTheNextSeed) {
  Plan next = SearchOf28Workers();
  ++next.seed;
  const Trial trial = AtRate(4540, TrialPurpose::kConfirm);
  EXPECT_NE(TrialPlan(SearchOf28Workers(), trial, 2).seed,
            TrialPlan(next, trial, 1).seed);
}

TEST(TrialPlan, SaysInItsSettingsWhatIsInEffect) {
  const Plan plan =
      TrialPlan(SearchOf28Workers(), AtRate(4540, TrialPurpose::kEstimate), 1);
  EXPECT_EQ(SettingOf(plan, "tasks_per_second"), "4540");
  EXPECT_EQ(SettingOf(plan, "test_duration_seconds"), "40");
  EXPECT_EQ(SettingOf(plan, "slo"), "");
  EXPECT_EQ(SettingOf(plan, "max_worker_backlog"),
            std::to_string(plan.constants.max_worker_backlog));
}

TEST(TrialPlan, OfAnEstimateHasNoLimitWithinReach) {
  const Plan plan =
      TrialPlan(SearchOf28Workers(), AtRate(16000, TrialPurpose::kEstimate), 1);
  // All that is issued in 41 seconds, to 28 workers.
  EXPECT_GT(plan.constants.max_worker_backlog, 16000 * 41 / 28);
  EXPECT_TRUE(plan.slo.empty());
  EXPECT_DOUBLE_EQ(plan.drain.count(), 1);
}

TEST(TrialPlan, OfAnEstimateKeepsTheLimitWithinWhatASettingMayBe) {
  const Plan plan =
      TrialPlan(SearchOf28Workers(), AtRate(1e9, TrialPurpose::kEstimate), 1);
  EXPECT_EQ(plan.constants.max_worker_backlog, 1'000'000);
}

TEST(TrialPlan, OfAShortTrialWarmsUpForASecond) {
  const Plan plan =
      TrialPlan(SearchOf28Workers(), AtRate(4540, TrialPurpose::kNarrow), 1);
  EXPECT_DOUBLE_EQ(plan.constants.warmup_seconds, 1);
  EXPECT_EQ(plan.slo.size(), 1U);
}

// A's, of four dynos.
Plan SearchOfAFleet() {
  Plan plan = SearchOf28Workers();
  plan.flushall = true;
  plan.settings.push_back({"flushall", "true"});
  plan.fleet = FleetOptions{.id = "monday",
                            .size = 4,
                            .dyno = "A",
                            .settings = {{"tasks_per_second", "1000"},
                                         {"max_worker_backlog", "100"},
                                         {"test_duration_seconds", "240"}}};
  return plan;
}

TEST(TrialPlan, OfAFleetGivesEachDynoItsPartOfTheRate) {
  const Plan plan = TrialPlan(SearchOfAFleet(), AtRate(4540, TrialPurpose::kConfirm), 3);
  EXPECT_DOUBLE_EQ(plan.constants.tasks_per_second, 1135);
  EXPECT_EQ(SettingOf(plan, "tasks_per_second"), "1135");
  EXPECT_EQ(plan.constants.num_workers, 28);
  const Plan estimate =
      TrialPlan(SearchOfAFleet(), AtRate(16000, TrialPurpose::kEstimate), 3);
  EXPECT_NEAR(static_cast<double>(estimate.constants.max_worker_backlog),
              100 + 4000 * 41 / 28, 1);
}

// Under the fleet's own id the dynos find each other, and one that cannot begin is heard.
TEST(TrialPlan, OfAFleetIsTheFleetsOwnTheFirstTime) {
  const Plan plan = TrialPlan(SearchOfAFleet(), AtRate(4540, TrialPurpose::kEstimate), 1);
  EXPECT_EQ(plan.fleet->id, "monday");
  EXPECT_TRUE(plan.flushall);
  EXPECT_EQ(plan.fleet->settings[0].value, "1000") << "as it was given";
}

TEST(TrialPlan, OfAFleetHasAnIdThatNoUserCanHaveGivenLater) {
  const Plan plan = TrialPlan(SearchOfAFleet(), AtRate(4540, TrialPurpose::kConfirm), 12);
  EXPECT_EQ(plan.fleet->id, "monday:12");
  EXPECT_FALSE(IsFleetName(plan.fleet->id));
}

TEST(TrialPlan, OfAFleetEmptiesNoRedisThatTheDynosTalkBy) {
  const Plan plan = TrialPlan(SearchOfAFleet(), AtRate(4540, TrialPurpose::kConfirm), 2);
  EXPECT_FALSE(plan.flushall);
  EXPECT_EQ(SettingOf(plan, "flushall"), "false");
}

TEST(TrialPlan, OfAFleetIsRefusedToADynoThatHasComeToAnother) {
  const Plan plan = TrialPlan(SearchOfAFleet(), AtRate(4540, TrialPurpose::kEstimate), 2);
  EXPECT_EQ(plan.fleet->settings[0].value, "1135");
  EXPECT_EQ(plan.fleet->settings[1].value, "100") << "differs with the number of workers";
  EXPECT_EQ(plan.fleet->settings[2].value, "40");
}

}  // namespace
}  // namespace redline::runner
