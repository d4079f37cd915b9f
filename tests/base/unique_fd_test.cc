#include "base/unique_fd.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/eventfd.h>

#include <utility>

namespace redline::shm {
namespace {

bool IsOpen(int fd) { return ::fcntl(fd, F_GETFD) != -1; }

UniqueFd Open() { return UniqueFd(::eventfd(0, EFD_CLOEXEC)); }

TEST(UniqueFd, OwnsNothingWhenNew) {
  const UniqueFd fd;
  EXPECT_FALSE(fd);
  EXPECT_EQ(fd.get(), -1);
}

TEST(UniqueFd, ClosesItsDescriptorAtItsEnd) {
  int number;
  {
    const UniqueFd fd = Open();
    number = fd.get();
    ASSERT_TRUE(IsOpen(number));
  }
  EXPECT_FALSE(IsOpen(number));
}

TEST(UniqueFd, ResetClosesAndOwnsNothingAfterwards) {
  UniqueFd fd = Open();
  const int number = fd.get();
  fd.Reset();
  EXPECT_FALSE(IsOpen(number));
  EXPECT_FALSE(fd);
}

TEST(UniqueFd, ResetOfNothingLeavesOtherDescriptorsAlone) {
  const UniqueFd other = Open();
  UniqueFd().Reset();
  EXPECT_TRUE(IsOpen(other.get()));
}

TEST(UniqueFd, MovesItsDescriptor) {
  UniqueFd from = Open();
  const int number = from.get();
  const UniqueFd to = std::move(from);
  EXPECT_EQ(to.get(), number);
  EXPECT_FALSE(from);  // NOLINT(bugprone-use-after-move): what it is then is the test.
  EXPECT_TRUE(IsOpen(number));
}

TEST(UniqueFd, AssigningATemporaryClosesTheOldDescriptor) {
  UniqueFd fd = Open();
  const int old = fd.get();
  fd = UniqueFd();
  EXPECT_FALSE(IsOpen(old));
}

TEST(UniqueFd, AssigningTakesTheNewDescriptor) {
  UniqueFd fd = Open();
  UniqueFd other = Open();
  const int number = other.get();
  fd = std::move(other);
  EXPECT_EQ(fd.get(), number);
  EXPECT_TRUE(IsOpen(number));
}

}  // namespace
}  // namespace redline::shm
