#include "reporting/logs/csv_report.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <string>

#include "base/text/text_lines.h"
#include "tests/reporting/golden.h"
#include "tests/reporting/sample_results.h"

namespace redline::reporting {
namespace {

using testing::EmptyRun;
using testing::ExpectGolden;
using ::testing::HasSubstr;
using ::testing::Not;
using testing::StagedRun;
using ::testing::StartsWith;
using testing::SuccessfulRun;

TEST(CsvReport, LooksAsItShould) { ExpectGolden("series_csv", ToCsv(SuccessfulRun(2))); }

TEST(CsvReport, HasAsManyFieldsInEachLine) {
  const std::string csv = ToCsv(SuccessfulRun(2));
  const std::vector<std::string_view> lines = LinesOf(csv);
  ASSERT_EQ(lines.size(), 14U);
  for (const std::string_view line : lines) {
    EXPECT_EQ(std::ranges::count(line, ','), std::ranges::count(lines[0], ','));
  }
}

TEST(CsvReport, NamesItsColumnsAlsoWithoutAPoint) {
  const std::string csv = ToCsv(EmptyRun(1));
  EXPECT_THAT(csv, StartsWith("end_seconds,length_seconds,due,issued,completed,failed,"));
  EXPECT_THAT(csv, HasSubstr(",redis_ping_p99_ms,"));
  EXPECT_EQ(std::ranges::count(csv, '\n'), 1);
}

TEST(CsvReport, QuotesANameThatNeedsIt) {
  Result result = EmptyRun(1);
  result.step_names = {"say \"a,b\""};
  EXPECT_THAT(ToCsv(result), HasSubstr(",\"say \"\"a,b\"\"_count\","));
}

TEST(CsvReport, NamesTheStageOfEachPoint) {
  const std::string csv = ToCsv(StagedRun(2));
  const std::vector<std::string_view> lines = LinesOf(csv);
  ASSERT_EQ(lines.size(), 13U);
  EXPECT_TRUE(lines[0].ends_with(",stage"));
  EXPECT_TRUE(lines[1].ends_with(",1"));
  EXPECT_TRUE(lines[4].ends_with(",1")) << "the second that ends with it";
  EXPECT_TRUE(lines[5].ends_with(",2"));
  EXPECT_TRUE(lines[12].ends_with(",3"));
  EXPECT_THAT(ToCsv(SuccessfulRun(2)), Not(HasSubstr("stage")));
}

TEST(CsvReport, NamesNoStageOfTheDrain) {
  Result run = SuccessfulRun(2);
  run.stages.resize(1);
  run.stages[0].duration = Seconds(12);
  const std::string csv = ToCsv(run);
  const std::vector<std::string_view> lines = LinesOf(csv);
  EXPECT_TRUE(lines[12].ends_with(",1"));
  EXPECT_TRUE(lines[13].ends_with(","));
}

}  // namespace
}  // namespace redline::reporting
