#include "runner/run_id.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <stdlib.h>

#include <set>
#include <string>

namespace redline::runner {
namespace {

using ::testing::MatchesRegex;

std::string IdOnDyno(const std::string& dyno) {
  ::setenv("DYNO", dyno.c_str(), 1);
  return MakeRunId();
}

TEST(RunId, IsTwelveHexadecimalDigitsAndTheDyno) {
  EXPECT_THAT(IdOnDyno("web.1"), MatchesRegex("[0-9a-f]{12}-web\\.1"));
}

TEST(RunId, DiffersFromRunToRunOnTheSameDyno) {
  std::set<std::string> ids;
  for (int i = 0; i < 1000; ++i) ids.insert(IdOnDyno("web.1"));
  EXPECT_EQ(ids.size(), 1000U);
}

TEST(RunId, HasTheHostsNameWithoutADyno) {
  ::unsetenv("DYNO");
  EXPECT_THAT(MakeRunId(), MatchesRegex("[0-9a-f]{12}-[A-Za-z0-9._-]+"));
}

TEST(RunId, TakesAnEmptyDynoAsNone) {
  EXPECT_THAT(IdOnDyno(""), MatchesRegex("[0-9a-f]{12}-[A-Za-z0-9._-]+"));
}

TEST(RunId, KeepsNothingOfADynosNameThatCouldSplitAKey) {
  EXPECT_EQ(IdOnDyno("a:b/c d\n*{e}_-.9\xc3\xa9").substr(12), "-abcde_-.9");
}

TEST(RunId, IsBoundedForAnyDyno) {
  EXPECT_EQ(IdOnDyno(std::string(1000, 'x')).substr(12), "-" + std::string(64, 'x'));
}

TEST(RunId, CutsAfterItHasLeftOutWhatIsNotKept) {
  EXPECT_EQ(IdOnDyno(std::string(100, ':') + "web").substr(12), "-web");
}

}  // namespace
}  // namespace redline::runner
