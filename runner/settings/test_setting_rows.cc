// The rows of what is tested, and how it is judged.
#include <algorithm>
#include <array>
#include <chrono>
#include <cstdint>
#include <ratio>
#include <string>
#include <string_view>
#include <vector>

#include "base/errors.h"
#include "reporting/model/threshold.h"
#include "runner/issue/dispatch_mode.h"
#include "runner/settings/arrivals_text.h"
#include "runner/settings/setting_rows.h"
#include "runner/settings/stages_text.h"
#include "worker/workloads/workload_list.h"

namespace redline::runner {
namespace {

constexpr double kWeekSeconds = 7 * 24 * 3600;
constexpr double kMostTasksAtOnce = 1000;
// Readers of JSON take numbers for doubles.
constexpr double kLargestSeed = 9007199254740991;

constexpr auto kDispatches = ChoicesOf(kDispatchModes);
constexpr auto kWorkloads = [] {
  constexpr auto own = ChoicesOf(worker::kWorkloadSpecs);
  std::array<Choice, own.size() + 1> all;
  std::ranges::copy(own, all.begin());
  all.back() = {"file:PATH", "a task of yours, docs/workloads.md"};
  return all;
}();
constexpr Choice kArrivals[] = {
    {"even"}, {"poisson", "by chance, as independent users"}, {"burst:N", "N at once"}};

constexpr Choice kFetches[] = {{"pipeline", "HGETALL"}, {"script", "the original's Lua"}};

constexpr Choice kData[] = {{"empty", "the seed's"},
                            {"full", "all flats, no mail; what a task file prepares"}};

std::vector<reporting::Threshold> Thresholds(const std::string& text) {
  try {
    return reporting::ParseThresholds(text);
  } catch (const reporting::ThresholdError& error) {
    throw UsageError("--slo (SLO): " + std::string(error.what()));
  }
}

constexpr Setting kTheTest[] = {
    {.name = "tasks_per_second",
     .fallback = 1000.0,
     .bounds = Bounds{0.001, 1e9},
     .help = "tasks issued per second, to all workers together",
     .scope = Scope::kTest,
     .store = [](const Value& v, Plan& p) { p.constants.tasks_per_second = v.real(); }},
    {.name = "test_duration_seconds",
     .fallback = 240.0,
     .bounds = Bounds{0.1, kWeekSeconds},
     .help = "length of the measured phase",
     .scope = Scope::kTest,
     .store = [](const Value& v,
                 Plan& p) { p.constants.test_duration_seconds = v.real(); }},
    {.name = "stages",
     .fallback = "",
     .help = "an arrival rate that changes, in place of the two above: "
             "30s:0-500,2m:500,1m:500-2000,30s:4000",
     .more = "each stage is a time (ms, s, m, h) and its rate in tasks a second, or two "
             "rates for a ramp; each has its own figures",
     .scope = Scope::kTest,
     .store = [](const Value& v, Plan& p) { p.stages = ParseStages(v.text()); }},
    {.name = "arrivals",
     .fallback = kArrivals[0].word,
     .choices = kArrivals,
     .or_others = true,
     .help = "how tasks arrive at that rate: {}",
     .scope = Scope::kTest,
     .store = [](const Value& v, Plan& p) { p.arrivals = ParseArrivals(v.text()); }},
    {.name = "warmup_seconds",
     .fallback = 5.0,
     .bounds = Bounds{0, 3600},
     .help = "length of the warm-up before it, at a tenth of the (mean) rate; 0 for none",
     .more = "it is in no figure",
     .scope = Scope::kTest,
     .store = [](const Value& v, Plan& p) { p.constants.warmup_seconds = v.real(); }},
    {.name = "num_workers",
     .fallback = 0,
     .bounds = Bounds{1, 10'000},
     .help = "worker processes (default: WEB_CONCURRENCY unless that is auto, else the "
             "cores granted)",
     .scope = Scope::kDyno,
     .last_variable = "WEB_CONCURRENCY",
     .store = [](const Value& v, Plan& p) { p.constants.num_workers = v.whole(); }},
    {.name = "max_worker_backlog",
     .fallback = 100,
     .bounds = Bounds{1, 1'000'000},
     .help = "unfinished tasks of one worker at which the test has failed",
     .scope = Scope::kTest,
     .store = [](const Value& v,
                 Plan& p) { p.constants.max_worker_backlog = v.whole(); }},
    {.name = "worker_concurrency",
     .fallback = 1,
     .bounds = Bounds{1, kMostTasksAtOnce},
     .help = "tasks that a worker may have in hand at once",
     .more = "at most --max_worker_backlog",
     .scope = Scope::kTest,
     .store =
         [](const Value& v, Plan& p) {
           p.worker_concurrency = static_cast<std::uint64_t>(v.whole());
         }},
    {.name = "worker_connections",
     .fallback = 1,
     .bounds = Bounds{1, kMostTasksAtOnce},
     .help = "connections of a worker to Redis, which its tasks share (pipelining)",
     .more = "at most --worker_concurrency: then each task has one for itself",
     .scope = Scope::kTest,
     .store =
         [](const Value& v, Plan& p) {
           p.worker_connections = static_cast<std::uint64_t>(v.whole());
         }},
    {.name = "dispatch",
     .fallback = NameOf(DispatchMode::kRoundRobin),
     .choices = kDispatches,
     .help = "to which worker a task goes: {}",
     .more = "round_robin takes each in turn, least_backlog the one with least to do",
     .scope = Scope::kTest,
     .store = [](const Value& v,
                 Plan& p) { p.dispatch = ParseDispatchMode(v.text()).value(); }},
    {.name = "seed",
     .fallback = 0,
     .bounds = Bounds{0, kLargestSeed},
     .help = "makes the run's random choices repeatable (default: another each time)",
     .scope = Scope::kDyno,
     .store = [](const Value& v,
                 Plan& p) { p.seed = static_cast<std::uint64_t>(v.whole()); }},
    {.name = "max_lateness_ms",
     .fallback = 10.0,
     .bounds = Bounds{0.01, 3'600'000},
     .help = "lateness p99 of the issued tasks above which the test is invalid: the "
             "supervisor was the limit",
     .scope = Scope::kTest,
     .store =
         [](const Value& v, Plan& p) {
           p.max_lateness = std::chrono::duration<double, std::milli>(v.real());
         }},
    {.name = "slo",
     .fallback = "",
     .help = "thresholds that the test must keep to, separated by commas: "
             "response.p99<50ms,tasks_failed==0,delivered>=99.9%",
     .scope = Scope::kTest,
     .store = [](const Value& v, Plan& p) { p.slo = Thresholds(v.text()); }},
    {.name = "drain_seconds",
     .fallback = 10.0,
     .bounds = Bounds{0, 3600},
     .help = "time that issued tasks may take to finish after the measured phase",
     .scope = Scope::kTest,
     .store = [](const Value& v, Plan& p) { p.drain = v.seconds(); }},
};

constexpr Setting kTheTask[] = {
    {.name = "workload",
     .fallback = worker::kWorkloadSpecs.front().name,
     .choices = kWorkloads,
     .or_others = true,
     .help = "what a task does: {}",
     .more = "with --worker, a workload of that one",
     .scope = Scope::kTest,
     .store = [](const Value& v, Plan& p) { p.workload.name = v.text(); }},
    {.name = "param",
     .fallback = "",
     .help = "values for the parameters of a task of yours, separated by commas: "
             "users=1e6,size=300",
     .more = "--sweep=param.users:1e4,1e5 searches with each",
     .scope = Scope::kTest,
     .store = [](const Value& v, Plan& p) { p.task_parameters = v.text(); }},
    {.name = "worker",
     .fallback = "",
     .is_path = true,
     .help = "the executable of a worker of yours, docs/cpp-workers.md, in place of "
             "redline's",
     .scope = Scope::kDyno,
     .flag_only = true,
     .store = [](const Value& v, Plan& p) { p.worker = v.text(); }},
    {.name = "fetch",
     .fallback = "pipeline",
     .choices = kFetches,
     .help = "how a task reads lists: {}",
     .scope = Scope::kTest,
     .store = [](const Value& v, Plan& p) { p.fetch = v.text(); }},
    {.name = "max_flats",
     .fallback = 100,
     .bounds = Bounds{1, 1'000'000},
     .help = "flats in each worker's building",
     .more = "it has one for each task of --worker_concurrency",
     .scope = Scope::kTest,
     .store = [](const Value& v, Plan& p) { p.constants.max_flats = v.whole(); }},
    {.name = "data",
     .fallback = "empty",
     .choices = kData,
     .help = "what the first task finds: {}",
     .more = "with full, tasks cost the same from the first to the last; the trials of a "
             "search begin with full unless it is given",
     .scope = Scope::kTest,
     .store = [](const Value& v, Plan& p) { p.data_full = v.text() == "full"; }},
    {.name = "item_payload_kb",
     .fallback = 5.0,
     .bounds = Bounds{0.01, 100'000},
     .help = "size of the mail that each task adds, in KB of 1024 bytes",
     .scope = Scope::kTest,
     .store = [](const Value& v, Plan& p) { p.constants.item_payload_kb = v.real(); }},
};

}  // namespace

constinit const Group kTestSettings = {.title = "The test", .settings = kTheTest};
constinit const Group kTaskSettings = {.title = "The task", .settings = kTheTask};

}  // namespace redline::runner
