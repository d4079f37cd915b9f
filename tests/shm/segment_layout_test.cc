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
static_assert(offsetof(WorkerBlock, timings) % kCacheLine == 0);
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
    EXPECT_EQ(WorkerStride(capacity) % kCacheLine, 0U);
    EXPECT_GE(WorkerStride(capacity), sizeof(WorkerBlock) + capacity * sizeof(Task));
  }
}

TEST(SegmentLayout, GrowsByOneStridePerWorker) {
  EXPECT_EQ(SegmentSize(0, 128), kWorkersOffset);
  EXPECT_EQ(SegmentSize(1000, 128), kWorkersOffset + 1000 * WorkerStride(128));
}

TEST(SegmentLayout, FitsAThousandWorkersOfTheDefaultLimitIntoADynosSharedMemory) {
  EXPECT_LT(SegmentSize(1000, RingCapacityFor(100)), std::size_t{64} << 20);
}

}  // namespace
}  // namespace redline::shm
