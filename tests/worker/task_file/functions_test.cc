#include "worker/task_file/functions.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <string>
#include <vector>

#include "base/split_mix.h"

namespace redline::worker::task_file {
namespace {

struct Sample {
  double mean = 0;
  double deviation = 0;
  double least = 1e300;
  double most = -1e300;
};

Sample SampleOf(Function function, const std::vector<Value>& arguments) {
  constexpr int kDraws = 100'000;
  std::vector<const Value*> pointers;
  for (const Value& argument : arguments) pointers.push_back(&argument);
  SplitMix random(5);
  std::string buffer;
  Sample sample;
  double squares = 0;
  for (int i = 0; i < kDraws; ++i) {
    const double drawn = RealNumber(Draw(function, pointers, random, buffer));
    sample.mean += drawn / kDraws;
    squares += drawn * drawn / kDraws;
    sample.least = std::min(sample.least, drawn);
    sample.most = std::max(sample.most, drawn);
  }
  sample.deviation = std::sqrt(squares - sample.mean * sample.mean);
  return sample;
}

TEST(Functions, DrawUniformNumbersOfTheWholeRange) {
  const Sample sample =
      SampleOf(Function::kUniform, {Value::Integer(-10), Value::Integer(10)});
  EXPECT_NEAR(sample.mean, 0, 0.1);
  EXPECT_NEAR(sample.deviation, std::sqrt((21.0 * 21 - 1) / 12), 0.05);
  EXPECT_EQ(sample.least, -10);
  EXPECT_EQ(sample.most, 10);
}

TEST(Functions, DrawNormalNumbersThatAreNotNegative) {
  const Sample sample =
      SampleOf(Function::kNormal, {Value::Integer(200), Value::Integer(50)});
  EXPECT_NEAR(sample.mean, 200, 1);
  EXPECT_NEAR(sample.deviation, 50, 1);
  EXPECT_EQ(SampleOf(Function::kNormal, {Value::Integer(0), Value::Integer(9)}).least, 0);
}

TEST(Functions, DrawExponentialNumbers) {
  const Sample sample = SampleOf(Function::kExponential, {Value::Integer(1000)});
  EXPECT_NEAR(sample.mean, 1000, 10);
  EXPECT_NEAR(sample.deviation, 1000, 15);
}

TEST(Functions, DrawRealNumbers) {
  const Sample sample = SampleOf(Function::kReal, {Value::Integer(1), Value::Integer(3)});
  EXPECT_NEAR(sample.mean, 2, 0.01);
  EXPECT_GE(sample.least, 1);
  EXPECT_LT(sample.most, 3);
}

}  // namespace
}  // namespace redline::worker::task_file
