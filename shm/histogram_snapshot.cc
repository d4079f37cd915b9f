#include "shm/histogram_snapshot.h"

#include <glog/logging.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <numeric>

namespace redline::shm {

HistogramSnapshot::HistogramSnapshot(const SharedHistogram& histogram, Buckets buckets)
    : count_(SharedHistogram::Get(histogram.count_)),
      sum_(SharedHistogram::Get(histogram.sum_)),
      min_(SharedHistogram::Get(histogram.min_)),
      max_(SharedHistogram::Get(histogram.max_)) {
  if (buckets == Buckets::kNone || count_ == 0) return;
  std::size_t used = kBucketCount;
  // Relaxed, as SharedHistogram documents.
  const auto in_bucket = [&](std::size_t i) {
    return histogram.buckets_[i].load(std::memory_order_relaxed);
  };
  while (used > 0 && in_bucket(used - 1) == 0) --used;
  buckets_.reserve(used);
  for (std::size_t i = 0; i < used; ++i) buckets_.push_back(in_bucket(i));
}

HistogramSnapshot::HistogramSnapshot(const Parts& parts)
    : count_(parts.count),
      sum_(parts.sum),
      min_(parts.min.value_or(std::numeric_limits<std::uint64_t>::max())),
      max_(parts.max.value_or(0)) {
  for (const auto& [bucket, values] : parts.buckets) {
    CHECK(bucket < kBucketCount) << "no such bucket: " << bucket;
    if (buckets_.size() <= bucket) buckets_.resize(bucket + 1);
    buckets_[bucket] += values;
  }
}

HistogramSnapshot::Parts HistogramSnapshot::ToParts() const {
  Parts parts{.count = count_, .sum = sum_, .min = {}, .max = {}, .buckets = {}};
  if (count_ > 0 && min_ <= max_) {
    parts.min = min_;
    parts.max = max_;
  }
  for (std::size_t i = 0; i < buckets_.size(); ++i) {
    if (buckets_[i] > 0) parts.buckets.emplace_back(i, buckets_[i]);
  }
  return parts;
}

HistogramSnapshot HistogramSnapshot::Since(const HistogramSnapshot& earlier) const {
  HistogramSnapshot later;
  later.buckets_ = buckets_;
  for (std::size_t i = 0; i < buckets_.size(); ++i) {
    if (i < earlier.buckets_.size()) later.buckets_[i] -= earlier.buckets_[i];
    if (later.buckets_[i] == 0) continue;
    if (later.count_ == 0) later.min_ = std::max(min_, LowestInBucket(i));
    later.count_ += later.buckets_[i];
    later.max_ = std::min(max_, LowestInBucket(i + 1) - 1);
  }
  while (!later.buckets_.empty() && later.buckets_.back() == 0) later.buckets_.pop_back();
  later.sum_ = sum_ - earlier.sum_;
  return later;
}

void HistogramSnapshot::Record(std::chrono::microseconds duration) {
  const std::uint64_t value =
      duration.count() < 0 ? 0 : static_cast<std::uint64_t>(duration.count());
  ++count_;
  sum_ += value;
  min_ = std::min(min_, value);
  max_ = std::max(max_, value);
  const std::size_t bucket = BucketOf(value);
  if (buckets_.size() <= bucket) buckets_.resize(bucket + 1);
  ++buckets_[bucket];
}

void HistogramSnapshot::Merge(const HistogramSnapshot& other) {
  count_ += other.count_;
  sum_ += other.sum_;
  min_ = std::min(min_, other.min_);
  max_ = std::max(max_, other.max_);
  if (buckets_.size() < other.buckets_.size()) buckets_.resize(other.buckets_.size());
  for (std::size_t i = 0; i < other.buckets_.size(); ++i)
    buckets_[i] += other.buckets_[i];
}

std::optional<HistogramSnapshot::Microseconds> HistogramSnapshot::Mean() const {
  if (count_ == 0) return std::nullopt;
  return Microseconds(static_cast<double>(sum_) / static_cast<double>(count_));
}

std::optional<HistogramSnapshot::Microseconds> HistogramSnapshot::Min() const {
  // Beside a running writer, a value's count may be seen before its minimum.
  if (count_ == 0 || min_ > max_) return std::nullopt;
  return Microseconds(static_cast<double>(min_));
}

std::optional<HistogramSnapshot::Microseconds> HistogramSnapshot::Max() const {
  if (count_ == 0 || min_ > max_) return std::nullopt;
  return Microseconds(static_cast<double>(max_));
}

std::optional<HistogramSnapshot::Microseconds> HistogramSnapshot::Percentile(
    double percent) const {
  CHECK(percent >= 0 && percent <= 100) << "no such percentile: " << percent;
  // The buckets' own total, and not count_: beside a running writer they may differ.
  const std::uint64_t total =
      std::accumulate(buckets_.begin(), buckets_.end(), std::uint64_t{0});
  if (total == 0) return std::nullopt;
  if (percent == 100) return Max();
  // A percent such as 99.9 or a quotient such as 7 / 100 is a double a little too high or
  // too low: one step down, so that no rounding takes it past a rank that is meant
  // exactly. HdrHistogram does the same.
  const double exact_rank =
      std::nextafter(percent, 0.0) * static_cast<double>(total) / 100;
  const auto rank =
      std::max<std::uint64_t>(1, static_cast<std::uint64_t>(std::ceil(exact_rank)));
  std::uint64_t seen = 0;
  std::size_t bucket = 0;
  while ((seen += buckets_[bucket]) < rank) ++bucket;
  return Microseconds(std::clamp(MiddleOfBucket(bucket),
                                 static_cast<double>(std::min(min_, max_)),
                                 static_cast<double>(max_)));
}

}  // namespace redline::shm
