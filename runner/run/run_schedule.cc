#include "runner/run/run_schedule.h"

#include <algorithm>
#include <bit>
#include <chrono>
#include <cstdint>

#include "base/split_mix.h"

namespace redline::runner {

namespace {

// Dynos of a fleet may be given one seed, and warm-up and measured phase have one: each
// has arrivals of its own.
constexpr std::uint64_t kSeedOfWarmup = 1;
std::uint64_t SeedOf(const Plan& plan, double share, std::uint64_t phase) {
  SplitMix random(plan.seed + std::bit_cast<std::uint64_t>(share) + phase);
  return random();
}

}  // namespace

Issuer::Schedule ScheduleOf(const Plan& plan, Issuer::TimePoint start, double share) {
  return {.start = start,
          .warmup = {.shape = LoadShape::Constant(
                         kWarmupShare * plan.constants.tasks_per_second, plan.warmup()),
                     .pattern = plan.arrivals,
                     .share = share,
                     .seed = SeedOf(plan, share, kSeedOfWarmup)},
          .measured = {.shape = plan.load(),
                       .pattern = plan.arrivals,
                       .share = share,
                       .seed = SeedOf(plan, share, 0)},
          // As late as any other may be.
          .grace = std::clamp<Issuer::Duration>(
              std::chrono::round<Issuer::Duration>(plan.max_lateness),
              Issuer::kShortestGrace, Issuer::kLongestGrace)};
}

std::optional<reporting::Seconds> Uptime(const Issuer::Schedule& schedule,
                                         Issuer::TimePoint now) {
  if (now < schedule.measured_start()) return std::nullopt;
  return std::min(now, schedule.measured_end()) - schedule.measured_start();
}

reporting::Progress ProgressOf(const Issuer::Schedule& schedule, reporting::Seconds drain,
                               reporting::RunPhase phase, Issuer::TimePoint now) {
  reporting::Progress progress{.phase = phase, .elapsed = {}, .planned = {}};
  switch (phase) {
    case reporting::RunPhase::kWarmUp:
      progress.elapsed = now - schedule.start;
      progress.planned = schedule.warmup.shape.duration();
      break;
    case reporting::RunPhase::kMeasuring:
      progress.elapsed = now - schedule.measured_start();
      progress.planned = schedule.measured.shape.duration();
      break;
    case reporting::RunPhase::kDraining:
      progress.elapsed = now - schedule.measured_end();
      progress.planned = drain;
      break;
    case reporting::RunPhase::kStarting:
    case reporting::RunPhase::kPreparing:
    case reporting::RunPhase::kDone:
      break;
  }
  return progress;
}

}  // namespace redline::runner
