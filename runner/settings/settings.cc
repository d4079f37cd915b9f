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
#include "redis/redis_url.h"
#include "runner/settings/plan_checks.h"
#include "runner/settings/read_settings.h"
#include "runner/settings/setting_flags.h"
#include "runner/settings/setting_rows.h"

namespace redline::runner {
namespace {

// Heroku's dynos are called run.1234 or web.1; what others call theirs by DYNO is not.
bool IsOnHeroku(const Environment& environment) {
  const std::string dyno = environment("DYNO").value_or("");
  const std::size_t dot = dyno.find('.');
  return dot != std::string::npos && dot > 0 && dot + 1 < dyno.size() &&
         dyno.find_first_not_of("0123456789", dot + 1) == std::string::npos;
}

// What a plan has where nothing else is given.
Plan PlanFor(const Environment& environment) {
  Plan plan;
  // A Heroku Redis has a certificate that nobody can check.
  if (IsOnHeroku(environment)) plan.redis_tls.verify = redis::TlsOptions::Verify::kNone;
  return plan;
}

void SetUnlessGiven(std::string_view name, std::uint64_t value) {
  if (!IsGiven(SettingNamed(name))) SetFlag(name, std::to_string(value), "");
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

// What a dyno needs to find its fleet; the fleet comes first.
constexpr std::array<std::string_view, 6> kContactSettings = {
    "fleet", "fleet_size", "dyno", "redis_url", "redis_tls_verify", "redis_tls_ca"};

// The text that was given for a setting by flag or variable.
std::optional<std::string> GivenText(const Setting& setting,
                                     std::span<const char* const> arguments,
                                     const Environment& environment) {
  auto flag = FindFlag(setting.name, arguments);
  if (flag && !flag->empty()) return flag;
  const auto variable = FindVariable(setting, environment);
  return variable ? std::optional(variable->value) : std::nullopt;
}

}  // namespace

std::optional<Plan> ParsePlan(std::span<const char* const> arguments,
                              const Environment& environment, int cores) {
  if (!ReadSettings(arguments, environment)) return std::nullopt;
  SetUnlessGiven("num_workers", static_cast<std::uint64_t>(cores));
  SetUnlessGiven("seed", std::random_device{}());
  Plan plan = PlanFor(environment);
  ForEachSetting([&](const Setting& setting) { setting.store(ValueOf(setting), plan); });
  CheckPlan(plan);
  plan.settings = SettingsInEffect([](Scope) { return true; });
  if (plan.fleet) {
    plan.fleet->settings =
        SettingsInEffect([](Scope scope) { return scope == Scope::kTest; });
  }
  return plan;
}

std::optional<FleetContact> ContactOf(const Plan& plan) {
  if (!plan.fleet) return std::nullopt;
  return FleetContact{.fleet = *plan.fleet,
                      .redis = {.url = redis::ParseRedisUrl(*plan.redis_url),
                                .tls = plan.redis_tls,
                                .timeout = plan.redis_connect_timeout}};
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
