#include "worker/task/step_names.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace redline::worker {
namespace {

std::string Found(const std::string& name, const std::vector<std::string>& before = {}) {
  const auto wrong = CheckStepName(name, before);
  return wrong ? "expected " + wrong->expected + ", but found " + wrong->found : "none";
}

TEST(StepNames, MayHaveLettersDigitsAndUnderlines) {
  for (const std::string name :
       {"read", "fn:save_2", "Z", "2", "a_name_of_23_character"}) {
    EXPECT_EQ(Found(name, {"other"}), "none") << name;
  }
}

TEST(StepNames, HaveNoOtherCharacters) {
  for (const std::string name : {"", "fn:", "a-b", "a.b", "a b", "fn:fn:a"}) {
    EXPECT_EQ(Found(name),
              "expected a step's name of letters, digits and \"_\", but found \"" + name +
                  "\"");
  }
  EXPECT_EQ(Found("\x1b[1m\xff"),
            "expected a step's name of letters, digits and \"_\", but found \"?[1m?\"");
}

TEST(StepNames, FitInTheSegment) {
  EXPECT_EQ(Found(std::string(23, 'a')), "none");
  EXPECT_EQ(Found(std::string(24, 'a')),
            "expected a step's name of at most 23 characters, but found "
            "\"aaaaaaaaaaaaaaaaaaaaaaaa\"");
  EXPECT_EQ(Found(std::string(1000, 'a')),
            "expected a step's name of at most 23 characters, but found \"" +
                std::string(60, 'a') + "...\"");
}

TEST(StepNames, AreNoStages) {
  EXPECT_EQ(Found("stage2"),
            "expected a name of your own for a step, but found \"stage2\", which is a "
            "stage's");
  EXPECT_EQ(Found("stage"), Found("stages")) << "these are none";
}

TEST(StepNames, AreNoTimingsThatEveryResultHas) {
  for (const std::string name : {"queue", "task", "response", "rest", "lateness",
                                 "loop_lag", "supervisor_loop_lag", "fn:task"}) {
    EXPECT_EQ(Found(name), "expected a name of your own for a step, but found \"" + name +
                               "\", which every task has");
  }
}

TEST(StepNames, AreThereOnce) {
  EXPECT_EQ(Found("b", {"a", "b"}),
            "expected another name for each step, but found \"b\" twice");
  EXPECT_EQ(Found("fn:b", {"a", "b"}),
            "expected another name for each step, but found \"fn:b\" twice");
}

TEST(StepNames, AreFourAtMost) {
  EXPECT_EQ(Found("e", {"a", "b", "c", "d"}),
            "expected at most 4 steps, but found one more, \"e\"");
}

}  // namespace
}  // namespace redline::worker
