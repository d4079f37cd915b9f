#include "runner/settings.h"

#include <gflags/gflags.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <functional>
#include <map>
#include <random>
#include <sstream>
#include <string_view>
#include <utility>
#include <vector>

#include "redis/redis_url.h"
#include "redis/tls_options.h"
#include "reporting/build_info.h"
#include "reporting/command_line.h"
#include "reporting/flag_suggestion.h"
#include "reporting/report_file.h"
#include "reporting/threshold.h"
#include "reporting/timing_summary.h"
#include "runner/color_mode.h"
#include "runner/dispatch_mode.h"
#include "runner/errors.h"
#include "runner/fleet_settings.h"
#include "runner/fleet_words.h"
#include "runner/run_id.h"
#include "shm/run_settings.h"
#include "worker/workloads/workload_names.h"

DEFINE_double(tasks_per_second, 1000, "tasks issued per second, to all workers together");
DEFINE_double(test_duration_seconds, 240, "length of the measured phase");
DEFINE_double(warmup_seconds, 5,
              "length of the warm-up before it, at a tenth of the rate; 0 for none");
DEFINE_int64(num_workers, 0,
             "worker processes (default: WEB_CONCURRENCY unless that is auto, else the "
             "cores granted)");
DEFINE_int64(max_worker_backlog, 100,
             "unfinished tasks of one worker at which the test has failed");
DEFINE_string(dispatch, "round_robin",
              "to which worker a task goes: round_robin, random or least_backlog");
DEFINE_int64(seed, 0,
             "makes what is random in the run repeatable (default: another each time)");
DEFINE_double(max_lateness_ms, 10,
              "lateness p99 of the issued tasks above which the test is invalid: the "
              "supervisor was the limit");
DEFINE_string(slo, "",
              "thresholds that the test must keep to, separated by commas: "
              "response.p99<50ms,tasks_failed==0,delivered>=99.9%");
DEFINE_double(drain_seconds, 10,
              "time that issued tasks may take to finish after the measured phase");
DEFINE_string(workload, "building",
              "what a task does: building (the seed's task) or noop (nothing, no Redis)");
DEFINE_int64(max_flats, 100, "flats in each worker's building");
DEFINE_double(item_payload_kb, 5,
              "size of the mail that each task adds, in KB of 1024 bytes");
DEFINE_string(
    fetch, "pipeline",
    "how a task reads lists: pipeline (HGETALL) or script (the original's Lua)");
DEFINE_string(
    redis_url, "",
    "the Redis to test, redis://, rediss:// or unix:// (default: REDIS_TLS_URL, "
    "then REDIS_URL, else a private redis-server for this run)");
DEFINE_string(
    redis_tls_verify, "",
    "how the certificate of a rediss:// server is checked: full, ca (any name) or "
    "none (default: full; none on a Heroku dyno)");
DEFINE_string(redis_tls_ca, "",
              "file of the CA certificates to trust (default: the system's)");
DEFINE_int64(redis_connect_timeout_ms, 5000, "time that a connection to Redis may take");
DEFINE_double(redis_wait_seconds, 10,
              "time to wait for a Redis that is starting, loading or gone for a moment");
DEFINE_string(key_prefix, "test:", "begins every key that the run writes");
DEFINE_bool(flushall, false,
            "empty the Redis that you named before the start: all of it, yours too");
DEFINE_bool(keep_data, false, "leave the run's keys in the Redis that you named");
DEFINE_bool(force, false, "start although the preflight says that it cannot work");
DEFINE_string(
    fleet, "",
    "id of the fleet of dynos that run this test together, on the Redis that you "
    "named; the same for all of them, and another for each test");
DEFINE_int64(fleet_size, 2, "dynos in the fleet");
DEFINE_string(dyno, "", "this dyno's name in the fleet (default: the host's)");
DEFINE_double(fleet_wait_seconds, 60,
              "time to wait for the fleet's other dynos, and for their results");
DEFINE_string(fleet_stop, "on_failure",
              "whether the first failure of a dyno ends the test of all: on_failure or "
              "never");
DEFINE_double(max_stats_update_per_second, 5, "redraws of the live view per second");
DEFINE_int64(max_workers_display, 5, "workers shown in tables, the worst first");
DEFINE_string(color, "auto",
              "whether output is coloured: auto (on a terminal, and not where NO_COLOR "
              "is set), always or never");
DEFINE_string(tables, "main",
              "which tables are shown at the end: main or all; the reports have all");
DEFINE_string(report_json, "", "file for the result as JSON; - for stdout");
DEFINE_string(report_html, "", "file for the result as a page to look at, with charts");
DEFINE_string(report_csv, "", "file for the run second by second, as a table");
DEFINE_string(report_hlog, "", "file for all timings as a log of HdrHistogram's");
DEFINE_bool(send_reports, false,
            "put the result, as JSON and as a page, into the output as well, packed: for "
            "scripts/launch_dynos, from where files do not come back");

namespace redline::runner {
namespace {

// A number's bounds; both ends are allowed values.
struct Bounds {
  double least;
  double most;
};

struct Setting {
  std::string_view flag;
  std::optional<Bounds> bounds;  // For numbers.
  // No variable of this name is looked at: the flag is too dangerous, or the variable's
  // name too common.
  bool flag_only = false;
};

struct Group {
  std::string_view title;
  std::vector<Setting> settings;
};

constexpr double kWeekSeconds = 7 * 24 * 3600;
// Readers of JSON take numbers for doubles.
constexpr double kLargestSeed = 9007199254740991;

// Every flag of ours, in the order of --help. Bounds keep out what cannot be meant: they
// are far beyond what any machine of today can do.
const std::vector<Group>& Groups() {
  static const auto& groups = *new std::vector<Group>{
      {"The test",
       {{"tasks_per_second", Bounds{0.001, 1e9}},
        {"test_duration_seconds", Bounds{0.1, kWeekSeconds}},
        {"warmup_seconds", Bounds{0, 3600}},
        {"num_workers", Bounds{1, 10'000}},
        {"max_worker_backlog", Bounds{1, 1'000'000}},
        {"dispatch", std::nullopt},
        {"seed", Bounds{0, kLargestSeed}},
        {"max_lateness_ms", Bounds{0.01, 3'600'000}},
        {"slo", std::nullopt},
        {"drain_seconds", Bounds{0, 3600}}}},
      {"The task",
       {{"workload", std::nullopt},
        {"fetch", std::nullopt},
        {"max_flats", Bounds{1, 1'000'000}},
        {"item_payload_kb", Bounds{0.01, 100'000}}}},
      {"Redis",
       {{"redis_url", std::nullopt},
        {"redis_tls_verify", std::nullopt},
        {"redis_tls_ca", std::nullopt},
        {"redis_connect_timeout_ms", Bounds{1, 600'000}},
        {"redis_wait_seconds", Bounds{0, 3600}},
        {"key_prefix", std::nullopt},
        {"flushall", std::nullopt, true},
        {"keep_data", std::nullopt},
        {"force", std::nullopt, true}}},
      {"A fleet of dynos",
       {{"fleet", std::nullopt},
        {"fleet_size", Bounds{1, 1000}},
        {"dyno", std::nullopt},
        {"fleet_wait_seconds", Bounds{1, 3600}},
        {"fleet_stop", std::nullopt}}},
      {"What is shown",
       {{"max_stats_update_per_second", Bounds{0.01, 60}},
        {"max_workers_display", Bounds{1, 10'000}},
        {"color", std::nullopt, true},
        {"tables", std::nullopt, true},
        {"report_json", std::nullopt},
        {"report_html", std::nullopt},
        {"report_csv", std::nullopt},
        {"report_hlog", std::nullopt},
        {"send_reports", std::nullopt}}},
  };
  return groups;
}

constexpr std::array<std::string_view, 4> kReportFlags = {"report_json", "report_html",
                                                          "report_csv", "report_hlog"};

// glog's flags that help a user; its others are not for the command line of redline.
constexpr std::array<std::string_view, 3> kLogFlags = {"v", "vmodule", "minloglevel"};

// What comparable programs call our flags, and people who have not read --help.
const std::vector<reporting::ForeignName>& ForeignNames() {
  static const auto& names = *new std::vector<reporting::ForeignName>{
      {"workers", "num_workers"},
      {"processes", "num_workers"},
      {"threads", "num_workers"},
      {"clients", "num_workers"},
      {"connections", "num_workers"},
      {"concurrency", "num_workers"},
      {"web_concurrency", "num_workers"},
      {"rate", "tasks_per_second"},
      {"tasks", "tasks_per_second"},
      {"rps", "tasks_per_second"},
      {"qps", "tasks_per_second"},
      {"tps", "tasks_per_second"},
      {"throughput", "tasks_per_second"},
      {"requests_per_second", "tasks_per_second"},
      {"duration", "test_duration_seconds"},
      {"seconds", "test_duration_seconds"},
      {"time", "test_duration_seconds"},
      {"test_time", "test_duration_seconds"},
      {"run_time", "test_duration_seconds"},
      {"runtime", "test_duration_seconds"},
      {"redis", "redis_url"},
      {"redis_tls_url", "redis_url"},
      {"url", "redis_url"},
      {"uri", "redis_url"},
      {"host", "redis_url"},
      {"server", "redis_url"},
      {"port", "redis_url"},
      {"password", "redis_url"},
      {"socket", "redis_url"},
      {"cacert", "redis_tls_ca"},
      {"insecure", "redis_tls_verify"},
      {"tls", "redis_tls_verify"},
      {"timeout", "redis_connect_timeout_ms"},
      {"backlog", "max_worker_backlog"},
      {"payload", "item_payload_kb"},
      {"data_size", "item_payload_kb"},
      {"thresholds", "slo"},
      {"sla", "slo"},
      {"json", "report_json"},
      {"out", "report_json"},
      {"output", "report_json"},
      {"html", "report_html"},
      {"csv", "report_csv"},
      {"hlog", "report_hlog"},
      {"prefix", "key_prefix"},
      {"flush", "flushall"},
      {"dynos", "fleet_size"},
  };
  return names;
}

template <class Visit>
void ForEachSetting(Visit visit) {
  for (const Group& group : Groups()) {
    for (const Setting& setting : group.settings) visit(setting);
  }
}

std::string Upper(std::string_view flag) {
  std::string variable(flag);
  std::transform(variable.begin(), variable.end(), variable.begin(),
                 [](unsigned char c) { return std::toupper(c); });
  return variable;
}

gflags::CommandLineFlagInfo InfoOf(std::string_view flag) {
  return gflags::GetCommandLineFlagInfoOrDie(std::string(flag).c_str());
}

// "1000", "0.001", "100000": bounds as a person writes them.
std::string NumberText(double number) {
  std::ostringstream out;
  out.precision(16);
  out << number;
  return out.str();
}

// Throws if the flag, as it now is, is out of its bounds; `value` is the text that the
// user gave at `source`.
void CheckBounds(std::string_view flag, const std::string& value,
                 const std::string& source) {
  ForEachSetting([&](const Setting& setting) {
    if (setting.flag != flag || !setting.bounds) return;
    const double number = std::strtod(InfoOf(flag).current_value.c_str(), nullptr);
    // Negated, so that a NaN is out of bounds.
    if (!(number >= setting.bounds->least && number <= setting.bounds->most)) {
      throw UsageError(source + " must be from " + NumberText(setting.bounds->least) +
                       " to " + NumberText(setting.bounds->most) + ", but is " + value +
                       ".");
    }
  });
}

// Returns false if help, or which version this is, was asked for.
bool ReadFlags(std::span<const char* const> arguments) {
  std::vector<std::string_view> known(kLogFlags.begin(), kLogFlags.end());
  ForEachSetting([&](const Setting& setting) { known.push_back(setting.flag); });
  const reporting::CommandLine line =
      reporting::ReadCommandLine(arguments, known, ForeignNames());
  if (line.help || line.version) return false;
  if (!line.words.empty()) {
    throw UsageError("Do not know what to do with '" + line.words.front() +
                     "': redline takes flags only, as --name=value; --help lists them.");
  }
  for (const auto& [flag, value] : line.flags) CheckBounds(flag, value, "--" + flag);
  return true;
}

void SetFromVariable(std::string_view flag, const std::string& value,
                     const std::string& variable) {
  reporting::SetFlag(flag, value, variable);
  CheckBounds(flag, value, variable);
}

void ReadEnvironment(const Environment& environment) {
  // Heroku sets both on some apps, and only this one is of use there.
  if (InfoOf("redis_url").is_default) {
    const auto value = environment("REDIS_TLS_URL");
    if (value && !value->empty()) SetFromVariable("redis_url", *value, "REDIS_TLS_URL");
  }
  ForEachSetting([&](const Setting& setting) {
    if (setting.flag_only || !InfoOf(setting.flag).is_default) return;
    const std::string variable = Upper(setting.flag);
    const auto value = environment(variable);
    if (value && !value->empty()) SetFromVariable(setting.flag, *value, variable);
  });
  if (InfoOf("num_workers").is_default) {
    const auto value = environment("WEB_CONCURRENCY");
    // "auto" asks servers for a process a core, which is our default.
    if (value && !value->empty() && *value != "auto") {
      SetFromVariable("num_workers", *value, "WEB_CONCURRENCY");
    }
  }
}

void CheckWorkload() {
  if (worker::FindWorkloadName(FLAGS_workload) != nullptr) return;
  std::string names;
  for (const worker::WorkloadName& known : worker::kWorkloadNames) {
    names += (names.empty() ? "" : " or ") + std::string(known.name);
  }
  throw UsageError("--workload (WORKLOAD) must be " + names + ", but is '" +
                   FLAGS_workload + "'.");
}

void CheckFetch() {
  if (FLAGS_fetch == "pipeline" || FLAGS_fetch == "script") return;
  throw UsageError("--fetch (FETCH) must be pipeline or script, but is '" + FLAGS_fetch +
                   "'.");
}

DispatchMode Dispatch() {
  if (const auto mode = ParseDispatchMode(FLAGS_dispatch)) return *mode;
  throw UsageError(
      "--dispatch (DISPATCH) must be round_robin, random or least_backlog, but is '" +
      FLAGS_dispatch + "'.");
}

ColorMode Color() {
  if (const auto mode = ParseColorMode(FLAGS_color)) return *mode;
  throw UsageError("--color must be auto, always or never, but is '" + FLAGS_color +
                   "'.");
}

reporting::Tables Tables() {
  if (FLAGS_tables == "main") return reporting::Tables::kMain;
  if (FLAGS_tables == "all") return reporting::Tables::kAll;
  throw UsageError("--tables must be main or all, but is '" + FLAGS_tables + "'.");
}

std::vector<reporting::Threshold> Slo() {
  std::vector<reporting::Threshold> thresholds;
  try {
    thresholds = reporting::ParseThresholds(FLAGS_slo);
  } catch (const reporting::ThresholdError& error) {
    throw UsageError("--slo (SLO): " + std::string(error.what()));
  }
  const auto steps = worker::FindWorkloadName(FLAGS_workload)->steps;
  for (const reporting::Threshold& threshold : thresholds) {
    if (threshold.IsKnown({steps.begin(), steps.end()})) continue;
    std::string names;
    for (const std::string_view step : steps) {
      names += (names.empty() ? "" : ", ") + std::string(reporting::StepKey(step));
    }
    throw UsageError("--slo (SLO): a task of the workload " + FLAGS_workload +
                     " has no such timing as \"" + threshold.text() + "\" asks for" +
                     (names.empty() ? "." : "; its steps are " + names + "."));
  }
  return thresholds;
}

// What the segment has no room for.
void CheckLength(const std::string& value, std::size_t most, const char* name) {
  if (value.size() <= most) return;
  throw UsageError(std::string(name) + " may have " + std::to_string(most) +
                   " characters at most, but has " + std::to_string(value.size()) + ".");
}

void CheckRedis() {
  CheckLength(FLAGS_redis_url, decltype(shm::RunSettings::redis_url)::kMaxLength,
              "The Redis URL");
  CheckLength(FLAGS_redis_tls_ca, decltype(shm::RunSettings::tls_ca_file)::kMaxLength,
              "The path in --redis_tls_ca (REDIS_TLS_CA)");
  if (!FLAGS_redis_url.empty()) redis::ParseRedisUrl(FLAGS_redis_url);
}

void CheckKeyPrefix() {
  constexpr std::size_t kLongest = 63;
  if (!FLAGS_key_prefix.empty() && FLAGS_key_prefix.size() <= kLongest) return;
  throw UsageError("--key_prefix (KEY_PREFIX) must have 1 to " +
                   std::to_string(kLongest) + " characters, but has " +
                   std::to_string(FLAGS_key_prefix.size()) + ".");
}

// Who forgot the fleet's id would otherwise run this test alone, once on each dyno.
void CheckFleetSize() {
  if (!FLAGS_fleet.empty() || InfoOf("fleet_size").is_default || FLAGS_fleet_size == 1) {
    return;
  }
  throw UsageError("--fleet_size (FLEET_SIZE) is " + std::to_string(FLAGS_fleet_size) +
                   ", but there is no --fleet (FLEET): give all dynos of the fleet the "
                   "same id with it, or leave --fleet_size out.");
}

void CheckFleetWorkload() {
  if (FLAGS_fleet.empty() || worker::FindWorkloadName(FLAGS_workload)->needs_redis)
    return;
  throw UsageError("--fleet (FLEET) is for dynos that test one Redis, and the workload " +
                   FLAGS_workload + " uses none: leave --fleet out.");
}

void CheckFleetStop() {
  if (FLAGS_fleet_stop == "on_failure" || FLAGS_fleet_stop == "never") return;
  throw UsageError("--fleet_stop (FLEET_STOP) must be on_failure or never, but is '" +
                   FLAGS_fleet_stop + "'.");
}

void CheckReportFiles() {
  std::vector<std::pair<std::string, std::string>> files;
  files.reserve(kReportFlags.size());
  for (const std::string_view flag : kReportFlags) {
    files.emplace_back("--" + std::string(flag), InfoOf(flag).current_value);
  }
  reporting::CheckDistinct(files);
}

std::optional<FleetOptions> Fleet() {
  if (FLAGS_fleet.empty()) return std::nullopt;
  const std::string dyno = FLAGS_dyno.empty() ? DynoName() : FLAGS_dyno;
  for (const auto& [name, value] :
       {std::pair<std::string, std::string>("--fleet (FLEET)", FLAGS_fleet),
        std::pair<std::string, std::string>("--dyno (DYNO)", dyno)}) {
    if (!IsFleetName(value)) {
      throw UsageError(name +
                       " must have 1 to 64 letters, digits, '.', '-' or '_', but is '" +
                       value + "'.");
    }
  }
  if (FLAGS_redis_url.empty()) {
    throw UsageError(
        "--fleet (FLEET) needs the Redis that all of its dynos test: name it with "
        "--redis_url or REDIS_URL.");
  }
  return FleetOptions{.id = FLAGS_fleet,
                      .size = static_cast<std::size_t>(FLAGS_fleet_size),
                      .dyno = dyno,
                      .wait = std::chrono::round<std::chrono::milliseconds>(
                          std::chrono::duration<double>(FLAGS_fleet_wait_seconds)),
                      .stop_on_failure = FLAGS_fleet_stop == "on_failure"};
}

// As they are now, by name; the URL without its login.
std::vector<reporting::NamedSetting> SettingsInEffect() {
  std::vector<reporting::NamedSetting> settings;
  ForEachSetting([&](const Setting& setting) {
    std::string value = InfoOf(setting.flag).current_value;
    if (setting.flag == "redis_url") {
      value = value.empty() ? "private" : redis::Describe(redis::ParseRedisUrl(value));
    }
    settings.push_back({.name = std::string(setting.flag), .value = std::move(value)});
  });
  return settings;
}

// Heroku's dynos are called run.1234 or web.1; what others call theirs by DYNO is not.
bool IsOnHeroku(const Environment& environment) {
  const std::string dyno = environment("DYNO").value_or("");
  const std::size_t dot = dyno.find('.');
  return dot != std::string::npos && dot > 0 && dot + 1 < dyno.size() &&
         dyno.find_first_not_of("0123456789", dot + 1) == std::string::npos;
}

// A Heroku Redis has a certificate that nobody can check.
redis::TlsOptions::Verify TlsVerify(const Environment& environment) {
  using Verify = redis::TlsOptions::Verify;
  if (FLAGS_redis_tls_verify.empty()) {
    return IsOnHeroku(environment) ? Verify::kNone : Verify::kFull;
  }
  const auto verify = redis::ParseVerify(FLAGS_redis_tls_verify);
  if (verify) return *verify;
  throw UsageError(
      "--redis_tls_verify (REDIS_TLS_VERIFY) must be full, ca or none, but is '" +
      FLAGS_redis_tls_verify + "'.");
}

// What a dyno needs to find its fleet.
constexpr std::array<std::string_view, 6> kContactFlags = {
    "fleet", "fleet_size", "dyno", "redis_url", "redis_tls_verify", "redis_tls_ca"};

// The text that was given for a flag, or for its variable.
std::optional<std::string> GivenValue(std::string_view flag,
                                      std::span<const char* const> arguments,
                                      const Environment& environment) {
  std::optional<std::string> given = reporting::FindFlag(flag, arguments);
  if (!given && flag == "redis_url") given = environment("REDIS_TLS_URL");
  if (!given || given->empty()) given = environment(Upper(flag));
  return given && !given->empty() ? given : std::nullopt;
}

std::optional<std::string> NonEmpty(const std::string& text) {
  return text.empty() ? std::nullopt : std::optional(text);
}

// "-" for stdout, by whatever name.
std::map<std::string, std::string, std::less<>> Reports() {
  std::map<std::string, std::string, std::less<>> reports;
  for (const std::string_view flag : kReportFlags) {
    const std::string form(flag.substr(flag.find('_') + 1));
    const std::string path = InfoOf(flag).current_value;
    if (!path.empty()) reports[form] = reporting::IsStdout(path) ? "-" : path;
  }
  return reports;
}

}  // namespace

std::optional<std::string> ProcessEnvironment(const std::string& name) {
  const char* value = std::getenv(name.c_str());
  return value == nullptr ? std::nullopt : std::optional<std::string>(value);
}

std::optional<Plan> ParsePlan(std::span<const char* const> arguments,
                              const Environment& environment, int cores) {
  if (!ReadFlags(arguments)) return std::nullopt;
  ReadEnvironment(environment);
  if (InfoOf("num_workers").is_default) FLAGS_num_workers = cores;
  if (InfoOf("seed").is_default) FLAGS_seed = std::random_device{}();
  CheckWorkload();
  CheckFetch();
  CheckKeyPrefix();
  CheckFleetSize();
  CheckFleetWorkload();
  CheckFleetStop();
  CheckReportFiles();
  CheckRedis();
  Plan plan{
      .constants = {.tasks_per_second = FLAGS_tasks_per_second,
                    .test_duration_seconds = FLAGS_test_duration_seconds,
                    .max_flats = FLAGS_max_flats,
                    .item_payload_kb = FLAGS_item_payload_kb,
                    .max_worker_backlog = FLAGS_max_worker_backlog,
                    .num_workers = FLAGS_num_workers,
                    .max_stats_update_per_second = FLAGS_max_stats_update_per_second,
                    .max_workers_display = FLAGS_max_workers_display,
                    .warmup_seconds = FLAGS_warmup_seconds},
      .workload = FLAGS_workload,
      .dispatch = Dispatch(),
      .seed = static_cast<std::uint64_t>(FLAGS_seed),
      .max_lateness = std::chrono::duration<double, std::milli>(FLAGS_max_lateness_ms),
      .slo = Slo(),
      .drain = std::chrono::duration<double>(FLAGS_drain_seconds),
      .redis_url = NonEmpty(FLAGS_redis_url),
      .redis_tls = {.verify = TlsVerify(environment), .ca_file = FLAGS_redis_tls_ca},
      .redis_connect_timeout = std::chrono::milliseconds(FLAGS_redis_connect_timeout_ms),
      .redis_wait = std::chrono::round<std::chrono::milliseconds>(
          std::chrono::duration<double>(FLAGS_redis_wait_seconds)),
      .key_prefix = FLAGS_key_prefix,
      .fetch = FLAGS_fetch,
      .flushall = FLAGS_flushall,
      .fleet = Fleet(),
      .keep_data = FLAGS_keep_data,
      .force = FLAGS_force,
      .color = Color(),
      .tables = Tables(),
      .reports = Reports(),
      .send_reports = FLAGS_send_reports,
      .settings = SettingsInEffect(),
  };
  if (plan.fleet) plan.fleet->settings = CommonSettings(plan.settings);
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
    for (const std::string_view flag : kContactFlags) {
      const auto value = GivenValue(flag, arguments, environment);
      if (value) reporting::SetFlag(flag, *value, std::string(flag));
    }
    std::optional<FleetOptions> fleet = Fleet();
    if (!fleet) return std::nullopt;
    constexpr std::chrono::seconds kConnectTimeout{2};
    return FleetContact{.fleet = std::move(*fleet),
                        .redis = {.url = redis::ParseRedisUrl(FLAGS_redis_url),
                                  .tls = {.verify = TlsVerify(environment),
                                          .ca_file = FLAGS_redis_tls_ca},
                                  .timeout = kConnectTimeout}};
  } catch (const std::exception&) {
    return std::nullopt;  // Then it is one of these that is wrong.
  }
}

std::string TextAskedFor(std::span<const char* const> arguments) {
  const auto asks_version = [](std::string_view argument) {
    return argument == "--version" || argument == "-version";
  };
  return std::ranges::any_of(arguments, asks_version) ? reporting::VersionText()
                                                      : HelpText();
}

std::string HelpText() {
  std::string text =
      "redline tells how many tasks per second a fleet of workers on one Redis can "
      "sustain\n"
      "before a backlog builds.\n"
      "\n"
      "  bazel run //runner -- [--flag=value ...]\n"
      "\n"
      "Each flag may also be given as an environment variable, in upper case\n"
      "(TASKS_PER_SECOND=500); a flag overrides the environment. Of a flag that is "
      "given\n"
      "twice, the last counts. --version tells which redline this is.\n";
  for (const Group& group : Groups()) {
    text += "\n" + std::string(group.title) + ":\n";
    for (const Setting& setting : group.settings) {
      const gflags::CommandLineFlagInfo info = InfoOf(setting.flag);
      const bool says_default = info.description.find("(default:") != std::string::npos;
      const bool has_default =
          !says_default && !info.default_value.empty() && info.type != "bool";
      text += "  --" + info.name + (has_default ? "=" + info.default_value : "") + "\n" +
              "      " + info.description + "\n";
    }
  }
  text +=
      "\n"
      "Exit codes: 0 the fleet sustained the rate; 1 it did not; 2 bad usage; 3 Redis, "
      "shared\n"
      "memory or a worker could not be had; 4 the supervisor could not deliver the rate, "
      "or\n"
      "not in time, so nothing can be said; 129, 130, 131 and 143 interrupted, after a\n"
      "partial report.\n";
  return text;
}

}  // namespace redline::runner
