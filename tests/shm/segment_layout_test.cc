// Truths that hold in every version of the layout: offsets on which attaching to another
// version relies, and lines that two writers must not share.
#include "shm/segment_layout.h"

#include <gtest/gtest.h>

#include <cstddef>
#include <cstring>

namespace redline::shm {
namespace {

// A worker of another version reads these two before it knows anything.
static_assert(offsetof(SegmentHeader, magic) == 0);
static_assert(offsetof(SegmentHeader, version) == 8);

// The members that the supervisor changes in a run are on a line of their own.
static_assert(offsetof(SegmentHeader, phase) % kCacheLine == 0);
static_assert(offsetof(SegmentHeader, settings) - offsetof(SegmentHeader, phase) ==
              kCacheLine);
static_assert(kWorkersOffset % kCacheLine == 0);
static_assert(kWorkersOffset >= sizeof(SegmentHeader));

// The producer's, the consumer's and the sleeper's fields are on lines of their own.
static_assert(offsetof(TaskRingState, pushed) == 0);
static_assert(offsetof(TaskRingState, completed) == kCacheLine);
static_assert(offsetof(TaskRingState, asleep) == 2 * kCacheLine);

// The ring's writers and the vitals' writer share no line either.
static_assert(offsetof(WorkerBlock, ring) == 0);
static_assert(offsetof(WorkerBlock, vitals) == sizeof(TaskRingState));
static_assert(offsetof(WorkerBlock, loop_lag) % kCacheLine == 0);
static_assert(sizeof(WorkerStage) % kCacheLine == 0);
static_assert(sizeof(WorkerBlock) % kCacheLine == 0);

static_assert(offsetof(Task, sequence) == 0);
static_assert(offsetof(Task, due_ns) == 8);
static_assert(offsetof(Task, issued_ns) == 16);
static_assert(offsetof(Task, measured) == 24);

TEST(SegmentLayout, BeginsWithTheNameInMemory) {
  char bytes[8];
  std::memcpy(bytes, &kSegmentMagic, sizeof bytes);
  EXPECT_STREQ(bytes, "redline");
}

TEST(SegmentLayout, RoundsTheRingUpToAPowerOfTwo) {
  EXPECT_EQ(RingCapacityFor(1), 1U);
  EXPECT_EQ(RingCapacityFor(100), 128U);
  EXPECT_EQ(RingCapacityFor(128), 128U);
  EXPECT_EQ(RingCapacityFor(129), 256U);
}

TEST(SegmentLayout, BeginsEachWorkerOnACacheLine) {
  for (const std::size_t capacity : {1, 2, 4, 128}) {
    for (const std::size_t stages : {1, 3}) {
      EXPECT_EQ(WorkerStride(capacity, stages) % kCacheLine, 0U);
      EXPECT_GE(
          WorkerStride(capacity, stages),
          sizeof(WorkerBlock) + stages * sizeof(WorkerStage) + capacity * sizeof(Task));
    }
  }
}

TEST(SegmentLayout, GrowsByOneStridePerWorker) {
  EXPECT_EQ(SegmentSize(0, 128, 1), kWorkersOffset);
  EXPECT_EQ(SegmentSize(1000, 128, 4), kWorkersOffset + 1000 * WorkerStride(128, 4));
}

TEST(SegmentLayout, FitsAThousandWorkersOfTheDefaultLimitIntoADynosSharedMemory) {
  EXPECT_LT(SegmentSize(1000, RingCapacityFor(100), 1), std::size_t{64} << 20);
}

}  // namespace
}  // namespace redline::shm
