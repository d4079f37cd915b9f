// The plan of a run: every setting, checked, before anything is started.
//
// A plain value. runner/settings/settings.h makes it from flags and environment.
#ifndef REDLINE_RUNNER_PLAN_PLAN_H_
#define REDLINE_RUNNER_PLAN_PLAN_H_

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "redis/tls_options.h"
#include "reporting/model/result.h"
#include "reporting/model/task_file.h"
#include "reporting/model/threshold.h"
#include "reporting/text/text_report.h"
#include "runner/display/color_mode.h"
#include "runner/issue/arrival_pattern.h"
#include "runner/issue/dispatch_mode.h"
#include "runner/issue/load_shape.h"
#include "runner/plan/fleet_options.h"
#include "runner/plan/search_options.h"
#include "worker/task/workload_description.h"

namespace redline::runner {

// The share of the (mean) rate at which the warm-up runs.
inline constexpr double kWarmupShare = 0.1;

struct Plan {
  // With stages, their mean rate and their time.
  reporting::Constants constants;
  // The arrival rate over time; empty where it is one and the same.
  std::vector<LoadStage> stages;
  ArrivalPattern arrivals;
  worker::WorkloadDescription workload;
  // The user's file that says what a task does, if one does; and the values that were
  // given to its parameters, as --param takes them.
  std::optional<reporting::TaskFile> task_file = std::nullopt;
  std::string task_parameters;
  // The user's own worker's executable; empty: redline's.
  std::string worker;
  DispatchMode dispatch = DispatchMode::kRoundRobin;
  // How many tasks a worker may have in hand at once, and on how many connections.
  std::uint64_t worker_concurrency = 1;
  std::uint64_t worker_connections = 1;
  // Makes the run's random choices repeatable; drawn if none was given.
  std::uint64_t seed = 0;
  // The lateness p99 up to which a run says something about the workers.
  std::chrono::duration<double> max_lateness{0};
  // The thresholds that the run must keep to.
  std::vector<reporting::Threshold> slo;
  // Seconds that issued tasks may take to finish after the measured phase.
  std::chrono::duration<double> drain{0};
  // The Redis that the user named; nothing means a private one. May hold a password.
  std::optional<std::string> redis_url;
  redis::TlsOptions redis_tls;
  std::chrono::milliseconds redis_connect_timeout{0};
  // How long to wait for a Redis that may yet come: at the start, and in mid-run.
  std::chrono::milliseconds redis_wait{0};
  // Begins every key of the run.
  std::string key_prefix;
  // How lists are read: "pipeline" or "script".
  std::string fetch;
  // Workers prepare what tasks will find, before the start.
  bool data_full = false;
  // Empty the Redis that the user named before the start.
  bool flushall = false;
  // The fleet of dynos that this run is a part of, if it is one of several.
  std::optional<FleetOptions> fleet = std::nullopt;
  // Trials instead of one run, to find what was asked for.
  std::optional<SearchOptions> search = std::nullopt;
  // Searches one after the other, each with a plan of its own, in the order of the
  // values.
  std::optional<SweepOptions> sweep = std::nullopt;
  std::vector<Plan> searches;
  // Leave the run's keys in it afterwards.
  bool keep_data = false;
  // Start although the preflight says that the run cannot work.
  bool force = false;
  ColorMode color = ColorMode::kAuto;
  // Which tables are shown at the end; the reports have all.
  reporting::Tables tables = reporting::Tables::kMain;
  // Where each report goes, by the name of its form (reporting/forms/report_forms.h); "-"
  // is stdout, for one of them.
  std::map<std::string, std::string, std::less<>> reports;
  // Where metrics are served while it runs: "127.0.0.1:9464"; and each worker's too.
  std::optional<std::string> metrics_listen;
  bool metrics_per_worker = false;
  // Reports also go into the output, see base/output/report_stream.h.
  bool send_reports = false;
  // All of the above, for the report; without secrets.
  std::vector<reporting::NamedSetting> settings;

  // The measured phase's.
  LoadShape load() const {
    if (!stages.empty()) return LoadShape(stages);
    return LoadShape::Constant(constants.tasks_per_second, duration());
  }
  double highest_rate() const {
    double highest = stages.empty() ? constants.tasks_per_second : 0;
    for (const LoadStage& stage : stages) {
      highest = std::max({highest, stage.from, stage.to});
    }
    return highest;
  }
  std::chrono::nanoseconds duration() const {
    return Nanoseconds(constants.test_duration_seconds);
  }
  std::chrono::nanoseconds warmup() const {
    return Nanoseconds(constants.warmup_seconds);
  }
  // 1 KB is 1024 bytes, as in the original.
  std::uint64_t item_payload_bytes() const {
    return static_cast<std::uint64_t>(std::llround(constants.item_payload_kb * 1024));
  }
  // Its use of the workload.
  worker::WorkloadUse workload_use() const {
    return {
        .tasks = constants.tasks_per_second * (constants.test_duration_seconds +
                                               kWarmupShare * constants.warmup_seconds),
        .workers = static_cast<std::uint64_t>(constants.num_workers),
        .concurrency = worker_concurrency,
        .payload_bytes = item_payload_bytes(),
        .max_flats = static_cast<std::uint64_t>(constants.max_flats),
        .data_full = data_full};
  }

 private:
  static std::chrono::nanoseconds Nanoseconds(double seconds) {
    return std::chrono::round<std::chrono::nanoseconds>(
        std::chrono::duration<double>(seconds));
  }
};

}  // namespace redline::runner

#endif  // REDLINE_RUNNER_PLAN_PLAN_H_
