// docs/workloads.md describes every workload.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "tests/docs/page.h"
#include "worker/workloads/workload_list.h"

namespace redline::testing {
namespace {

using ::testing::Contains;

TEST(WorkloadsPage, HasASectionForEachWorkload) {
  const Page page = ReadPage("docs/workloads.md");
  for (const worker::WorkloadSpec& workload : worker::kWorkloadSpecs) {
    EXPECT_THAT(page.prose, Contains("## `" + std::string(workload.name) + "`"));
  }
}

}  // namespace
}  // namespace redline::testing
