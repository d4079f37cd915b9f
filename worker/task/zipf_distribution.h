// Zipf's distribution: of the whole numbers from the first to the last, the kth is drawn
// in proportion to 1 / k^s.
//
// By rejection-inversion (W. Hoermann, G. Derflinger: "Rejection-inversion to generate
// variates from monotone discrete distributions", ACM TOMACS 6(3), 1996): no table, and a
// draw costs the same for any range. It takes less than 1.2 attempts on average. To make
// one costs several draws, so that who draws again and again keeps it.
//
// A plain value, used by one thread.
#ifndef REDLINE_WORKER_TASK_ZIPF_DISTRIBUTION_H_
#define REDLINE_WORKER_TASK_ZIPF_DISTRIBUTION_H_

#include <cstdint>

#include "base/split_mix.h"

namespace redline::worker {

class ZipfDistribution {
 public:
  // REQUIRES: first <= last, exponent (s) > 0.
  ZipfDistribution(std::int64_t first, std::int64_t last, double exponent);

  std::int64_t operator()(SplitMix& random) const;

  // Whether it was made of these.
  bool IsOf(std::int64_t first, std::int64_t last, double exponent) const {
    return first_ == first && last_ == last && exponent_ == exponent;
  }

 private:
  // The density that the histogram of 1 / k^s is compared with, its integral, which is
  // zero at 1, and that one's inverse.
  double Density(double x) const;
  double Integral(double x) const;
  double InverseIntegral(double area) const;

  std::int64_t first_;
  std::int64_t last_;
  double exponent_;
  double count_;
  double first_area_;  // From where areas are drawn,
  double last_area_;   // and to where.
  double shortcut_;    // A draw this near to its k is one of k without a further look.
};

}  // namespace redline::worker

#endif  // REDLINE_WORKER_TASK_ZIPF_DISTRIBUTION_H_
