#include "reporting/compare/gate.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "tests/reporting/sample_results.h"

namespace redline::reporting {
namespace {

using testing::StagedRun;
using testing::SuccessfulRun;

Result WithDelivered(double rate) {
  Result result = SuccessfulRun(1);
  result.messaging.delivered_rate = rate;
  return result;
}

Side SideOf(std::string name, const std::vector<double>& rates) {
  Side side{.name = std::move(name), .files = {}, .results = {}};
  for (const double rate : rates) {
    side.files.push_back("run.json");
    side.results.push_back(WithDelivered(rate));
  }
  return side;
}

GateOutcome Check(const std::string& condition, const std::vector<double>& a,
                  const std::vector<double>& b) {
  const std::vector<GateOutcome> outcomes =
      CheckGate(ParseGate(condition), {SideOf("A", a), SideOf("B", b)});
  EXPECT_EQ(outcomes.size(), 1U);
  return outcomes.front();
}

std::string Refusal(const std::string& gate) {
  try {
    ParseGate(gate);
  } catch (const GateError& error) {
    return error.what();
  }
  return "accepted";
}

TEST(Gate, IsMetByAChangeBeyondItsLimit) {
  EXPECT_FALSE(Check("delivered>+10%", {100}, {110}).met);
  EXPECT_TRUE(Check("delivered>+10%", {100}, {110.1}).met);
  EXPECT_FALSE(Check("delivered<-1%", {100}, {99}).met);
  EXPECT_TRUE(Check("delivered<-1%", {100}, {98.9}).met);
  EXPECT_TRUE(Check("delivered<5%", {100}, {104}).met);
}

TEST(Gate, PassesForARunAgainstItself) {
  for (const char* condition : {"delivered>+0%", "delivered<-0%", "task.p99>+10%"}) {
    const GateOutcome outcome = Check(condition, {100}, {100});
    EXPECT_FALSE(outcome.met) << condition;
    EXPECT_EQ(outcome.change_percent, 0) << condition;
  }
}

TEST(Gate, SaysWhatChanged) {
  const GateOutcome outcome = Check("delivered < -1%", {1000}, {900});
  EXPECT_EQ(outcome.condition, "delivered<-1%");
  EXPECT_EQ(outcome.side, "B");
  EXPECT_EQ(outcome.sentence,
            "delivered changed by -10 %: 1000 per s (A) and 900 per s (B).");
}

TEST(Gate, IsNotMetByADifferenceThatMayBeChance) {
  const GateOutcome outcome =
      Check("delivered>+5%", {100, 130, 90, 120}, {125, 95, 140, 128});
  EXPECT_FALSE(outcome.met);
  EXPECT_GT(*outcome.change_percent, 5);
  EXPECT_NE(outcome.sentence.find("that may be chance"), std::string::npos);
  EXPECT_TRUE(Check("delivered>+5%", {100, 101, 99, 100}, {120, 121, 119, 118}).met);
}

TEST(Gate, IsMetByAFigureThatWasNotMeasured) {
  Side nothing = SideOf("B", {1});
  nothing.results[0].messaging.delivered_rate.reset();
  const std::vector<GateOutcome> outcomes =
      CheckGate(ParseGate("delivered<-1%"), {SideOf("A", {1}), nothing});
  EXPECT_TRUE(outcomes[0].met);
  EXPECT_EQ(outcomes[0].change_percent, std::nullopt);
  EXPECT_EQ(outcomes[0].sentence,
            "delivered cannot be compared: 1 per s (A) and nothing (B).");
}

TEST(Gate, IsMetByAFigureThatOneRunLacks) {
  Side some = SideOf("B", {100, 100, 100, 100});
  for (std::size_t i = 1; i < 4; ++i) some.results[i].messaging.delivered_rate.reset();
  const std::vector<GateOutcome> outcomes =
      CheckGate(ParseGate("delivered<-1%"), {SideOf("A", {100, 100, 100, 100}), some});
  EXPECT_TRUE(outcomes[0].met);
  EXPECT_EQ(outcomes[0].sentence, "delivered was measured in 1 of 4 runs of B only.");
}

TEST(Gate, IsMetByARunThatDidNotSucceed) {
  for (const Status status : {Status::kFailed, Status::kInvalid, Status::kInterrupted}) {
    Side failed = SideOf("B", {100});
    failed.results[0].verdict->status = status;
    const std::vector<GateOutcome> outcomes =
        CheckGate(ParseGate("delivered<-1%"), {SideOf("A", {100}), failed});
    ASSERT_EQ(outcomes.size(), 2U);
    EXPECT_TRUE(outcomes[0].met);
    EXPECT_EQ(outcomes[0].sentence, "run.json (B) " + std::string(WordFor(status)) +
                                        ": its figures prove nothing.");
    EXPECT_FALSE(outcomes[1].met);
    EXPECT_TRUE(CheckGate({}, {SideOf("A", {100}), failed}).empty());
  }
}

TEST(Gate, MayAskForAnImprovementAlsoWithAnInterval) {
  // 2 % better in all runs, where 5 % were asked.
  EXPECT_TRUE(Check("delivered<5%", {100, 101, 99, 100}, {102, 103, 101, 102}).met);
  EXPECT_FALSE(Check("delivered<5%", {100, 101, 99, 100}, {120, 121, 119, 118}).met);
  EXPECT_TRUE(Check("delivered>-5%", {100, 101, 99, 100}, {98, 99, 97, 98}).met);
}

TEST(Gate, KnowsThatRareErrorsAreRare) {
  EXPECT_FALSE(Check("delivered>+10%", {0, 3, 0, 0}, {0, 0, 1, 0}).met);
  const GateOutcome outcome = Check("delivered>+10%", {0, 0, 0, 0}, {2, 3, 2, 2});
  EXPECT_TRUE(outcome.met);
  EXPECT_EQ(outcome.sentence, "delivered was 0 before: 0 per s (A) and 2 per s (B).");
  EXPECT_FALSE(Check("delivered<-10%", {0}, {2}).met);
}

TEST(Gate, ComparesEachSideWithTheFirst) {
  const std::vector<GateOutcome> outcomes =
      CheckGate(ParseGate("delivered<-1%,delivered>+1%"),
                {SideOf("A", {100}), SideOf("B", {90}), SideOf("C", {110})});
  ASSERT_EQ(outcomes.size(), 4U);
  EXPECT_TRUE(outcomes[0].met);
  EXPECT_FALSE(outcomes[1].met);
  EXPECT_FALSE(outcomes[2].met);
  EXPECT_TRUE(outcomes[3].met);
  EXPECT_EQ(outcomes[3].side, "C");
}

TEST(Gate, IsOfAStage) {
  Result before = StagedRun(2);
  before.verdict->status = Status::kSuccess;
  Result after = before;
  after.stages[1].timings.response.Merge(after.stages[2].timings.response);
  const auto side = [](std::string name, Result result) {
    return Side{.name = std::move(name), .files = {"run.json"}, .results = {result}};
  };
  const std::vector<GateOutcome> outcomes =
      CheckGate(ParseGate("stage1.response.p99>+10%,stage2.response.p99>+10%"),
                {side("A", before), side("B", after)});
  ASSERT_EQ(outcomes.size(), 2U);
  EXPECT_FALSE(outcomes[0].met);
  EXPECT_EQ(outcomes[0].change_percent, 0);
  EXPECT_TRUE(outcomes[1].met);
  EXPECT_EQ(outcomes[1].condition, "stage2.response.p99>+10%");
  EXPECT_EQ(
      Refusal("stage1.errors>1%").substr(0, 74),
      "The condition \"stage1.errors>1%\" asks a stage for \"errors\", which is known");
}

TEST(Gate, RefusesWhatItCannotCheck) {
  const std::string example = "; write, for example, task.p99>+10% or delivered<-1%.";
  EXPECT_EQ(Refusal("task.p99"),
            "The condition \"task.p99\" has neither < nor >" + example);
  EXPECT_EQ(Refusal("task.p99>10"),
            "The condition \"task.p99>10\" has no change in percent" + example);
  EXPECT_EQ(Refusal("task.p99>x%"),
            "The condition \"task.p99>x%\" has no number as its limit" + example);
  EXPECT_EQ(Refusal("speed>1%"), "The condition \"speed>1%\" names no figure" + example);
  EXPECT_EQ(Refusal("task.p199>1%").substr(0, 45),
            "The condition \"task.p199>1%\" asks for \"p199\" ");
  EXPECT_EQ(Refusal("a>nan%").substr(0, 39), "The condition \"a>nan%\" has no number as");
  EXPECT_EQ(Refusal(""), "accepted");
}

}  // namespace
}  // namespace redline::reporting
