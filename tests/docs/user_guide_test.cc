// docs/user-guide.md describes every form of report.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "reporting/forms/report_forms.h"
#include "tests/docs/page.h"

namespace redline::testing {
namespace {

using ::testing::Contains;
using ::testing::StartsWith;

TEST(UserGuide, HasARowForEachFormOfReport) {
  const Page page = ReadPage("docs/user-guide.md");
  for (const reporting::ReportForm& form : reporting::kReportForms) {
    const std::string row = "| `--" + std::string(form.setting) + "=FILE` | ";
    EXPECT_THAT(page.prose, Contains(StartsWith(row)));
  }
}

}  // namespace
}  // namespace redline::testing
