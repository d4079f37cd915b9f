#include "runner/plan/run_id.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <stdlib.h>

#include <set>
#include <string>

namespace redline::runner {
namespace {

using ::testing::MatchesRegex;

std::string IdOnDyno(const std::string& dyno) { return MakeRunId(dyno); }

TEST(RunId, IsTwelveHexadecimalDigitsAndTheDyno) {
  EXPECT_THAT(IdOnDyno("web.1"), MatchesRegex("[0-9a-f]{12}-web\\.1"));
}

TEST(RunId, DiffersFromRunToRunOnTheSameDyno) {
  std::set<std::string> ids;
  for (int i = 0; i < 1000; ++i) ids.insert(IdOnDyno("web.1"));
  EXPECT_EQ(ids.size(), 1000U);
}

TEST(RunId, HasNoNameIfThereIsNone) {
  EXPECT_THAT(IdOnDyno(""), MatchesRegex("[0-9a-f]{12}-"));
}

TEST(DynoName, IsTheDynosOrTheHosts) {
  ::setenv("DYNO", "web.1", 1);
  EXPECT_EQ(DynoName(), "web.1");
  ::unsetenv("DYNO");
  const std::string host = DynoName();
  EXPECT_THAT(host, MatchesRegex(".+"));
  ::setenv("DYNO", "", 1);
  EXPECT_EQ(DynoName(), host);
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
