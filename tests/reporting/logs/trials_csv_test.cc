#include "reporting/logs/trials_csv.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sstream>
#include <string>
#include <vector>

#include "tests/reporting/sample_searches.h"

namespace redline::reporting {
namespace {

using ::testing::StartsWith;

std::vector<std::string> LinesOf(const std::string& text) {
  std::istringstream stream(text);
  std::vector<std::string> lines;
  for (std::string line; std::getline(stream, line);) lines.push_back(line);
  return lines;
}

TEST(TrialsCsv, HasALineForEachTrialUnderTheNamesOfItsColumns) {
  const SearchResult search = testing::FoundRate();
  const auto lines = LinesOf(ToCsv(search));
  ASSERT_EQ(lines.size(), search.trials.size() + 1);
  EXPECT_EQ(
      lines[0],
      "trial,purpose,rate,workers,length_seconds,began_seconds,answer,"
      "measured_seconds,completed_rate,highest_backlog,backlog_growth,response_p50_ms,"
      "response_p99_ms,redis_cpu_percent,redis_cpu_wait_percent,"
      "machine_cpu_percent");
  EXPECT_THAT(lines[1], StartsWith("1,estimate,1000,3,13,0,held,"));
  EXPECT_THAT(lines[5], StartsWith("5,confirm,4540,3,40,87,failed,"));
}

TEST(TrialsCsv, OfASweepBeginsEachLineWithTheSettingsValue) {
  const SweepResult sweep = testing::EndedSweep();
  const auto lines = LinesOf(ToCsv(sweep));
  ASSERT_EQ(lines.size(), 2 * sweep.searches[0].search.trials.size() + 1);
  EXPECT_THAT(lines[0], StartsWith("max_flats,trial,purpose,rate,"));
  EXPECT_THAT(lines[1], StartsWith("10,1,estimate,1000,"));
  EXPECT_THAT(lines.back(), StartsWith("100,9,confirm,4450,"));
}

}  // namespace
}  // namespace redline::reporting
