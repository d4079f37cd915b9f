#include "reporting/compare/ratio_estimate.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <vector>

namespace redline::reporting {
namespace {

// The chance that one end of the interval is beyond the true ratio.
constexpr double kOneSide = 0.025;
// As many standard deviations leave that out.
constexpr double kNormalQuantile = 1.959964;
constexpr std::size_t kFewestForNormal = 8;

// How many of the smallest ratios may be left out at either end so that what remains
// holds the true ratio with a chance of 95 % or more; nothing if not even all of them do.
//
// Without a difference, every order of the n + m runs is as likely, and the number of
// pairs in which the second is the smaller one (Mann and Whitney's U) is at most k with
// the chance that is summed up here. The counts of orders follow from whose run is the
// last: count(n, m, u) = count(n - 1, m, u - m) + count(n, m - 1, u).
std::optional<std::size_t> PairsToLeaveOut(std::size_t n, std::size_t m) {
  const std::size_t most = n * m;
  // With many runs the sum is close enough to normal.
  constexpr std::size_t kExactUpTo = 20;
  if (std::max(n, m) > kExactUpTo && std::min(n, m) >= kFewestForNormal) {
    const double deviation =
        std::sqrt(static_cast<double>(most) * static_cast<double>(n + m + 1) / 12);
    const double u = static_cast<double>(most) / 2 - kNormalQuantile * deviation - 0.5;
    return static_cast<std::size_t>(std::max(u, 0.0));
  }
  // By m, then u, for the n of the round. Doubles: only the ratio to all counts.
  std::vector<std::vector<double>> counts(m + 1, std::vector<double>(most + 1, 0));
  for (auto& row : counts) row[0] = 1;  // n = 0
  for (std::size_t i = 1; i <= n; ++i) {
    std::vector<std::vector<double>> next(m + 1, std::vector<double>(most + 1, 0));
    next[0][0] = 1;
    for (std::size_t j = 1; j <= m; ++j) {
      for (std::size_t u = 0; u <= i * j; ++u) {
        next[j][u] = (u >= j ? counts[j][u - j] : 0) + next[j - 1][u];
      }
    }
    counts = std::move(next);
  }
  double all = 0;
  for (const double count : counts[m]) all += count;
  std::optional<std::size_t> leave_out;
  double chance = 0;
  for (std::size_t u = 0; u <= most; ++u) {
    chance += counts[m][u] / all;
    if (chance > kOneSide) break;
    // U is at most u in the tail: u + 1 pairs are beyond.
    leave_out = u;
  }
  return leave_out;
}

}  // namespace

std::optional<double> Median(std::span<const double> values) {
  if (values.empty()) return std::nullopt;
  std::vector<double> sorted(values.begin(), values.end());
  std::ranges::sort(sorted);
  const std::size_t middle = sorted.size() / 2;
  if (sorted.size() % 2 == 1) return sorted[middle];
  return (sorted[middle - 1] + sorted[middle]) / 2;
}

std::optional<RatioEstimate> EstimateRatio(std::span<const double> first,
                                           std::span<const double> second) {
  std::vector<double> ratios;
  for (const double a : first) {
    for (const double b : second) {
      // b / 0 is infinite, and is sorted so.
      ratios.push_back(a == b ? 1 : b / a);
    }
  }
  const std::optional<double> middle = Median(ratios);
  if (!middle) return std::nullopt;
  RatioEstimate estimate{.ratio = *middle, .interval = std::nullopt};
  if (const auto leave_out = PairsToLeaveOut(first.size(), second.size())) {
    std::ranges::sort(ratios);
    estimate.interval = {ratios[*leave_out], ratios[ratios.size() - 1 - *leave_out]};
  }
  return estimate;
}

}  // namespace redline::reporting
