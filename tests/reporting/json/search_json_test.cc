// A search as JSON, written and read.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <variant>

#include "reporting/json/json_reader.h"
#include "reporting/json/json_report.h"
#include "tests/reporting/sample_searches.h"

namespace redline::reporting {
namespace {

using ::testing::HasSubstr;

std::string ErrorOf(std::string_view text) {
  try {
    ReadAnyJson(text);
  } catch (const ResultError& error) {
    return error.what();
  }
  return "";
}

TEST(SearchJson, IsWrittenTheSameOnceItIsRead) {
  const SearchResult search = testing::FoundRate();
  const auto read = ReadAnyJson(ToJson(search));
  ASSERT_TRUE(std::holds_alternative<SearchResult>(read));
  EXPECT_EQ(ToJson(std::get<SearchResult>(read)), ToJson(search));
}

TEST(SearchJson, HoldsEachTrialsWholeResult) {
  const SearchResult search = testing::FoundRate();
  const auto read = std::get<SearchResult>(ReadAnyJson(ToJson(search)));
  ASSERT_EQ(read.trials.size(), search.trials.size());
  EXPECT_EQ(ToJson(read.trials[4].result), ToJson(search.trials[4].result));
}

TEST(SweepJson, IsWrittenTheSameOnceItIsRead) {
  const SweepResult sweep = testing::EndedSweep();
  const auto read = ReadAnyJson(ToJson(sweep));
  ASSERT_TRUE(std::holds_alternative<SweepResult>(read));
  EXPECT_EQ(ToJson(std::get<SweepResult>(read)), ToJson(sweep));
}

TEST(SweepJson, IsRefusedWhereOneRunIsWanted) {
  try {
    ReadJson(ToJson(testing::EndedSweep()));
    FAIL() << "read";
  } catch (const ResultError& error) {
    EXPECT_STREQ(error.what(), "is a sweep, and one run's result is wanted here.");
  }
}

TEST(SearchJson, IsToldFromARuns) {
  const auto read = ReadAnyJson(ToJson(testing::SuccessfulRun(2)));
  EXPECT_TRUE(std::holds_alternative<Result>(read));
}

TEST(SearchJson, IsRefusedWhereOneRunIsWanted) {
  try {
    ReadJson(ToJson(testing::FoundRate()));
    FAIL();
  } catch (const ResultError& error) {
    EXPECT_STREQ(error.what(), "is a search, and one run's result is wanted here.");
  }
}

TEST(SearchJson, OfALaterFormatIsRefusedWithTheWayOut) {
  EXPECT_THAT(ErrorOf(R"({"schema": "redline.search/2"})"),
              HasSubstr("is of the format redline.search/2, and this redline reads "
                        "redline.search/1; use a newer redline."));
}

TEST(SearchJson, WithAnUnknownEndIsRefused) {
  EXPECT_THAT(
      ErrorOf(R"({"schema": "redline.search/1", "search": "rate", "end": "lunch"})"),
      HasSubstr("lunch"));
}

}  // namespace
}  // namespace redline::reporting
