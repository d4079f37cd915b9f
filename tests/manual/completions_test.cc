// What shells complete: keys are typed into real ones, and Tab is one of them.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstddef>
#include <string>
#include <vector>

#include "tests/manual/typed_into.h"
#include "tests/testing/pseudo_terminals.h"
#include "tests/testing/temporary_folder.h"

namespace redline::testing {
namespace {

using ::testing::ElementsAre;

class Completion : public ::testing::TestWithParam<Shell> {
 protected:
  void SetUp() override {
    if (!IsInstalled(GetParam())) GTEST_SKIP() << GetParam().name << " is not installed";
    if (!testing::HasPseudoTerminals()) GTEST_SKIP() << "mount /dev/pts";
  }
  // Shells differ on whether they write --flag=value or --flag value, which are the same
  // to redline. Here it is the latter.
  std::vector<std::string> Typed(const std::string& keys) const {
    std::vector<std::string> arguments;
    for (const std::string& argument : ArgumentsOf(GetParam(), keys, folder_.path())) {
      const std::size_t equals = argument.find('=');
      arguments.push_back(argument.substr(0, equals));
      if (equals != std::string::npos) arguments.push_back(argument.substr(equals + 1));
    }
    return arguments;
  }

  const TemporaryFolder folder_;
};

TEST_P(Completion, MakesAFlagWaitForItsValue) {
  EXPECT_THAT(Typed("redline --tasks_p\t5"), ElementsAre("--tasks_per_second", "5"));
}

TEST_P(Completion, EndsAFlagThatTakesNone) {
  EXPECT_THAT(Typed("redline --forc\t--flus\t"), ElementsAre("--force", "--flushall"));
}

TEST_P(Completion, KnowsTheWordsOfAFlag) {
  EXPECT_THAT(Typed("redline --color=\tal\t--search=ra\t"),
              ElementsAre("--color", "always", "--search", "rate"));
}

TEST_P(Completion, KnowsTheWordsOfAFlagBehindABlank) {
  EXPECT_THAT(Typed("redline --fleet_stop nev\t--dispatch=lea\t"),
              ElementsAre("--fleet_stop", "never", "--dispatch", "least_backlog"));
}

TEST_P(Completion, LeavesWhatItDoesNotKnowAsItIs) {
  EXPECT_THAT(Typed("redline --slo=resp\t --seed=1"),
              ElementsAre("--slo", "resp", "--seed", "1"));
}

TEST_P(Completion, FindsFiles) {
  folder_.Write("old runs/monday.json", "");
  EXPECT_THAT(Typed("redline --report_json=old\tmon\t"),
              ElementsAre("--report_json", "old runs/monday.json"));
}

TEST_P(Completion, FindsATaskFileBehindItsKind) {
  folder_.Write("my examples/cart.task", "");
  EXPECT_THAT(
      Typed("redline --workload=fi\tmy\tca\t --arrivals=bur\t20"),
      ElementsAre("--workload", "file:my examples/cart.task", "--arrivals", "burst:20"));
}

TEST_P(Completion, FindsCommandsAndTheirFiles) {
  folder_.Write("monday.json", "");
  EXPECT_THAT(Typed("redline-report ren\tmon\t--csv=x"),
              ElementsAre("render", "monday.json", "--csv", "x"));
}

TEST_P(Completion, KnowsEachCommandsOwnFlags) {
  EXPECT_THAT(Typed("redline-report import --o\tx --fai\t"),
              ElementsAre("import", "--out", "x", "--fai"));
  EXPECT_THAT(Typed("redline-report compare --fai\tx --o\t"),
              ElementsAre("compare", "--fail_if", "x", "--o"));
}

INSTANTIATE_TEST_SUITE_P(Each, Completion, ::testing::ValuesIn(Shells()),
                         [](const auto& each) { return each.param.name; });

}  // namespace
}  // namespace redline::testing
