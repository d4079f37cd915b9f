#include "worker/task/sha1.h"

#include <gtest/gtest.h>

namespace redline::worker {
namespace {

TEST(Sha1Hex, IsTheDigestOfTheStandard) {
  // FIPS 180-2, appendix A.
  EXPECT_EQ(Sha1Hex("abc"), "a9993e364706816aba3e25717850c26c9cd0d89d");
  EXPECT_EQ(Sha1Hex(""), "da39a3ee5e6b4b0d3255bfef95601890afd80709");
}

}  // namespace
}  // namespace redline::worker
