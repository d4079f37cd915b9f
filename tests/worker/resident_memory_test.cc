#include "worker/resident_memory.h"

#include <gtest/gtest.h>
#include <sys/mman.h>
#include <sys/resource.h>

#include <cstdint>
#include <cstring>

namespace redline::worker {
namespace {

constexpr std::size_t kMegabyte = std::size_t{1} << 20;

TEST(ResidentMemory, IsAtMostTheProcessHighest) {
  const auto bytes = ResidentMemory().Sample();
  rusage usage{};
  ASSERT_EQ(::getrusage(RUSAGE_SELF, &usage), 0);
  ASSERT_TRUE(bytes);
  EXPECT_GT(*bytes, 0U);
  // The kernel sums per-thread counters up now and then: some pages either way.
  EXPECT_LE(*bytes, static_cast<std::uint64_t>(usage.ru_maxrss) * 1024 + kMegabyte);
}

TEST(ResidentMemory, GrowsByThePagesThatAreTouchedAndNotByThoseReserved) {
  constexpr std::size_t kSize = 64 * kMegabyte;
  const ResidentMemory memory;
  void* const pages =
      ::mmap(nullptr, kSize, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  ASSERT_NE(pages, MAP_FAILED);
  const std::uint64_t before = *memory.Sample();
  std::memset(pages, 1, kSize);
  const std::uint64_t touched = *memory.Sample();
  ::munmap(pages, kSize);
  const std::uint64_t after = *memory.Sample();
  EXPECT_NEAR(static_cast<double>(touched - before), kSize, 2 * kMegabyte);
  EXPECT_NEAR(static_cast<double>(after), static_cast<double>(before), 2 * kMegabyte);
}

}  // namespace
}  // namespace redline::worker
