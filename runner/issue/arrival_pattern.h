// How tasks arrive at a given rate: evenly, by chance, or in bursts.
#ifndef REDLINE_RUNNER_ISSUE_ARRIVAL_PATTERN_H_
#define REDLINE_RUNNER_ISSUE_ARRIVAL_PATTERN_H_

#include <cstdint>

namespace redline::runner {

struct ArrivalPattern {
  enum class Kind {
    // One after the other, at equal distances where the rate is constant.
    kEven,
    // Independently of each other: a Poisson process, whose number of tasks is chance
    // too.
    kPoisson,
    // `burst` at once, and then none for as long as that many take evenly.
    kBurst,
  };

  Kind kind = Kind::kEven;
  std::uint64_t burst = 1;  // At least 1; more than 1 with kBurst only.
};

}  // namespace redline::runner

#endif  // REDLINE_RUNNER_ISSUE_ARRIVAL_PATTERN_H_
