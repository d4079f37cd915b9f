// HdrHistogram, the Java library itself, reads our logs and prints their figures.
#include "reporting/logs/percentile_log.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <stdio.h>
#include <sys/wait.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <optional>
#include <random>
#include <sstream>
#include <string>
#include <vector>

#include "shm/histogram_buckets.h"
#include "shm/histogram_snapshot.h"
#include "tests/reporting/golden.h"

namespace redline::reporting {
namespace {

using namespace std::chrono_literals;
using shm::HistogramSnapshot;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

// Debian's package libhdrhistogram-java.
constexpr const char* kJar = "/usr/share/java/hdrhistogram.jar";
constexpr std::array kPercentiles = {50.0, 90.0, 99.0, 99.9, 100.0};
// A bucket's middle is that close to each of the bucket's values.
constexpr double kOurRounding = 0.008;
// HdrHistogram's, with five digits.
constexpr double kTheirRounding = 1e-5;

// HdrHistogram's reading; times in microseconds unless they are named otherwise.
struct Read {
  std::string tag;
  std::int64_t start_ms = 0;
  std::int64_t end_ms = 0;
  std::uint64_t count = 0;
  double min = 0;
  double max = 0;
  std::vector<double> percentiles;
  std::vector<std::uint64_t> buckets;  // As HistogramSnapshot's.
  std::string distribution;
};

std::string OutputOf(const std::string& command) {
  std::string out;
  FILE* const process = ::popen(command.c_str(), "r");
  std::array<char, 4096> piece;
  while (const std::size_t size = ::fread(piece.data(), 1, piece.size(), process)) {
    out.append(piece.data(), size);
  }
  const int status = ::pclose(process);
  EXPECT_TRUE(WIFEXITED(status) && WEXITSTATUS(status) == 0)
      << command << " failed: Debian's libhdrhistogram-java and default-jdk-headless "
      << "(scripts/setup) are needed.";
  return out;
}

Read Parse(const std::string& tag, std::istream& text) {
  Read read;
  read.tag = tag;
  text >> read.start_ms >> read.end_ms >> read.count >> read.min >> read.max;
  for (double value; read.percentiles.size() < kPercentiles.size() && text >> value;) {
    read.percentiles.push_back(value);
  }
  std::string word;
  text >> word;
  EXPECT_EQ(word, "values");
  while (text >> word && word != "distribution") {
    const std::size_t bucket = shm::BucketOf(std::stoull(word));
    if (read.buckets.size() <= bucket) read.buckets.resize(bucket + 1);
    std::uint64_t count = 0;
    text >> count;
    read.buckets[bucket] += count;
  }
  std::size_t size = 0;
  text >> size;
  text.ignore();
  read.distribution.resize(size);
  text.read(read.distribution.data(), static_cast<std::streamsize>(size));
  return read;
}

std::vector<Read> AskHdrHistogram(const std::string& log) {
  const auto path = std::filesystem::path(::testing::TempDir()) / "timings.hlog";
  std::ofstream(path, std::ios::binary) << log;
  std::ostringstream command;
  command << "java -cp " << kJar << " tests/reporting/logs/HdrLog.java " << path << " ";
  for (const double percentile : kPercentiles) command << percentile << ",";
  std::istringstream text(OutputOf(command.str()));
  std::vector<Read> all;
  for (std::string tag; text >> tag;) all.push_back(Parse(tag, text));
  return all;
}

// The first three numbers of the table's rows; its last row has no fourth.
struct Row {
  double milliseconds;
  double quantile;
  std::uint64_t count;
};

std::vector<Row> RowsOf(const std::string& hgrm) {
  std::vector<Row> rows;
  std::istringstream lines(hgrm);
  std::string line;
  std::getline(lines, line);
  while (std::getline(lines, line) && !line.starts_with('#')) {
    std::istringstream words(line);
    Row row;
    if (words >> row.milliseconds >> row.quantile >> row.count) rows.push_back(row);
  }
  return rows;
}

void ExpectToAscend(const std::string& hgrm, std::uint64_t count) {
  const std::vector<Row> rows = RowsOf(hgrm);
  ASSERT_GE(rows.size(), 2u);
  EXPECT_TRUE(std::ranges::is_sorted(rows, {}, &Row::milliseconds));
  EXPECT_TRUE(std::ranges::is_sorted(rows, {}, &Row::quantile));
  EXPECT_TRUE(std::ranges::is_sorted(rows, {}, &Row::count));
  EXPECT_EQ(rows.front().quantile, 0);
  EXPECT_EQ(rows.back().quantile, 1);
  EXPECT_EQ(rows.back().count, count);
}

void ExpectToBe(const Read& theirs, const HistogramSnapshot& ours) {
  EXPECT_EQ(theirs.count, ours.count());
  EXPECT_EQ(theirs.buckets, ours.buckets());
  EXPECT_NEAR(theirs.min, ours.Min()->count(), ours.Min()->count() * kTheirRounding);
  EXPECT_NEAR(theirs.max, ours.Max()->count(), ours.Max()->count() * kTheirRounding);
  ASSERT_EQ(theirs.percentiles.size(), kPercentiles.size());
  for (std::size_t i = 0; i < kPercentiles.size(); ++i) {
    const double value = ours.Percentile(kPercentiles[i])->count();
    EXPECT_NEAR(theirs.percentiles[i], value, value * kOurRounding)
        << "p" << kPercentiles[i];
  }
  EXPECT_EQ(theirs.distribution, ToHgrm(ours));
  ExpectToAscend(ToHgrm(ours), ours.count());
}

// Asks once for all of them: Java takes a second to start.
void ExpectToComeBack(const std::vector<TaggedHistogram>& timings) {
  const std::vector<Read> read = AskHdrHistogram(ToHlog(timings, 60s, std::nullopt));
  ASSERT_EQ(read.size(), timings.size());
  for (std::size_t i = 0; i < read.size(); ++i) {
    SCOPED_TRACE(timings[i].tag);
    EXPECT_EQ(read[i].tag, timings[i].tag);
    ExpectToBe(read[i], timings[i].histogram);
  }
}

HistogramSnapshot Of(const std::vector<std::chrono::microseconds>& values) {
  HistogramSnapshot histogram;
  for (const auto value : values) histogram.Record(value);
  return histogram;
}

// A histogram of times around e^scale µs.
HistogramSnapshot LogNormal(double scale, int count) {
  std::mt19937_64 random(1);
  std::lognormal_distribution<double> times(scale, 1.2);
  HistogramSnapshot histogram;
  for (int i = 0; i < count; ++i) {
    histogram.Record(std::chrono::microseconds(std::llround(times(random))));
  }
  return histogram;
}

// Merged with itself, so that it has 2^doublings times the values.
HistogramSnapshot Multiplied(HistogramSnapshot histogram, int doublings) {
  for (int i = 0; i < doublings; ++i) histogram.Merge(HistogramSnapshot(histogram));
  return histogram;
}

// No random numbers: what a library draws may differ from another's.
std::vector<TaggedHistogram> GoldenTimings() {
  HistogramSnapshot response;
  for (int i = 1; i <= 1000; ++i) response.Record(std::chrono::microseconds(i * i));
  return {{"response", response}, {"fetch", Of({40us, 7ms, 7ms, 1s})}};
}

TEST(ToHlog, GivesBackLogNormalValuesOfAnyMagnitude) {
  // 2^13 values have quantiles with a digit too many, a 5.
  ExpectToComeBack({{"microseconds", LogNormal(1, 8192)},
                    {"milliseconds", LogNormal(8, 100'000)},
                    {"seconds", LogNormal(15, 10'007)}});
}

TEST(ToHlog, AnswersPercentilesWithOurBucketsMiddles) {
  const HistogramSnapshot ours = LogNormal(9, 100'000);
  const std::vector<Read> read =
      AskHdrHistogram(ToHlog({{"response", ours}}, 60s, std::nullopt));
  ASSERT_EQ(read.size(), 1u);
  ASSERT_EQ(read[0].percentiles.size(), kPercentiles.size());
  for (std::size_t i = 0; kPercentiles[i] < 100; ++i) {
    EXPECT_EQ(read[0].percentiles[i],
              std::floor(ours.Percentile(kPercentiles[i])->count()));
  }
}

TEST(ToHlog, GivesBackTheExactMinimumAndMaximum) {
  const std::vector<Read> read = AskHdrHistogram(
      ToHlog({{"response", Of({1001us, 1002us, 262'143us})}}, 60s, std::nullopt));
  ASSERT_EQ(read.size(), 1u);
  EXPECT_EQ(read[0].min, 1001);
  EXPECT_EQ(read[0].max, 262'143);
}

TEST(ToHlog, GivesBackFewValues) {
  ExpectToComeBack({{"zero", Of({0us})},
                    {"one", Of({12'345us})},
                    {"twice", Of({777us, 777us})},
                    {"one_bucket", Of({1'000'000us, 1'000'001us, 1'000'500us})},
                    {"far_apart", Of({0us, 1us, 10min})}});
}

TEST(ToHlog, GivesBackWhatIsLongerThanTenMinutes) {
  // So many that none of the percentiles asked is of the last rank.
  ExpectToComeBack({{"one", Of({24h})},
                    {"several", Multiplied(Of({1ms, 10min, 11min, 2h, 24h}), 12)},
                    {"all", Multiplied(Of({11min, 12min, 1000h}), 12)}});
}

TEST(ToHlog, AnswersTheLastRankWithTheExactMaximum) {
  const std::vector<Read> read =
      AskHdrHistogram(ToHlog({{"response", Of({10ms, 100'001us})}}, 60s, std::nullopt));
  ASSERT_EQ(read.size(), 1u);
  EXPECT_THAT(read[0].percentiles,
              ElementsAre(10'000, 100'001, 100'001, 100'001, 100'001));
}

TEST(ToHlog, GivesBackCountsBeyond32Bits) {
  const HistogramSnapshot few = Of({100us, 1ms, 1ms, 1ms, 1s});
  ExpectToComeBack({{"one_bucket", Multiplied(Of({1ms}), 33)},
                    {"several", Multiplied(few, 40)},
                    {"nine_bytes", Multiplied(Of({1ms}), 57)}});
}

TEST(ToHlog, LeavesOutWhatHasNoValues) {
  const std::vector<Read> read = AskHdrHistogram(ToHlog(
      {{"none", {}}, {"some", Of({1ms})}, {"none_either", {}}}, 60s, std::nullopt));
  ASSERT_EQ(read.size(), 1u);
  EXPECT_EQ(read[0].tag, "some");
  EXPECT_THAT(AskHdrHistogram(ToHlog({{"none", {}}}, 60s, std::nullopt)), ElementsAre());
}

TEST(ToHlog, TellsWhenTheMeasuredPhaseWas) {
  const std::vector<TaggedHistogram> timings{{"response", Of({1ms})}};
  const std::vector<Read> with = AskHdrHistogram(ToHlog(timings, 2500ms, 1.7e9));
  ASSERT_EQ(with.size(), 1u);
  EXPECT_EQ(with[0].start_ms, 1'700'000'000'000);
  EXPECT_EQ(with[0].end_ms, 1'700'000'002'500);
  const std::vector<Read> without =
      AskHdrHistogram(ToHlog(timings, 2500ms, std::nullopt));
  ASSERT_EQ(without.size(), 1u);
  EXPECT_EQ(without[0].start_ms, 0);
  EXPECT_EQ(without[0].end_ms, 2500);
}

TEST(ToHlog, TellsTheExactMaximumInMilliseconds) {
  EXPECT_THAT(ToHlog({{"save", Of({3'600'000'001us})}}, 1s, std::nullopt),
              HasSubstr("Tag=save,0.000,1.000,3600000.001,"));
}

TEST(ToHlog, ShowsTheOneWithoutATagInHdrHistogramsOwnTool) {
  const auto path = std::filesystem::path(::testing::TempDir()) / "untagged.hlog";
  std::ofstream(path, std::ios::binary)
      << ToHlog({{"", Of({1ms, 2ms, 3ms})}, {"save", Of({9ms})}}, 1s, std::nullopt);
  const std::string tool = std::string("java -cp ") + kJar +
                           " org.HdrHistogram.HistogramLogProcessor "
                           "-outputValueUnitRatio 1000 -i " +
                           path.string();
  EXPECT_THAT(OutputOf(tool), HasSubstr("Total count    =            3]"));
  EXPECT_THAT(OutputOf(tool + " -tag save"), HasSubstr("Total count    =            1]"));
}

TEST(ToHlog, ReplacesWhatATagMustNotHold) {
  EXPECT_THAT(ToHlog({{"a b,c\r\nd", Of({1ms})}}, 1s, std::nullopt),
              HasSubstr("\nTag=a_b_c__d,0.000,"));
}

// The deflated bytes are those of Debian 12's zlib; another library's may differ.
TEST(ToHlog, IsAsTheGoldenFile) {
  testing::ExpectGolden("timings_hlog", ToHlog(GoldenTimings(), 12.5s, 1.7e9));
}

TEST(ToHgrm, IsAsTheGoldenFile) {
  testing::ExpectGolden("response_hgrm", ToHgrm(GoldenTimings().front().histogram));
}

TEST(ToHgrm, HasNoRowsWithoutValues) {
  EXPECT_TRUE(RowsOf(ToHgrm({})).empty());
  EXPECT_THAT(ToHgrm({}), HasSubstr("Total count    =            0]"));
}

}  // namespace
}  // namespace redline::reporting
