#include "runner/trials/trial_plan.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <string>
#include <string_view>
#include <vector>

#include "base/text/number_text.h"

namespace redline::runner {
namespace {

using reporting::TrialPurpose;

constexpr double kShortWarmup = 1;                // Seconds.
constexpr double kShortDrain = 1;                 // Seconds.
constexpr std::int64_t kMostBacklog = 1'000'000;  // As the setting's.

void Name(std::string_view setting, const std::string& value,
          std::vector<reporting::NamedSetting>& settings) {
  const auto named = std::ranges::find(settings, setting, &reporting::NamedSetting::name);
  if (named != settings.end()) named->value = value;
}

void Name(std::string_view setting, const std::string& value, Plan& plan) {
  Name(setting, value, plan.settings);
}

void Name(std::string_view setting, double value, Plan& plan) {
  Name(setting, ConstantText(value), plan);
}

// This dyno's part.
double RateOf(const Plan& plan, const Trial& trial) {
  return plan.fleet ? trial.rate / static_cast<double>(plan.fleet->size) : trial.rate;
}

// More than can be unfinished at the end of the trial.
std::int64_t UnreachableBacklog(const Plan& plan, const Trial& trial) {
  const double tasks = RateOf(plan, trial) * (trial.length.count() + kShortWarmup);
  const double each = std::ceil(tasks / static_cast<double>(trial.workers));
  const auto limit = plan.constants.max_worker_backlog +
                     static_cast<std::int64_t>(std::min<double>(each, kMostBacklog));
  return std::min(limit, kMostBacklog);
}

// One whose search had come to another trial would be another test: it is refused.
void JoinForTrial(std::uint64_t number, Plan& plan) {
  if (number == 1) return;
  // A name has no colon.
  plan.fleet->id += ":" + std::to_string(number);
  plan.flushall = false;
  Name("flushall", "false", plan);
  Name("tasks_per_second", ConstantText(plan.constants.tasks_per_second),
       plan.fleet->settings);
  Name("test_duration_seconds", ConstantText(plan.constants.test_duration_seconds),
       plan.fleet->settings);
}

}  // namespace

Plan TrialPlan(const Plan& search, const Trial& trial, std::uint64_t number) {
  constexpr std::uint64_t kSeeds = std::uint64_t{1} << 53;
  // So large and odd that a search with the next seed shares no trial's.
  constexpr std::uint64_t kSeedStride = 0x9E3779B97F4A7C15;
  Plan plan = search;
  plan.search.reset();
  plan.reports.clear();
  plan.seed = (search.seed + number * kSeedStride) % kSeeds;
  plan.constants.tasks_per_second = RateOf(search, trial);
  plan.constants.num_workers = static_cast<std::int64_t>(trial.workers);
  plan.constants.test_duration_seconds = trial.length.count();
  if (trial.purpose != TrialPurpose::kConfirm) {
    plan.constants.warmup_seconds = std::min(plan.constants.warmup_seconds, kShortWarmup);
  }
  if (trial.purpose == TrialPurpose::kEstimate) {
    plan.constants.max_worker_backlog = UnreachableBacklog(search, trial);
    plan.drain = std::min(plan.drain, std::chrono::duration<double>(kShortDrain));
    plan.slo.clear();
    Name("slo", std::string(), plan);
  }
  Name("tasks_per_second", plan.constants.tasks_per_second, plan);
  Name("num_workers", static_cast<double>(plan.constants.num_workers), plan);
  Name("test_duration_seconds", plan.constants.test_duration_seconds, plan);
  Name("warmup_seconds", plan.constants.warmup_seconds, plan);
  Name("max_worker_backlog", static_cast<double>(plan.constants.max_worker_backlog),
       plan);
  Name("drain_seconds", plan.drain.count(), plan);
  Name("seed", static_cast<double>(plan.seed), plan);
  if (plan.fleet) JoinForTrial(number, plan);
  return plan;
}

}  // namespace redline::runner
