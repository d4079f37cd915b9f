// Our percentiles against those of HdrHistogram, of a million values each: the Java
// library itself, run by the JDK that Bazel needs anyway.
#include <gtest/gtest.h>
#include <stdio.h>
#include <sys/wait.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <memory>
#include <numeric>
#include <random>
#include <sstream>
#include <string>
#include <vector>

#include "shm/histogram_snapshot.h"
#include "shm/shared_histogram.h"

namespace redline::shm {
namespace {

namespace fs = std::filesystem;

// Debian's package libhdrhistogram-java.
constexpr const char* kJar = "/usr/share/java/hdrhistogram.jar";
constexpr std::array kPercentiles = {0.0,  1.0,  5.0,  10.0, 25.0,  50.0, 75.0,
                                     90.0, 95.0, 99.0, 99.9, 99.99, 100.0};
// HdrHistogram's rounding of any value, with five digits.
constexpr double kTheirRounding = 1e-5;
constexpr std::size_t kValues = 1'000'000;

using Values = std::vector<std::uint64_t>;  // Microseconds.

struct Answers {
  int exit_code = -1;  // The shell's.
  std::uint64_t count = 0;
  double min = 0;
  double max = 0;
  double mean = 0;
  std::vector<double> percentiles;
};

// As Java's DataInputStream reads them.
void WriteBigEndian(const fs::path& path, const Values& values) {
  std::string bytes;
  for (const std::uint64_t value : values) {
    for (int shift = 56; shift >= 0; shift -= 8) {
      bytes += static_cast<char>(value >> shift);
    }
  }
  std::ofstream(path, std::ios::binary) << bytes;
}

Answers AskHdrHistogram(const std::vector<Values>& parts) {
  const fs::path folder = ::testing::TempDir();
  std::ostringstream command;
  command << "java -cp " << kJar << " tests/shm/HdrPercentiles.java ";
  for (const double percentile : kPercentiles) command << percentile << ",";
  for (std::size_t i = 0; i < parts.size(); ++i) {
    const fs::path file = folder / ("values" + std::to_string(i));
    WriteBigEndian(file, parts[i]);
    command << " " << file.string();
  }
  std::string out;
  FILE* const java = ::popen(command.str().c_str(), "r");
  std::array<char, 4096> piece;
  while (const std::size_t size = ::fread(piece.data(), 1, piece.size(), java)) {
    out.append(piece.data(), size);
  }
  const int status = ::pclose(java);
  std::istringstream lines(out);
  Answers answers;
  if (WIFEXITED(status)) answers.exit_code = WEXITSTATUS(status);
  lines >> answers.count >> answers.min >> answers.max >> answers.mean;
  for (double value; lines >> value;) answers.percentiles.push_back(value);
  return answers;
}

HistogramSnapshot OurHistogram(const Values& values) {
  const auto histogram = std::make_unique<SharedHistogram>();
  for (const std::uint64_t value : values) {
    histogram->Record(std::chrono::microseconds(value));
  }
  return HistogramSnapshot(*histogram);
}

void ExpectToAgree(const std::vector<Values>& parts) {
  ASSERT_TRUE(fs::exists(kJar))
      << "Install Debian's libhdrhistogram-java (scripts/setup).";
  HistogramSnapshot ours;
  Values all;
  for (const Values& values : parts) {
    ours.Merge(OurHistogram(values));
    all.insert(all.end(), values.begin(), values.end());
  }
  const Answers theirs = AskHdrHistogram(parts);
  // A shell's exit code for a command that it does not find.
  ASSERT_NE(theirs.exit_code, 127)
      << "There is no java: install Debian's default-jdk-headless.";
  ASSERT_EQ(theirs.exit_code, 0) << "HdrPercentiles.java failed; see above.";

  EXPECT_EQ(ours.count(), kValues);
  EXPECT_EQ(theirs.count, kValues);
  const auto [least, most] = std::minmax_element(all.begin(), all.end());
  EXPECT_EQ(ours.Min()->count(), static_cast<double>(*least));
  EXPECT_EQ(ours.Max()->count(), static_cast<double>(*most));
  EXPECT_EQ(ours.Percentile(100), ours.Max());
  EXPECT_NEAR(theirs.min / ours.Min()->count(), 1, kTheirRounding);
  EXPECT_NEAR(theirs.max / ours.Max()->count(), 1, kTheirRounding);
  const double sum = std::accumulate(all.begin(), all.end(), 0.0);
  EXPECT_DOUBLE_EQ(ours.Mean()->count(), sum / static_cast<double>(kValues));
  EXPECT_NEAR(ours.Mean()->count() / theirs.mean, 1, kTheirRounding);

  ASSERT_EQ(theirs.percentiles.size(), kPercentiles.size());
  double furthest = 0;
  for (std::size_t i = 0; i < kPercentiles.size(); ++i) {
    const double ratio =
        ours.Percentile(kPercentiles[i])->count() / theirs.percentiles[i];
    EXPECT_NEAR(ratio, 1, 0.01) << "p" << kPercentiles[i];
    furthest = std::max(furthest, std::abs(ratio - 1));
  }
  ::testing::Test::RecordProperty("furthest_apart", std::to_string(furthest));
}

// One value of each draw, between a microsecond and ten minutes.
template <typename Draw>
Values Drawn(std::size_t count, std::uint64_t seed, Draw draw) {
  std::mt19937_64 random(seed);
  Values values(count);
  for (std::uint64_t& value : values) {
    value = static_cast<std::uint64_t>(std::clamp(draw(random), 1.0, 6e8));
  }
  return values;
}

TEST(HdrHistogram, AgreesOnALogNormalDistribution) {
  std::lognormal_distribution<double> times(6, 1.2);
  ExpectToAgree({Drawn(kValues, 1, times)});
}

TEST(HdrHistogram, AgreesOnAUniformDistributionUpToTenMinutes) {
  std::uniform_real_distribution<double> times(1, 6e8);
  ExpectToAgree({Drawn(kValues, 2, times)});
}

TEST(HdrHistogram, AgreesOnQuickTasksOfWhichSomeMetAStall) {
  std::exponential_distribution<double> quick(1.0 / 250);
  std::uniform_real_distribution<double> stalled(0, 2e6);
  std::bernoulli_distribution meets_stall(0.02);
  ExpectToAgree({Drawn(kValues, 3, [&](auto& random) {
    return meets_stall(random) ? stalled(random) : quick(random);
  })});
}

TEST(HdrHistogram, AgreesOnFourHistogramsThatAreMerged) {
  std::vector<Values> parts;
  for (const double scale : {4.0, 6.0, 8.0, 10.0}) {
    std::lognormal_distribution<double> times(scale, 1);
    parts.push_back(Drawn(kValues / 4, 4, times));
  }
  ExpectToAgree(parts);
}

}  // namespace
}  // namespace redline::shm
