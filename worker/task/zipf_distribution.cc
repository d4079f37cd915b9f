#include "worker/task/zipf_distribution.h"

#include <algorithm>
#include <cmath>

#include "worker/task/random_values.h"

namespace redline::worker {
namespace {

// log(1 + x) / x and (exp(x) - 1) / x, which are 1 at 0: near s = 1 the plain formulas
// would divide by it.
double LogRatio(double x) {
  return std::abs(x) > 1e-8 ? std::log1p(x) / x : 1 - x * (0.5 - x / 3);
}
double ExpRatio(double x) {
  return std::abs(x) > 1e-8 ? std::expm1(x) / x : 1 + x * (0.5 + x / 6);
}

// How far the last number is from the first: more than a signed one may hold.
std::uint64_t Distance(std::int64_t first, std::int64_t last) {
  return static_cast<std::uint64_t>(last) - static_cast<std::uint64_t>(first);
}

}  // namespace

ZipfDistribution::ZipfDistribution(std::int64_t first, std::int64_t last, double exponent)
    : first_(first),
      last_(last),
      exponent_(exponent),
      count_(static_cast<double>(Distance(first, last)) + 1),
      first_area_(Integral(1.5) - 1),
      last_area_(Integral(count_ + 0.5)),
      shortcut_(2 - InverseIntegral(Integral(2.5) - Density(2))) {}

std::int64_t ZipfDistribution::operator()(SplitMix& random) const {
  while (true) {
    const double area = last_area_ + UnitReal(random) * (first_area_ - last_area_);
    const double x = InverseIntegral(area);
    const double k = std::clamp(std::floor(x + 0.5), 1.0, count_);
    if (k - x > shortcut_ && area < Integral(k + 0.5) - Density(k)) continue;
    // Beyond 2^53 the count is rounded, which may be up.
    if (k >= count_) return last_;
    return static_cast<std::int64_t>(static_cast<std::uint64_t>(first_) +
                                     static_cast<std::uint64_t>(k - 1));
  }
}

double ZipfDistribution::Density(double x) const {
  return std::exp(-exponent_ * std::log(x));
}

// (x^(1-s) - 1) / (1-s), which is log x if s is 1.
double ZipfDistribution::Integral(double x) const {
  const double log = std::log(x);
  return ExpRatio((1 - exponent_) * log) * log;
}

double ZipfDistribution::InverseIntegral(double area) const {
  // Rounding could lead below -1, where there is no logarithm.
  const double t = std::max(area * (1 - exponent_), -1.0);
  return std::exp(LogRatio(t) * area);
}

}  // namespace redline::worker
