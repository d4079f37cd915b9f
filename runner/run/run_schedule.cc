#include "runner/run/run_schedule.h"

#include <algorithm>
#include <chrono>

namespace redline::runner {

Issuer::Schedule ScheduleOf(const Plan& plan, Pacer::TimePoint start) {
  return {.rate = plan.rate(),
          .start = start,
          .warmup = plan.warmup(),
          .duration = plan.duration(),
          // As late as any other may be.
          .grace = std::clamp<Pacer::Duration>(
              std::chrono::round<Pacer::Duration>(plan.max_lateness),
              Issuer::kShortestGrace, Issuer::kLongestGrace)};
}

std::optional<reporting::Seconds> Uptime(const Issuer::Schedule& schedule,
                                         Pacer::TimePoint now) {
  if (now < schedule.measured_start()) return std::nullopt;
  return std::min(now, schedule.measured_end()) - schedule.measured_start();
}

reporting::Progress ProgressOf(const Issuer::Schedule& schedule, reporting::Seconds drain,
                               reporting::RunPhase phase, Pacer::TimePoint now) {
  reporting::Progress progress{.phase = phase, .elapsed = {}, .planned = {}};
  switch (phase) {
    case reporting::RunPhase::kWarmUp:
      progress.elapsed = now - schedule.start;
      progress.planned = schedule.warmup;
      break;
    case reporting::RunPhase::kMeasuring:
      progress.elapsed = now - schedule.measured_start();
      progress.planned = schedule.duration;
      break;
    case reporting::RunPhase::kDraining:
      progress.elapsed = now - schedule.measured_end();
      progress.planned = drain;
      break;
    case reporting::RunPhase::kStarting:
    case reporting::RunPhase::kDone:
      break;
  }
  return progress;
}

}  // namespace redline::runner
