#include "runner/machine/proportional_memory.h"

#include <gtest/gtest.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstddef>
#include <cstring>
#include <limits>

namespace redline::runner {
namespace {

TEST(ProportionalMemory, CountsAPageThatOnlyOneProcessHasInFull) {
  const auto before = ProportionalMemoryMb(::getpid());
  constexpr std::size_t kBytes = 32 << 20;
  void* const memory =
      ::mmap(nullptr, kBytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  ASSERT_NE(memory, MAP_FAILED);
  std::memset(memory, 1, kBytes);
  const auto after = ProportionalMemoryMb(::getpid());
  ASSERT_TRUE(before && after);
  EXPECT_GT(*before, 0);
  EXPECT_NEAR(*after - *before, 32, 2);
  ::munmap(memory, kBytes);
}

TEST(ProportionalMemory, CountsAPageThatTwoProcessesShareForAHalf) {
  const auto before = ProportionalMemoryMb(::getpid());
  constexpr std::size_t kBytes = 32 << 20;
  void* const memory = ::mmap(nullptr, kBytes, PROT_READ | PROT_WRITE,
                              MAP_SHARED | MAP_ANONYMOUS | MAP_POPULATE, -1, 0);
  ASSERT_NE(memory, MAP_FAILED);
  int ready[2];
  ASSERT_EQ(::pipe(ready), 0);
  const pid_t child = ::fork();
  ASSERT_GE(child, 0);
  if (child == 0) {
    // Reads each page, so that it is mapped here too.
    volatile char sum = 0;
    for (std::size_t i = 0; i < kBytes; i += 4096) {
      sum = static_cast<char>(sum + static_cast<char*>(memory)[i]);
    }
    static_cast<void>(::write(ready[1], "r", 1) == 1);
    ::pause();
    ::_exit(0);
  }
  char byte;
  ASSERT_EQ(::read(ready[0], &byte, 1), 1);
  const auto after = ProportionalMemoryMb(::getpid());
  ::kill(child, SIGKILL);
  ::waitpid(child, nullptr, 0);
  ::munmap(memory, kBytes);
  ASSERT_TRUE(before && after);
  // The fork shares our other pages too, which makes our share of them less.
  EXPECT_LT(*after - *before, 17);
  EXPECT_GT(*after, 16);
}

TEST(ProportionalMemory, IsUnknownOfAProcessThatIsNot) {
  EXPECT_EQ(ProportionalMemoryMb(std::numeric_limits<pid_t>::max()), std::nullopt);
}

}  // namespace
}  // namespace redline::runner
