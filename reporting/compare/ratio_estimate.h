// By how much a figure differs between two groups of runs, and how sure that is.
//
// No distribution is assumed: latencies have none that one could name. The estimate is
// the median of the ratios of all pairs, one run of either group (Hodges and Lehmann
// 1963, on the ratio's scale), and its interval lies between two of these ratios, chosen
// by the exact distribution of the rank sum (Moses' interval; Lehmann, Nonparametrics,
// 1975, 2.5): the true ratio is in it 95 times of 100 or more.
//
// Pure functions.
#ifndef REDLINE_REPORTING_COMPARE_RATIO_ESTIMATE_H_
#define REDLINE_REPORTING_COMPARE_RATIO_ESTIMATE_H_

#include <optional>
#include <span>
#include <utility>

namespace redline::reporting {

// The middle of the sorted values, or the mean of the two in the middle; nothing without
// values.
std::optional<double> Median(std::span<const double> values);

struct RatioEstimate {
  double ratio = 1;  // The second group's to the first's.
  // Nothing where there are too few runs to say: fewer than 4 against 4, 3 against 5.
  std::optional<std::pair<double, double>> interval;
  int confidence = 95;  // Per cent: how often such an interval holds the true ratio.
};

// Nothing if a group is empty. Two zeros have the ratio 1; something has an infinite one
// to nothing. REQUIRES: no value is negative.
std::optional<RatioEstimate> EstimateRatio(std::span<const double> first,
                                           std::span<const double> second);

}  // namespace redline::reporting

#endif  // REDLINE_REPORTING_COMPARE_RATIO_ESTIMATE_H_
