#include "worker/task/random_values.h"

#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <cstdint>
#include <limits>
#include <set>

#include "base/split_mix.h"

namespace redline::worker {
namespace {

constexpr int kDraws = 100'000;

TEST(RandomValues, DrawWholeNumbersEvenlyWithBothEnds) {
  SplitMix random(1);
  std::array<int, 7> seen{};
  for (int i = 0; i < kDraws; ++i) {
    ++seen.at(static_cast<std::size_t>(UniformWhole(-3, 3, random) + 3));
  }
  for (const int count : seen) EXPECT_NEAR(count, kDraws / 7.0, 600);
}

TEST(RandomValues, DrawWholeNumbersOfTheWidestRange) {
  using Limits = std::numeric_limits<std::int64_t>;
  SplitMix random(1);
  std::set<std::int64_t> seen;
  for (int i = 0; i < 100; ++i)
    seen.insert(UniformWhole(Limits::min(), Limits::max(), random));
  EXPECT_EQ(seen.size(), 100U);
  EXPECT_LT(*seen.begin(), 0);
  EXPECT_GT(*seen.rbegin(), 0);
  EXPECT_EQ(UniformWhole(Limits::max(), Limits::max(), random), Limits::max());
}

TEST(RandomValues, DrawRealNumbersWithTheirMeans) {
  SplitMix random(1);
  double unit = 0;
  double normal = 0;
  double squares = 0;
  double exponential = 0;
  for (int i = 0; i < kDraws; ++i) {
    const double u = UnitReal(random);
    ASSERT_TRUE(u >= 0 && u < 1);
    unit += u;
    const double n = NormalReal(200, 50, random);
    normal += n;
    squares += (n - 200) * (n - 200);
    exponential += ExponentialReal(30, random);
  }
  EXPECT_NEAR(unit / kDraws, 0.5, 0.005);
  EXPECT_NEAR(normal / kDraws, 200, 1);
  EXPECT_NEAR(std::sqrt(squares / kDraws), 50, 1);
  EXPECT_NEAR(exponential / kDraws, 30, 0.5);
}

}  // namespace
}  // namespace redline::worker
