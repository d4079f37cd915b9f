// An arrival rate: how many tasks a second are issued, whatever the workers do.
#ifndef REDLINE_RUNNER_ISSUE_RATE_H_
#define REDLINE_RUNNER_ISSUE_RATE_H_

namespace redline::runner {

class Rate {
 public:
  // REQUIRES: tasks_per_second is finite and > 0; fractions are welcome.
  explicit constexpr Rate(double tasks_per_second) : per_second_(tasks_per_second) {}

  constexpr double per_second() const { return per_second_; }

 private:
  double per_second_;
};

// The share of the rate at which the warm-up runs.
inline constexpr double kWarmupShare = 0.1;

}  // namespace redline::runner

#endif  // REDLINE_RUNNER_ISSUE_RATE_H_
