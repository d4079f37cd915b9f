#include "runner/issue/load_shape.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

namespace redline::runner {
namespace {

using SecondsDouble = std::chrono::duration<double>;

double Seconds(LoadShape::Duration duration) { return SecondsDouble(duration).count(); }

// A sum that is a whole number but for its roundings is that number: else the task at the
// border would belong to the stage before.
double Tidy(double position) {
  const double whole = std::round(position);
  const double allowed = 8 * std::numeric_limits<double>::epsilon() * position;
  return std::abs(position - whole) <= allowed ? whole : position;
}

// When a stage has got so far, in seconds from its begin.
double SecondsUntil(double position, const LoadStage& stage) {
  if (stage.from == stage.to) return position / stage.from;
  if (position == 0) return 0;
  // Where the rate falls to 0, a double's digits would cancel.
  const long double from = stage.from;
  const long double slope = (stage.to - from) / Seconds(stage.duration);
  const long double rate = std::sqrt(std::max(from * from + 2 * slope * position, 0.0L));
  return static_cast<double>(2 * position / (from + rate));
}

LoadShape::Duration Rounded(double seconds) {
  return LoadShape::Duration(std::llround(
      std::chrono::duration<double, std::nano>(SecondsDouble(seconds)).count()));
}

}  // namespace

LoadShape::LoadShape(std::vector<LoadStage> stages) {
  Duration begin{0};
  double position = 0;
  for (const LoadStage& stage : stages) {
    const double end = Tidy(position + stage.mean_rate() * Seconds(stage.duration));
    stages_.push_back({.stage = stage,
                       .begin = begin,
                       .begin_position = position,
                       .end_position = end});
    begin += stage.duration;
    position = end;
  }
}

LoadShape LoadShape::Constant(double tasks_per_second, Duration duration) {
  return LoadShape(
      {{.duration = duration, .from = tasks_per_second, .to = tasks_per_second}});
}

double LoadShape::PositionAt(Duration offset) const {
  for (const PlacedStage& placed : stages_) {
    const LoadStage& stage = placed.stage;
    if (offset >= placed.begin + stage.duration) continue;
    const double time = Seconds(std::max(offset - placed.begin, Duration(0)));
    const double slope = (stage.to - stage.from) / Seconds(stage.duration);
    return placed.begin_position + time * (stage.from + slope * time / 2);
  }
  return total();
}

LoadShape::Place LoadShape::PlaceOf(double position) const {
  std::size_t index = 0;
  while (index + 1 < stages_.size() && position >= stages_[index].end_position) ++index;
  const PlacedStage& placed = stages_[index];
  const bool is_reached = position < placed.end_position;
  // An end that is no whole number may be a rounding too low.
  const double behind = std::max(position - placed.begin_position, 0.0);
  const LoadStage& stage = placed.stage;
  Duration offset = stage.duration;
  if (is_reached) {
    offset = Rounded(SecondsUntil(behind, stage));
  } else if (stage.from == stage.to && stage.from > 0) {
    offset = std::max(offset, Rounded(SecondsUntil(behind, stage)));
  }
  return {.offset = placed.begin + offset, .stage = index};
}

}  // namespace redline::runner
