// Both dialects, read by parsers that are not ours: promtool, which also knows
// Prometheus' rules for names, and the OpenMetrics parser of Prometheus' Python client.

#include <gtest/gtest.h>

#include <cstdlib>
#include <string>
#include <vector>

#include "reporting/metrics/metrics_text.h"
#include "tests/reporting/sample_results.h"
#include "tests/reporting/sample_searches.h"
#include "tests/testing/temporary_folder.h"

namespace redline::reporting {
namespace {

using redline::testing::ContentOf;
using redline::testing::TemporaryFolder;

// Prints how many families each file has.
constexpr char kOpenMetricsReader[] =
    "from prometheus_client.openmetrics.parser import text_string_to_metric_families\n"
    "import sys\n"
    "for name in sys.argv[1:]:\n"
    "    with open(name) as file:\n"
    "        print(len(list(text_string_to_metric_families(file.read()))))\n";

std::size_t FamiliesIn(const std::string& text) {
  std::size_t families = 0;
  for (std::size_t at = text.find("# TYPE "); at != text.npos;
       at = text.find("# TYPE ", at + 1)) {
    ++families;
  }
  return families;
}

std::vector<Result> Samples() {
  Result odd = testing::SuccessfulRun(1);
  odd.workload = "file:a \"b\" c\\d\ne.task";
  return {odd, testing::FailedRun(2), testing::StagedRun(2), testing::RunningRun(28),
          testing::EmptyRun(0)};
}

class Parsers : public ::testing::Test {
 protected:
  // What a program says, and how it ends if that is not well.
  std::string Said(const std::string& command) const {
    const std::string out = folder_.path() / "out";
    const int status = std::system((command + " >'" + out + "' 2>&1").c_str());
    return ContentOf(out) + (status == 0 ? "" : "It failed.");
  }
  std::string SaidByPromtool(const std::string& text) const {
    return Said("promtool check metrics <'" + folder_.Write("in", text).string() + "'");
  }

  const TemporaryFolder folder_;
};

TEST_F(Parsers, PromtoolHasNothingToSay) {
  for (const Result& result : Samples()) {
    EXPECT_EQ(SaidByPromtool(ToMetricsFile(result)), "");
  }
  EXPECT_EQ(SaidByPromtool(MetricsText(testing::FailedRun(2), MetricsDialect::kPrometheus,
                                       WorkerDetail::kEach)),
            "");
  EXPECT_EQ(SaidByPromtool(ToMetricsFile(testing::FoundRate())), "");
  EXPECT_EQ(SaidByPromtool(ToMetricsFile(testing::EndedSweep())), "");
}

TEST_F(Parsers, PromtoolWouldSaySo) {
  EXPECT_NE(SaidByPromtool("# TYPE redline_tasks counter\nredline_tasks 1\n"), "");
}

TEST_F(Parsers, OpenMetricsIsRead) {
  // Debian's Python, for which Debian's packages are.
  std::string command =
      "/usr/bin/python3 '" + folder_.Write("read.py", kOpenMetricsReader).string() + "'";
  std::string families;
  for (const Result& result : Samples()) {
    const std::string text = MetricsText(result, MetricsDialect::kOpenMetrics);
    const std::size_t count = FamiliesIn(text);
    command += " '" + folder_.Write(std::to_string(families.size()), text).string() + "'";
    families += std::to_string(count) + "\n";
  }
  EXPECT_EQ(Said(command), families);
}

}  // namespace
}  // namespace redline::reporting
