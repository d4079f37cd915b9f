// docs/result-format.md holds the tables of a result's fields, each between two lines:
//
//   <!-- fields: messaging -->
//   <!-- end -->
//
// After a change to the fields:
//   UPDATE_GOLDENS=1 bazel run //tests/reporting/json:result_format_test
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <map>
#include <string>

#include "tests/reporting/field_tables.h"
#include "tests/testing/golden_file.h"

namespace redline::reporting {
namespace {

using testing::FieldTables;
using ::testing::HasSubstr;

constexpr char kPage[] = "docs/result-format.md";
constexpr char kEnd[] = "<!-- end -->\n";

std::string MarkerOf(const std::string& name) {
  return "<!-- fields: " + name + " -->\n";
}

std::string Page() {
  std::ifstream file(kPage, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

TEST(ResultFormat, HasATableForEachPartOfAResult) {
  for (const auto& [name, table] : FieldTables()) {
    EXPECT_THAT(Page(), HasSubstr(MarkerOf(name)));
  }
}

TEST(ResultFormat, HasTheTablesOfToday) {
  std::string page = Page();
  for (const auto& [name, table] : FieldTables()) {
    const std::string marker = MarkerOf(name);
    const std::size_t begin = page.find(marker);
    if (begin == std::string::npos) continue;
    const std::size_t from = begin + marker.size();
    const std::size_t end = page.find(kEnd, from);
    ASSERT_NE(end, std::string::npos) << name;
    page.replace(from, end - from, "\n" + table + "\n");
  }
  redline::testing::ExpectGoldenFile(kPage, page);
}

}  // namespace
}  // namespace redline::reporting
