#include "reporting/logs/percentile_log.h"

#include <glog/logging.h>
#include <zlib.h>

#include <algorithm>
#include <array>
#include <bit>
#include <charconv>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "base/text/base64.h"
#include "shm/histogram_buckets.h"

namespace redline::reporting {
namespace {

// HdrHistogram's arrangement with five significant digits and a unit of 1 µs.
constexpr int kDigits = 5;
constexpr unsigned kExactBits = 18;  // For 2 * 10^5.
constexpr std::uint64_t kSubBuckets = std::uint64_t{1} << kExactBits;

constexpr std::uint32_t kEncodingCookie = 0x1c849303 | 0x10;
constexpr std::uint32_t kCompressedCookie = 0x1c849304 | 0x10;

constexpr int kStepsPerHalfDistance = 5;
constexpr double kMicrosecondsPerMillisecond = 1000;

unsigned ShiftOf(std::uint64_t value) {
  const auto bits = static_cast<unsigned>(std::bit_width(value));
  return bits > kExactBits ? bits - kExactBits : 0;
}

// The values, all in microseconds, that HdrHistogram does not tell apart.
struct Slot {
  std::uint64_t index = 0;  // Among all slots there are.
  std::uint64_t last = 0;
  std::uint64_t middle = 0;
  std::uint64_t count = 0;
};

Slot SlotOf(std::uint64_t value, std::uint64_t count) {
  const unsigned shift = ShiftOf(value);
  const std::uint64_t first = value >> shift << shift;
  const std::uint64_t width = std::uint64_t{1} << shift;
  return {.index = shift * (kSubBuckets / 2) + (value >> shift),
          .last = first + width - 1,
          .middle = first + width / 2,
          .count = count};
}

// The slots that hold values, in ascending order.
class Slots {
 public:
  explicit Slots(const shm::HistogramSnapshot& histogram) {
    if (!histogram.Min()) return;
    const auto min = static_cast<std::uint64_t>(histogram.Min()->count());
    const auto max = static_cast<std::uint64_t>(histogram.Max()->count());
    highest_ = std::max(highest_, max);
    for (std::size_t i = 0; i < histogram.buckets().size(); ++i) {
      std::uint64_t count = histogram.buckets()[i];
      const auto middle = static_cast<std::uint64_t>(shm::MiddleOfBucket(i));
      const bool has_min = i == shm::BucketOf(min) && count > 0;
      if (has_min) {
        Add(min, 1);
        --count;
      }
      const bool has_max = i == shm::BucketOf(max) && count > 0;
      Add(std::clamp(middle, min, max), count - has_max);
      if (has_max) Add(max, 1);
    }
  }

  const std::vector<Slot>& slots() const { return slots_; }
  std::uint64_t total() const { return total_; }
  // The highest value for which there are slots.
  std::uint64_t highest() const { return highest_; }
  std::uint64_t max() const { return slots_.empty() ? 0 : slots_.back().last; }

  double Mean() const {
    double sum = 0;
    for (const Slot& slot : slots_) {
      sum += static_cast<double>(slot.middle) * static_cast<double>(slot.count);
    }
    return slots_.empty() ? 0 : sum / static_cast<double>(total_);
  }

  double StandardDeviation() const {
    const double mean = Mean();
    double sum = 0;
    for (const Slot& slot : slots_) {
      const double deviation = static_cast<double>(slot.middle) - mean;
      sum += deviation * deviation * static_cast<double>(slot.count);
    }
    return slots_.empty() ? 0 : std::sqrt(sum / static_cast<double>(total_));
  }

 private:
  // REQUIRES: no value so far was greater.
  void Add(std::uint64_t value, std::uint64_t count) {
    if (count == 0) return;
    total_ += count;
    const Slot slot = SlotOf(value, count);
    if (!slots_.empty() && slots_.back().index == slot.index) {
      slots_.back().count += count;
    } else {
      slots_.push_back(slot);
    }
  }

  std::vector<Slot> slots_;
  std::uint64_t total_ = 0;
  std::uint64_t highest_ = shm::kHighestTrackableMicroseconds;
};

std::string Padded(std::string_view text, std::size_t width) {
  return std::string(width - std::min(width, text.size()), ' ').append(text);
}

// As Java's "%.<decimals>f": it rounds the shortest decimal form of the number, half up.
std::string Fixed(double value, int decimals) {
  std::array<char, 400> text;
  const auto last = text.data() + text.size();
  char* end = std::to_chars(text.data(), last, value, std::chars_format::fixed).ptr;
  char* const cut = std::find(text.data(), end, '.') + 1 + decimals;
  if (cut < end && *cut == '5') {
    *cut = '6';
    std::from_chars(text.data(), end, value);
  }
  end = std::to_chars(text.data(), last, value, std::chars_format::fixed, decimals).ptr;
  return {text.data(), end};
}

std::string Milliseconds(double microseconds) {
  return Padded(Fixed(microseconds / kMicrosecondsPerMillisecond, kDigits), 12);
}

std::string Row(double percent, const Slot& slot, std::uint64_t seen) {
  std::string row = Milliseconds(static_cast<double>(slot.last)) + ' ' +
                    Fixed(percent / 100, 12) + ' ' + Padded(std::to_string(seen), 10);
  if (percent < 100) row += ' ' + Padded(Fixed(1 / (1 - percent / 100), 2), 14);
  return row + '\n';
}

// The steps halve whenever the distance to 100 % has.
double NextPercent(double percent) {
  const double halvings = std::floor(std::log(100 / (100 - percent)) / std::log(2.0));
  return percent + 100 / (kStepsPerHalfDistance * std::exp2(halvings + 1));
}

std::string Rows(const Slots& values) {
  std::string rows;
  if (values.slots().empty()) return rows;
  const auto total = static_cast<double>(values.total());
  double percent = 0;
  std::uint64_t seen = 0;
  for (const Slot& slot : values.slots()) {
    seen += slot.count;
    while (percent < 100 && 100 * static_cast<double>(seen) / total >= percent) {
      rows += Row(percent, slot, seen);
      if (seen == values.total()) break;
      const double next = NextPercent(percent);
      // With more values than a double's digits tell apart, the steps end before 100.
      if (next <= percent) break;
      percent = next;
    }
  }
  return rows + Row(100, values.slots().back(), seen);
}

std::string Trailer(const Slots& values) {
  // How often the slots' width doubles, and once.
  const unsigned buckets = ShiftOf(values.highest()) + 1;
  return "#[Mean    = " + Milliseconds(values.Mean()) +
         ", StdDeviation   = " + Milliseconds(values.StandardDeviation()) + "]\n" +
         "#[Max     = " + Milliseconds(static_cast<double>(values.max())) +
         ", Total count    = " + Padded(std::to_string(values.total()), 12) + "]\n" +
         "#[Buckets = " + Padded(std::to_string(buckets), 12) +
         ", SubBuckets     = " + Padded(std::to_string(kSubBuckets), 12) + "]\n";
}

template <typename Unsigned>
void AppendBigEndian(Unsigned number, std::string& out) {
  for (int shift = 8 * sizeof(number) - 8; shift >= 0; shift -= 8) {
    out += static_cast<char>(number >> shift);
  }
}

// ZigZag, then LEB128 of at most nine bytes, the ninth of which has eight bits.
void AppendVariable(std::int64_t number, std::string& out) {
  auto rest =
      static_cast<std::uint64_t>(number) << 1 ^ static_cast<std::uint64_t>(number >> 63);
  for (int i = 0; i < 8 && rest >= 0x80; ++i, rest >>= 7) {
    out += static_cast<char>(rest | 0x80);
  }
  out += static_cast<char>(rest);
}

// A run of several slots without values is one negative number, a single one is a 0.
std::string EncodedCounts(const std::vector<Slot>& slots) {
  std::string counts;
  std::uint64_t next = 0;
  for (const Slot& slot : slots) {
    const auto zeros = static_cast<std::int64_t>(slot.index - next);
    if (zeros > 0) AppendVariable(zeros > 1 ? -zeros : 0, counts);
    AppendVariable(static_cast<std::int64_t>(slot.count), counts);
    next = slot.index + 1;
  }
  return counts;
}

std::string Encoded(const Slots& values) {
  const std::string counts = EncodedCounts(values.slots());
  std::string out;
  AppendBigEndian(kEncodingCookie, out);
  AppendBigEndian(static_cast<std::uint32_t>(counts.size()), out);
  AppendBigEndian(std::uint32_t{0}, out);  // The offset of the first slot.
  AppendBigEndian(static_cast<std::uint32_t>(kDigits), out);
  AppendBigEndian(std::uint64_t{1}, out);  // The lowest value other than 0.
  AppendBigEndian(values.highest(), out);
  AppendBigEndian(std::bit_cast<std::uint64_t>(1.0), out);  // The scale of doubles.
  return out + counts;
}

std::string Compressed(std::string_view plain) {
  uLongf size = ::compressBound(plain.size());
  std::string deflated(size, '\0');
  const int status = ::compress2(reinterpret_cast<Bytef*>(deflated.data()), &size,
                                 reinterpret_cast<const Bytef*>(plain.data()),
                                 plain.size(), Z_BEST_COMPRESSION);
  CHECK_EQ(status, Z_OK) << "zlib could not compress a histogram";
  deflated.resize(size);
  std::string out;
  AppendBigEndian(kCompressedCookie, out);
  AppendBigEndian(static_cast<std::uint32_t>(size), out);
  return out + deflated;
}

std::string ValidTag(std::string tag) {
  constexpr std::string_view kRefused = ", \r\n";
  std::ranges::replace_if(
      tag, [=](char c) { return kRefused.find(c) != kRefused.npos; }, '_');
  return tag;
}

std::string LogHeader(std::optional<double> started_unix_seconds) {
  std::string header =
      "#[Values are microseconds, Interval_Max is milliseconds]\n"
      "#[Histogram log format version 1.3]\n";
  if (started_unix_seconds) {
    const std::string when =
        Fixed(*started_unix_seconds, 3) + " (seconds since epoch)]\n";
    header += "#[StartTime: " + when + "#[BaseTime: " + when;
  }
  return header +
         "\"StartTimestamp\",\"Interval_Length\",\"Interval_Max\","
         "\"Interval_Compressed_Histogram\"\n";
}

}  // namespace

std::string ToHgrm(const shm::HistogramSnapshot& histogram) {
  const Slots values(histogram);
  return Padded("Value", 12) + ' ' + Padded("Percentile", 14) + ' ' +
         Padded("TotalCount", 10) + ' ' + Padded("1/(1-Percentile)", 14) + "\n\n" +
         Rows(values) + Trailer(values);
}

std::string ToHlog(const std::vector<TaggedHistogram>& timings,
                   std::chrono::duration<double> length,
                   std::optional<double> started_unix_seconds) {
  std::string log = LogHeader(started_unix_seconds);
  for (const TaggedHistogram& timing : timings) {
    const Slots values(timing.histogram);
    if (values.slots().empty()) continue;
    const double max = timing.histogram.Max()->count() / kMicrosecondsPerMillisecond;
    if (!timing.tag.empty()) log += "Tag=" + ValidTag(timing.tag) + ',';
    const auto [begin, lasts] =
        timing.interval.value_or(TaggedHistogram::Interval{{}, length});
    log += Fixed(begin.count(), 3) + ',' + Fixed(lasts.count(), 3) + ',' + Fixed(max, 3) +
           ',' + Base64(Compressed(Encoded(values))) + '\n';
  }
  return log;
}

}  // namespace redline::reporting
