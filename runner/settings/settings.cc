#include "runner/settings/settings.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <cstddef>
#include <exception>
#include <random>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/command_line.h"
#include "base/enum_table.h"
#include "base/errors.h"
#include "base/text/number_text.h"
#include "reporting/model/search_result.h"
#include "runner/settings/plan_checks.h"
#include "runner/settings/read_settings.h"
#include "runner/settings/setting_flags.h"
#include "runner/settings/setting_rows.h"
#include "runner/settings/setting_text.h"
#include "runner/settings/stages_text.h"
#include "runner/settings/sweep_text.h"

namespace redline::runner {
namespace {

// By a search for the fewest; more than any machine of today has cores.
constexpr char kMostWorkersTried[] = "256";

// Heroku's dynos are called run.1234 or web.1; what others call theirs by DYNO is not.
bool IsOnHeroku(const Environment& environment) {
  const std::string dyno = environment("DYNO").value_or("");
  const std::size_t dot = dyno.find('.');
  return dot != std::string::npos && dot > 0 && dot + 1 < dyno.size() &&
         dyno.find_first_not_of("0123456789", dot + 1) == std::string::npos;
}

// A plan's defaults.
Plan PlanFor(const Environment& environment) {
  Plan plan;
  // A Heroku Redis has a certificate that nobody can check.
  if (IsOnHeroku(environment)) plan.redis_tls.verify = redis::TlsOptions::Verify::kNone;
  return plan;
}

void SetUnlessGiven(std::string_view name, const std::string& value) {
  if (!IsGiven(SettingNamed(name))) SetFlag(name, value, "");
}

// What stages say of the test as a whole.
void SetRatesOf(const std::vector<LoadStage>& stages) {
  if (stages.empty()) return;
  for (const char* const name : {"tasks_per_second", "test_duration_seconds"}) {
    const Setting& setting = SettingNamed(name);
    if (!IsGiven(setting)) continue;
    throw UsageError(FlagAndVariable(setting) +
                     " is given, but --stages (STAGES) says rates and times itself: "
                     "leave one of the two out.");
  }
  const LoadShape shape(stages);
  const double seconds = std::chrono::duration<double>(shape.duration()).count();
  SetFlag("tasks_per_second", ConstantText(shape.total() / seconds), "");
  SetFlag("test_duration_seconds", ConstantText(seconds), "");
}

// What is found at the start, where nothing was given.
void SetDefaults(int cores) {
  const auto text = [](std::string_view name) { return TextOf(SettingNamed(name)); };
  const bool finds_workers = text("search") == NameOf(reporting::SearchGoal::kWorkers);
  SetUnlessGiven("num_workers",
                 finds_workers ? kMostWorkersTried : std::to_string(cores));
  SetUnlessGiven("seed", std::to_string(std::random_device{}()));
  SetRatesOf(ParseStages(text("stages")));
  if (text("search").empty()) return;
  SetUnlessGiven("data", "full");
  if (IsGiven(SettingNamed("test_duration_seconds"))) {
    SetUnlessGiven("trial_seconds", text("test_duration_seconds"));
  }
  constexpr double kTrials = 20;  // docs/search.md says why.
  const double minutes = ValueOf(SettingNamed("search_minutes")).real();
  SetUnlessGiven("trial_seconds", ConstantText(std::max(minutes * 60 / kTrials, 1.0)));
}

// As they are now, by name.
std::vector<reporting::NamedSetting> SettingsInEffect(bool (*is_wanted)(Scope)) {
  std::vector<reporting::NamedSetting> settings;
  ForEachSetting([&](const Setting& setting) {
    if (!is_wanted(setting.scope)) return;
    const std::string value = TextOf(setting);
    settings.push_back({.name = std::string(setting.name),
                        .value = setting.shown ? setting.shown(value) : value});
  });
  return settings;
}

// The settings by which a dyno finds its fleet; the fleet comes first.
constexpr std::array<std::string_view, 8> kContactSettings = {
    "fleet",        "fleet_size",     "dyno",         "redis_url", "redis_tls_verify",
    "redis_tls_ca", "redis_tls_cert", "redis_tls_key"};

// The text that was given for a setting by flag or variable.
std::optional<std::string> GivenText(const Setting& setting,
                                     std::span<const char* const> arguments,
                                     const Environment& environment) {
  auto flag = FindFlag(setting.name, arguments);
  if (flag && !flag->empty()) return flag;
  const auto variable = FindVariable(setting, environment);
  return variable ? std::optional(variable->value) : std::nullopt;
}

// Of the settings as they now are.
Plan PlanInEffect(const Environment& environment, const WorkloadDescriber& describe) {
  Plan plan = PlanFor(environment);
  ForEachSetting([&](const Setting& setting) { setting.store(ValueOf(setting), plan); });
  FindWorkload(plan, describe);
  if (plan.workload.prepares_by_itself) {
    const Setting& data = SettingNamed("data");
    SetUnlessGiven(data.name, "full");
    data.store(ValueOf(data), plan);
  }
  CheckPlan(plan);
  plan.settings = SettingsInEffect([](Scope) { return true; });
  if (plan.fleet) {
    plan.fleet->settings =
        SettingsInEffect([](Scope scope) { return scope == Scope::kTest; });
  }
  if (plan.task_file) {
    // The same name may stand for another text, on another dyno or day.
    const reporting::NamedSetting text{.name = "task_file_sha256",
                                       .value = plan.task_file->sha256};
    plan.settings.push_back(text);
    if (plan.fleet) plan.fleet->settings.push_back(text);
  }
  return plan;
}

// The plan of each search of a sweep, whose values are then as they were understood: "10"
// and not "010". The setting is left at its last one. Throws UsageError if a value is not
// the setting's, or is there twice.
std::vector<Plan> PlansOf(SweepOptions& sweep, const Environment& environment,
                          const WorkloadDescriber& describe) {
  const Setting& setting = SettingNamed(SettingOf(sweep));
  const std::string parameter = ParameterOf(sweep);
  const std::string other_parameters = TextOf(SettingNamed("param"));
  std::vector<Plan> plans;
  for (std::string& value : sweep.values) {
    const std::string source = "--" + sweep.setting + ", in --sweep (SWEEP),";
    if (parameter.empty()) {
      SetSetting(setting, value, source);
      value = TextOf(setting);
    } else {
      SetSetting(setting, WithParameter(other_parameters, parameter, value), source);
    }
    if (std::ranges::count(sweep.values, value) > 1) {
      throw UsageError("--sweep (SWEEP) has the value " + value +
                       " twice: leave one of them out.");
    }
    plans.push_back(PlanInEffect(environment, describe));
    plans.back().search->title = sweep.setting + "=" + value + " (" +
                                 CountText(plans.size()) + " of " +
                                 CountText(sweep.values.size()) + ")";
  }
  return plans;
}

}  // namespace

std::optional<Plan> ParsePlan(std::span<const char* const> arguments,
                              const Environment& environment, int cores,
                              const WorkloadDescriber& describe) {
  if (!ReadSettings(arguments, environment)) return std::nullopt;
  SetDefaults(cores);
  Plan plan = PlanInEffect(environment, describe);
  if (plan.sweep) plan.searches = PlansOf(*plan.sweep, environment, describe);
  return plan;
}

std::optional<FleetContact> FindFleet(std::span<const char* const> arguments,
                                      const Environment& environment) {
  try {
    Plan plan = PlanFor(environment);
    plan.redis_connect_timeout = std::chrono::seconds(2);
    for (const std::string_view name : kContactSettings) {
      const Setting& setting = SettingNamed(name);
      const auto text = GivenText(setting, arguments, environment);
      if (text) SetFlag(name, *text, std::string(name));
      CheckChoice(setting);
      setting.store(ValueOf(setting), plan);
    }
    CheckFleet(plan);
    return ContactOf(plan);
  } catch (const std::exception&) {
    return std::nullopt;  // Then it is one of these that is wrong.
  }
}

}  // namespace redline::runner
