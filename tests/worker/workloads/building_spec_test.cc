#include "worker/workloads/building_spec.h"

#include <gtest/gtest.h>

#include <cstdint>

namespace redline::worker {
namespace {

// The original's run: 1000 tasks a second for 240 seconds, and a warm-up.
constexpr WorkloadUse kOriginalsRun = {
    .tasks = 240'500, .workers = 28, .payload_bytes = 5 * 1024, .max_flats = 100};

TEST(BuildingSpec, StoresNotLessThanWhatWasMeasured) {
  struct Measured {
    std::uint64_t payload_bytes;
    double per_mail;
  };
  for (const Measured& measured :
       {Measured{102, 175.9}, Measured{512, 638}, Measured{1024, 1206.4},
        Measured{3072, 3611.1}, Measured{5120, 6195.1}, Measured{8192, 10291.1},
        Measured{20'480, 24'627.1}, Measured{65'536, 81'971.1}}) {
    const WorkloadUse use = {.tasks = 1, .payload_bytes = measured.payload_bytes};
    const double per_mail = BuildingSpec::BytesStored(use);
    EXPECT_GE(per_mail, measured.per_mail);
    EXPECT_LE(per_mail, measured.per_mail * 1.16);
  }
}

TEST(BuildingSpec, StoresNoMoreFlatsThanTasks) {
  WorkloadUse use = kOriginalsRun;
  use.max_flats = 1'000'000;
  const double many = BuildingSpec::BytesStored(use);
  use.max_flats = 100'000'000;
  EXPECT_EQ(BuildingSpec::BytesStored(use), many);
}

TEST(BuildingSpec, StoresAFlatOfEachTaskUntilThereAreEnough) {
  WorkloadUse use = kOriginalsRun;
  const double few = BuildingSpec::BytesStored(use);
  use.max_flats += 1;
  EXPECT_EQ(BuildingSpec::BytesStored(use), few + 28 * 800);
}

TEST(BuildingSpec, StoresAllFlatsOfFullDataHoweverFewTasksThereAre) {
  const WorkloadUse use = {
      .workers = 28, .payload_bytes = 5 * 1024, .max_flats = 300, .data_full = true};
  // Measured: 517 bytes each, with the longest name of a dyno.
  EXPECT_GE(BuildingSpec::BytesStored(use), 28 * 300 * 517);
  EXPECT_LE(BuildingSpec::BytesStored(use), 28 * 300 * 530);
}

TEST(BuildingSpec, StoresABuildingForEachTaskThatAWorkerMayHaveAtOnce) {
  const WorkloadUse use = {
      .workers = 7, .payload_bytes = 5 * 1024, .max_flats = 300, .data_full = true};
  WorkloadUse several = use;
  several.concurrency = 4;
  EXPECT_EQ(BuildingSpec::BytesStored(several), 4 * BuildingSpec::BytesStored(use));
}

TEST(BuildingSpec, StoresNoMoreOfFullDataThanALongRunFills) {
  WorkloadUse use = kOriginalsRun;
  const double empty = BuildingSpec::BytesStored(use);
  use.data_full = true;
  EXPECT_EQ(BuildingSpec::BytesStored(use), empty);
}

}  // namespace
}  // namespace redline::worker
