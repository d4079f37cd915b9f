#include "runner/settings/plan_checks.h"

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/errors.h"
#include "base/output/report_file.h"
#include "redis/redis_url.h"
#include "redis/tls_options.h"
#include "reporting/model/search_result.h"
#include "reporting/model/threshold.h"
#include "reporting/model/timing_summary.h"
#include "runner/plan/fleet_name.h"
#include "runner/settings/setting_flags.h"
#include "runner/settings/setting_rows.h"
#include "runner/settings/setting_text.h"
#include "runner/settings/sweep_text.h"
#include "shm/run_settings.h"

namespace redline::runner {
namespace {

void CheckKeyPrefix(const std::string& prefix) {
  constexpr std::size_t kLongest = 63;
  if (!prefix.empty() && prefix.size() <= kLongest) return;
  throw UsageError("--key_prefix (KEY_PREFIX) must have 1 to " +
                   std::to_string(kLongest) + " characters, but has " +
                   std::to_string(prefix.size()) + ".");
}

// Who forgot the fleet's id would otherwise run this test alone, once on each dyno.
void CheckFleetSize(const Plan& plan) {
  const Setting& setting = SettingNamed("fleet_size");
  const std::string size = TextOf(setting);
  if (plan.fleet || !IsGiven(setting) || size == "1") return;
  throw UsageError("--fleet_size (FLEET_SIZE) is " + size +
                   ", but there is no --fleet (FLEET): give all dynos of the fleet the "
                   "same id with it, or leave --fleet_size out.");
}

void CheckFleetWorkload(const Plan& plan) {
  if (!plan.fleet || plan.workload.needs_redis) return;
  throw UsageError("--fleet (FLEET) is for dynos that test one Redis, and the workload " +
                   plan.workload.name + " uses none: leave --fleet out.");
}

void CheckConcurrency(const Plan& plan) {
  const std::string tasks = std::to_string(plan.worker_concurrency);
  const std::string limit = std::to_string(plan.constants.max_worker_backlog);
  if (std::cmp_greater(plan.worker_concurrency, plan.constants.max_worker_backlog)) {
    throw UsageError("--worker_concurrency (WORKER_CONCURRENCY) is " + tasks +
                     ", but a worker never has more than the --max_worker_backlog "
                     "(MAX_WORKER_BACKLOG) of " +
                     limit + " tasks: lower the one, or raise the other.");
  }
  if (plan.worker_connections <= plan.worker_concurrency) return;
  throw UsageError("--worker_connections (WORKER_CONNECTIONS) is " +
                   std::to_string(plan.worker_connections) +
                   ", but a worker with a --worker_concurrency (WORKER_CONCURRENCY) of " +
                   tasks +
                   " uses no more connections than that: lower the one, or raise the "
                   "other.");
}

// What others send on a shared connection comes between.
void CheckOwnConnections(const Plan& plan) {
  if (!plan.workload.needs_own_connection ||
      plan.worker_connections == plan.worker_concurrency) {
    return;
  }
  throw UsageError("The task of " + plan.workload.name +
                   " needs a connection of its own, since it uses WATCH: raise "
                   "--worker_connections (WORKER_CONNECTIONS) to the "
                   "--worker_concurrency (WORKER_CONCURRENCY) of " +
                   std::to_string(plan.worker_concurrency) + ".");
}

void CheckReportFiles() {
  std::vector<std::pair<std::string, std::string>> files;
  ForEachSetting([&](const Setting& setting) {
    if (!setting.name.starts_with("report_")) return;
    files.emplace_back("--" + std::string(setting.name), TextOf(setting));
  });
  CheckDistinct(files);
}

void CheckMetrics(const Plan& plan) {
  if (!plan.metrics_per_worker || plan.metrics_listen) return;
  throw UsageError(
      "--metrics_per_worker (METRICS_PER_WORKER) is of the metrics that "
      "--metrics_listen (METRICS_LISTEN) serves, and there are none: give an address "
      "with it, or leave it out.");
}

// The segment has no room for more.
void CheckLength(const std::string& value, std::size_t most, const char* name) {
  if (value.size() <= most) return;
  throw UsageError(std::string(name) + " may have " + std::to_string(most) +
                   " characters at most, but has " + std::to_string(value.size()) + ".");
}

void CheckTls(const redis::TlsOptions& tls) {
  CheckLength(tls.ca_file, decltype(shm::RunSettings::tls_ca_file)::kMaxLength,
              "The path in --redis_tls_ca (REDIS_TLS_CA)");
  CheckLength(tls.cert_file, decltype(shm::RunSettings::tls_cert_file)::kMaxLength,
              "The path in --redis_tls_cert (REDIS_TLS_CERT)");
  CheckLength(tls.key_file, decltype(shm::RunSettings::tls_key_file)::kMaxLength,
              "The path in --redis_tls_key (REDIS_TLS_KEY)");
  if (tls.cert_file.empty() == tls.key_file.empty()) return;
  throw UsageError(
      tls.key_file.empty()
          ? "--redis_tls_cert (REDIS_TLS_CERT) names a certificate, and nothing its "
            "private "
            "key: add --redis_tls_key, with the same file if that holds both."
          : "--redis_tls_key (REDIS_TLS_KEY) names a private key, and nothing its "
            "certificate: add --redis_tls_cert, with the same file if that holds both.");
}

void CheckRedis(const Plan& plan) {
  const std::string url = plan.redis_url.value_or("");
  CheckLength(url, decltype(shm::RunSettings::redis_url)::kMaxLength, "The Redis URL");
  CheckTls(plan.redis_tls);
  if (!url.empty()) redis::ParseRedisUrl(url);
}

void CheckWorkload(const Plan& plan) {
  CheckLength(plan.workload.name, decltype(shm::RunSettings::workload)::kMaxLength,
              "The name in --workload (WORKLOAD)");
  CheckLength(plan.task_parameters,
              decltype(shm::RunSettings::task_parameters)::kMaxLength,
              "The values in --param (PARAM)");
}

void CheckSlo(const Plan& plan) {
  const std::vector<std::string>& steps = plan.workload.steps;
  for (const reporting::Threshold& threshold : plan.slo) {
    if (threshold.stage() > plan.stages.size()) {
      throw UsageError("--slo (SLO): \"" + threshold.text() + "\" is of a stage, and " +
                       (plan.stages.empty()
                            ? "there are none: add --stages, or leave it out."
                            : "there are " + std::to_string(plan.stages.size()) +
                                  ": name one of these."));
    }
    if (threshold.IsKnown(steps)) continue;
    std::string names;
    for (const std::string& step : steps) {
      names += (names.empty() ? "" : ", ") + std::string(reporting::StepKey(step));
    }
    throw UsageError("--slo (SLO): a task of the workload " + plan.workload.name +
                     " has no such timing as \"" + threshold.text() + "\" asks for" +
                     (names.empty() ? "." : "; its steps are " + names + "."));
  }
}

// Who forgot --search would otherwise get one run.
void CheckNothingOfSearchIsGiven() {
  for (const Setting& setting : kSearchSettings.settings) {
    if (!IsGiven(setting) || TextOf(setting).empty()) continue;
    throw UsageError(FlagAndVariable(setting) +
                     " is for a search, and there is none: add --search=rate, or leave "
                     "it out.");
  }
}

void CheckSearch(const Plan& plan) {
  if (!plan.search) {
    CheckNothingOfSearchIsGiven();
    return;
  }
  if (plan.fleet && plan.search->goal == reporting::SearchGoal::kWorkers) {
    throw UsageError(
        "--search=workers is for one dyno, and a fleet searches for its rate: use "
        "--search=rate, or leave --fleet (FLEET) out.");
  }
  if (plan.keep_data) {
    throw UsageError(
        "--keep_data leaves the keys of a trial, and every trial of a search is to start "
        "from the same state: leave it out.");
  }
  if (!plan.stages.empty()) {
    throw UsageError(
        "--search finds one rate that holds, and --stages has several: leave one of the "
        "two out.");
  }
  if (plan.search->goal != reporting::SearchGoal::kRate && plan.search->at_least) {
    throw UsageError(
        "--at_least is a rate, and --search=workers asks for none: use --search=rate.");
  }
}

// What a search finds depends on the settings of the test and of its tasks.
void CheckSweep(const Plan& plan) {
  if (!plan.sweep) return;
  if (plan.fleet) {
    throw UsageError(
        "--sweep (SWEEP) is for one dyno as yet: leave --fleet (FLEET) out, or search "
        "value by value.");
  }
  const std::string name = SettingOf(*plan.sweep);
  const bool finds_rate = plan.search->goal == reporting::SearchGoal::kRate;
  if (name == (finds_rate ? "tasks_per_second" : "num_workers")) {
    throw UsageError("--sweep (SWEEP) cannot vary " + name +
                     ": that is what the search finds.");
  }
  if (name == "test_duration_seconds") {
    throw UsageError("--sweep (SWEEP) cannot vary " + name +
                     ": trials last as long as the search says.");
  }
  if (name == "slo") {
    throw UsageError(
        "--sweep (SWEEP) cannot vary slo, whose thresholds are separated by commas as "
        "its own values are: search once for each.");
  }
  for (const Group* const group : {&kTestSettings, &kTaskSettings}) {
    if (std::ranges::find(group->settings, name, &Setting::name) !=
        group->settings.end()) {
      return;
    }
  }
  throw UsageError(
      "--sweep (SWEEP) can vary a setting of the test or of its tasks, and " + name +
      " is none; --help lists them.");
}

void CheckFleetName(const char* setting, const std::string& name) {
  if (IsFleetName(name)) return;
  throw UsageError(std::string(setting) +
                   " must have 1 to 64 letters, digits, '.', '-' or '_', but is '" +
                   name + "'.");
}

}  // namespace

void CheckPlan(const Plan& plan) {
  CheckKeyPrefix(plan.key_prefix);
  CheckFleetSize(plan);
  CheckFleetWorkload(plan);
  CheckConcurrency(plan);
  CheckOwnConnections(plan);
  CheckReportFiles();
  CheckMetrics(plan);
  CheckRedis(plan);
  CheckWorkload(plan);
  CheckSlo(plan);
  CheckSearch(plan);
  CheckSweep(plan);
  CheckFleet(plan);
}

void CheckFleet(const Plan& plan) {
  if (!plan.fleet) return;
  CheckFleetName("--fleet (FLEET)", plan.fleet->id);
  CheckFleetName("--dyno (DYNO)", plan.fleet->dyno);
  if (plan.redis_url) return;
  throw UsageError(
      "--fleet (FLEET) needs the Redis that all of its dynos test: name it with "
      "--redis_url or REDIS_URL.");
}

}  // namespace redline::runner
