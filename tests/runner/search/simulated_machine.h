// A machine with workers whose capacity is known here alone, as a search sees it: it is
// asked for trials, and answers as chance will have it.
//
// The backlog is a fluid: tasks come evenly, go to all workers alike, and are done as
// fast as the machine can at that moment. Its capacity wanders slowly, stops for moments,
// and may change over the minutes or collapse under overload.
//
// Plain values; the same seed gives the same answers.
#ifndef REDLINE_TESTS_RUNNER_SEARCH_SIMULATED_MACHINE_H_
#define REDLINE_TESTS_RUNNER_SEARCH_SIMULATED_MACHINE_H_

#include <cstdint>
#include <random>
#include <vector>

#include "runner/search/trial.h"

namespace redline::runner {

// How a machine does from moment to moment. Shares are those of its capacity.
struct Conditions {
  double noise = 0.03;       // Standard deviation.
  double noise_seconds = 5;  // A deviation has mostly gone after these.
  double stalls = 0.05;      // A second, of 20 to 200 ms.
  double drift = 0;          // Gained a minute.
  double cliff = 0;          // Lost at a rate above the capacity.
};

class SimulatedMachine {
 public:
  using Seconds = Trial::Seconds;

  SimulatedMachine(const Conditions& conditions, std::uint64_t seed);

  // A trial, on workers that can do `capacity` tasks a second at the beginning. Noise
  // goes on from one trial to the next.
  TrialOutcome Run(const Trial& trial, double capacity);
  // Since the beginning, with all that is beside the trials.
  Seconds elapsed() const { return elapsed_; }

  // The highest rate that each of so many trials like this would hold, in ascending
  // order, if each were the next one, on a day of its own.
  std::vector<double> HighestHeld(const Trial& trial, double capacity, int trials);

 private:
  // The part of its capacity that the machine has in each step of a trial.
  using Moments = std::vector<float>;

  struct Served {
    TrialOutcome outcome;
    Seconds length{0};
  };

  void NewDay();
  double NextMoment();
  Moments NextMoments(Seconds length);
  Served Serve(const Trial& trial, double capacity, const Moments& moments) const;

  const Conditions conditions_;
  std::mt19937_64 random_;
  std::normal_distribution<double> normal_;
  std::uniform_real_distribution<double> uniform_;
  Seconds elapsed_{0};
  double deviation_ = 0;
  double stalled_ = 0;  // Seconds still to come.
};

}  // namespace redline::runner

#endif  // REDLINE_TESTS_RUNNER_SEARCH_SIMULATED_MACHINE_H_
