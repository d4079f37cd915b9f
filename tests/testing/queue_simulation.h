// A run on queues whose capacity is known, simulated task by task, as the result that a
// run on them would have had: to see how often a rule about results errs.
//
// Tasks come at even distances and go to workers in turn; each worker does its own one
// after another. How long they take is random, the same for all workers, and stretched
// while the system is slow. Repeatable by the generator's seed.
#ifndef REDLINE_TESTS_TESTING_QUEUE_SIMULATION_H_
#define REDLINE_TESTS_TESTING_QUEUE_SIMULATION_H_

#include <random>

#include "reporting/model/result.h"

namespace redline::testing {

// What the tasks of a system need, relative to their mean.
enum class Service {
  kEven,         // All the same: D/D/1 at each worker.
  kExponential,  // D/M/1.
  kHeavyTailed,  // D/G/1: lognormal; one in a hundred needs six times the mean or more.
};

struct QueueSystem {
  Service service = Service::kEven;
  int workers = 28;
  double capacity =
      1000;  // Tasks a second, the mean over noise and stalls; at the start.
  // The whole system's speed: its deviation around the mean, as a share of it, which is
  // another one after some seconds (an autoregressive process of order 1).
  double noise = 0;
  double noise_seconds = 5;
  // It stands still so many times a second, for so long.
  double stalls_per_second = 0;
  double shortest_stall = 0.02;
  double longest_stall = 0.2;
  // What the capacity has gained when the run is over, as a share of it; evenly.
  double drift = 0;
};

// What a virtual machine does with its CPUs: slow noise and short stalls.
QueueSystem NoisySystem(double capacity);

// A run at so many tasks a second. No backlog has a limit: `worst_backlog` of its points
// says whether one would have been reached. The series has the points that
// runner/watch/series_recorder.h would give it, and that of the drain.
reporting::Result SimulateRun(const QueueSystem& system, double rate, double seconds,
                              std::mt19937_64& random);

}  // namespace redline::testing

#endif  // REDLINE_TESTS_TESTING_QUEUE_SIMULATION_H_
