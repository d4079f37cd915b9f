// How the arrival rate of a phase goes over time: stages, one after another, in each of
// which the rate is constant or changes along a straight line.
//
// Let N(t) be the rate's integral, the number of tasks that are to arrive until t. Each
// task has a position on the axis of N, and is due when N passes it: at the earliest t
// with N(t) > position. N and its inverse are computed from the stages each time, so
// nothing drifts: in a stage from rate a to rate b of the length d, the position x behind
// its begin is reached after
//
//   2 x / (a + sqrt(a² + 2 x (b − a) / d)),    which is x / a where a = b.
//
// (The usual root of a quadratic equation, in the form that subtracts nothing where the
// rate rises; see W. Kahan, "On the cost of floating-point computation without extra-
// precise arithmetic", 2004.)
//
// Immutable; may be shared by threads.
#ifndef REDLINE_RUNNER_ISSUE_LOAD_SHAPE_H_
#define REDLINE_RUNNER_ISSUE_LOAD_SHAPE_H_

#include <chrono>
#include <cstddef>
#include <vector>

namespace redline::runner {

struct LoadStage {
  std::chrono::nanoseconds duration;
  // Tasks a second, at its begin and its end; finite and not negative.
  double from;
  double to;

  double mean_rate() const { return (from + to) / 2; }

  friend bool operator==(const LoadStage&, const LoadStage&) = default;
};

class LoadShape {
 public:
  using Duration = std::chrono::nanoseconds;

  // When a position is reached, and in which stage.
  struct Place {
    Duration offset;  // From the begin of the first stage.
    std::size_t stage;
  };

  // REQUIRES: at least one stage; none is shorter than nothing.
  explicit LoadShape(std::vector<LoadStage> stages);

  // One stage. REQUIRES: the rate is finite and > 0, the duration not negative.
  static LoadShape Constant(double tasks_per_second, Duration duration);

  std::size_t stage_count() const { return stages_.size(); }
  // REQUIRES: an index of a stage.
  const LoadStage& stage(std::size_t index) const { return stages_[index].stage; }
  Duration BeginOf(std::size_t index) const { return stages_[index].begin; }
  Duration EndOf(std::size_t index) const {
    return BeginOf(index) + stage(index).duration;
  }
  Duration duration() const { return EndOf(stage_count() - 1); }

  // N(duration()).
  double total() const { return stages_.back().end_position; }
  // N(offset); of the begin or the end where the offset is outside.
  double PositionAt(Duration offset) const;
  // Of a position that is never reached: the end or later, in the last stage.
  // REQUIRES: position >= 0.
  Place PlaceOf(double position) const;

 private:
  struct PlacedStage {
    LoadStage stage;
    Duration begin;
    double begin_position;
    double end_position;
  };

  std::vector<PlacedStage> stages_;
};

}  // namespace redline::runner

#endif  // REDLINE_RUNNER_ISSUE_LOAD_SHAPE_H_
