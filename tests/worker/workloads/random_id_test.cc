#include "worker/workloads/random_id.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>
#include <string>

namespace redline::worker {
namespace {

TEST(RandomId, IsTwelveLowerCaseHexadecimalDigits) {
  std::mt19937_64 random(1);
  for (int i = 0; i < 100; ++i) {
    const auto id = RandomId(random);
    EXPECT_EQ(id.size(), 12u);
    EXPECT_EQ(id.find_first_not_of("0123456789abcdef"), std::string::npos) << id;
  }
}

TEST(RandomId, IsAnotherEachTime) {
  std::mt19937_64 random(1);
  std::set<std::string> ids;
  for (int i = 0; i < 10'000; ++i) ids.insert(RandomId(random));
  EXPECT_EQ(ids.size(), 10'000u);
}

}  // namespace
}  // namespace redline::worker
