// Service level objectives: what a run must keep to, and whether it did.
//
//   response.p99<50ms,tasks_failed==0,delivered>=99.9%
//
// A threshold is a figure, a comparison and a limit with its unit:
//
//   figure      see figure.h
//   comparison  < <= > >= == !=
//   limit       a number; us, µs, ms (if none is given) or s for a time; for "delivered"
//   %
//               of the asked rate
//
// Plain values, immutable; may be shared by threads.
#ifndef REDLINE_REPORTING_MODEL_THRESHOLD_H_
#define REDLINE_REPORTING_MODEL_THRESHOLD_H_

#include <cstddef>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "reporting/model/figure.h"
#include "reporting/model/result.h"

namespace redline::reporting {

// The text is not a list of thresholds: one sentence for a user.
class ThresholdError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

class Threshold {
 public:
  // Throws ThresholdError. Takes any word for the name of a timing, because the steps are
  // the workload's own: see IsKnown.
  static Threshold Parse(std::string_view text);

  // As it was written, without spaces.
  const std::string& text() const { return text_; }

  // As its figure's.
  std::optional<std::size_t> stage() const { return figure_->stage(); }

  // Whether there can be such a figure in a run with these steps.
  bool IsKnown(const std::vector<std::string>& step_names) const;

  // Whether a figure, in the outcome's unit, keeps to it.
  bool IsKeptBy(double figure) const;

  // Whether the run kept to it. A figure that was not measured keeps to nothing.
  ThresholdOutcome Check(const Result& result) const;

 private:
  struct Comparison;
  static const Comparison kComparisons[];

  Threshold() = default;

  void ParseLimit(std::string_view limit);

  std::string text_;
  std::optional<Figure> figure_;  // Always there, once parsed.
  // Compared in percent of the asked rate.
  bool of_asked_rate_ = false;
  const Comparison* comparison_ = nullptr;  // Likewise; one of kComparisons.
  double limit_ = 0;
};

// The value with its unit, for people: as a figure, but with as many decimals as it takes
// to see whether it keeps to the threshold. "-" if it was not measured.
std::string ValueText(const ThresholdOutcome& outcome);

// Whether a threshold that is of this stage, by its index, was violated. REQUIRES: the
// outcomes are of thresholds of this version.
bool ViolatesThresholdOfStage(const Result& result, std::size_t index);

// Parses a comma-separated list. Throws ThresholdError.
std::vector<Threshold> ParseThresholds(std::string_view list);

}  // namespace redline::reporting

#endif  // REDLINE_REPORTING_MODEL_THRESHOLD_H_
