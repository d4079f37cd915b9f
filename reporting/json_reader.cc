#include "reporting/json_reader.h"

#include <rapidjson/document.h>
#include <rapidjson/error/en.h>

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/enum_table.h"
#include "reporting/series_columns.h"
#include "reporting/timing_summary.h"
#include "shm/histogram_buckets.h"
#include "shm/histogram_snapshot.h"

namespace redline::reporting {
namespace {

constexpr std::string_view kFamily = "redline.result/";
constexpr std::string_view kSchema = "redline.result/1";

// What the sentence calls a field that is not of the right type.
constexpr std::string_view kCount = "a whole number";
constexpr std::string_view kNumber = "a number";
constexpr std::string_view kText = "a text";
constexpr std::string_view kBool = "true or false";
constexpr std::string_view kArray = "an array";
constexpr std::string_view kObject = "an object";

// A value and the way to it, for sentences. A member that is missing, like one that is
// null, is a field without a value.
class Field {
 public:
  explicit Field(const rapidjson::Value& value) : value_(&value) {}

  bool has_value() const { return value_ != nullptr && !value_->IsNull(); }

  Field operator[](std::string_view key) const {
    const std::string path =
        path_.empty() ? std::string(key) : path_ + "." + std::string(key);
    if (!has_value()) return Field(nullptr, path);
    if (!value_->IsObject()) ThrowIsNot(kObject);
    const auto found = value_->FindMember(rapidjson::Value(
        rapidjson::StringRef(key.data(), static_cast<rapidjson::SizeType>(key.size()))));
    return Field(found == value_->MemberEnd() ? nullptr : &found->value, path);
  }

  // The elements; none if there is no value.
  std::vector<Field> Elements() const {
    std::vector<Field> elements;
    if (!has_value()) return elements;
    if (!value_->IsArray()) ThrowIsNot(kArray);
    elements.reserve(value_->Size());
    for (const rapidjson::Value& element : value_->GetArray()) {
      elements.push_back(
          Field(&element, path_ + "[" + std::to_string(elements.size()) + "]"));
    }
    return elements;
  }

  // The members with their names; none if there is no value.
  std::vector<std::pair<std::string, Field>> Members() const {
    std::vector<std::pair<std::string, Field>> members;
    if (!has_value()) return members;
    if (!value_->IsObject()) ThrowIsNot(kObject);
    for (const auto& member : value_->GetObject()) {
      const std::string name(member.name.GetString(), member.name.GetStringLength());
      members.emplace_back(name, Field(&member.value, path_ + "." + name));
    }
    return members;
  }

  std::optional<double> Number() const {
    if (!has_value()) return std::nullopt;
    if (!value_->IsNumber()) ThrowIsNot(kNumber);
    return value_->GetDouble();
  }

  std::optional<std::uint64_t> Count() const {
    if (!has_value()) return std::nullopt;
    // None larger is exact in every reader of JSON, and sums of them may not overflow.
    constexpr std::uint64_t kLargest = std::uint64_t{1} << 53;
    if (!value_->IsUint64()) ThrowIsNot(kCount);
    if (value_->GetUint64() > kLargest) ThrowIsNot("a whole number up to 2^53");
    return value_->GetUint64();
  }

  std::string Text() const {
    if (!has_value()) return "";
    if (!value_->IsString()) ThrowIsNot(kText);
    return {value_->GetString(), value_->GetStringLength()};
  }

  bool Bool() const {
    if (!has_value()) return false;
    if (!value_->IsBool()) ThrowIsNot(kBool);
    return value_->GetBool();
  }

  template <class Duration>
  std::optional<Duration> Time() const {
    const std::optional<double> number = Number();
    return number ? std::optional(Duration(*number)) : std::nullopt;
  }

  template <class Enum>
  Enum Named() const {
    const std::string name = Text();
    if (const std::optional<Enum> named = ParseEnum<Enum>(name)) return *named;
    throw ResultError("has a " + path_ + " that this redline does not know: \"" + name +
                      "\"; a newer one may.");
  }

  [[noreturn]] void ThrowIsNot(std::string_view wanted) const {
    throw ResultError(
        "is no result that redline has written: " + (path_.empty() ? "it" : path_) +
        " is not " + std::string(wanted) + ".");
  }

 private:
  Field(const rapidjson::Value* value, std::string path)
      : value_(value), path_(std::move(path)) {}

  const rapidjson::Value* value_;
  std::string path_;
};

// For what is signed where it is kept.
std::int64_t SmallCount(const Field& field) {
  return static_cast<std::int64_t>(field.Count().value_or(0));
}

// Microseconds of a non-negative number of milliseconds.
std::optional<std::uint64_t> Microseconds(const Field& milliseconds) {
  const std::optional<double> number = milliseconds.Number();
  if (!number) return std::nullopt;
  if (!(*number >= 0 && *number < 1e15)) milliseconds.ThrowIsNot("a duration");
  return static_cast<std::uint64_t>(std::llround(*number * 1000));
}

shm::HistogramSnapshot ReadHistogram(const Field& field) {
  shm::HistogramSnapshot::Parts parts;
  parts.count = field["count"].Count().value_or(0);
  if (parts.count == 0) return {};
  parts.min = field["min_us"].Count();
  parts.max = Microseconds(field["max_ms"]);
  if (const auto sum = field["sum_us"].Count()) {
    parts.sum = *sum;
  } else if (const auto mean = field["mean_ms"].Number()) {
    // Written before there was a sum.
    const double sum_us = *mean * 1000 * static_cast<double>(parts.count);
    if (!(sum_us >= 0 && sum_us < 1e18)) field["mean_ms"].ThrowIsNot("a duration");
    parts.sum = static_cast<std::uint64_t>(std::llround(sum_us));
    if (parts.max) parts.min = parts.min.value_or(0);
  }
  for (const Field& pair : field["buckets"].Elements()) {
    const std::vector<Field> bucket = pair.Elements();
    if (bucket.size() != 2) pair.ThrowIsNot("a bucket's beginning and its count");
    const std::uint64_t lowest = bucket[0].Count().value_or(0);
    const std::size_t index = shm::BucketOf(lowest);
    if (shm::LowestInBucket(index) != lowest)
      bucket[0].ThrowIsNot("a bucket's beginning");
    parts.buckets.emplace_back(index, bucket[1].Count().value_or(0));
  }
  return shm::HistogramSnapshot(parts);
}

Timings ReadTimings(const Field& field, const std::vector<std::string>& step_names) {
  Timings timings{.queue = ReadHistogram(field["queue"]),
                  .task = ReadHistogram(field["task"]),
                  .response = ReadHistogram(field["response"]),
                  .rest = ReadHistogram(field["rest"]),
                  .steps = {}};
  for (const std::string& name : step_names) {
    timings.steps.push_back(ReadHistogram(field[StepKey(name)]));
  }
  return timings;
}

Provenance ReadProvenance(const Field& field) {
  return {.version = field["version"].Text(),
          .revision = field["revision"].Text(),
          .started = field["started"].Text(),
          .imported_from = field["imported_from"].Text(),
          .dyno = field["dyno"].Text()};
}

Constants ReadConstants(const Field& field) {
  if (!field.has_value()) field.ThrowIsNot("there");
  const auto number = [&](std::string_view key) {
    return field[key].Number().value_or(0);
  };
  return {.tasks_per_second = number("TASKS_PER_SECOND"),
          .test_duration_seconds = number("TEST_DURATION_SECONDS"),
          .max_flats = SmallCount(field["MAX_FLATS"]),
          .item_payload_kb = number("ITEM_PAYLOAD_KB"),
          .max_worker_backlog = SmallCount(field["MAX_WORKER_BACKLOG"]),
          .num_workers = SmallCount(field["NUM_WORKERS"]),
          .max_stats_update_per_second = number("MAX_STATS_UPDATE_PER_SECOND"),
          .max_workers_display = SmallCount(field["MAX_WORKERS_DISPLAY"]),
          .warmup_seconds = number("WARMUP_SECONDS")};
}

std::optional<Verdict> ReadVerdict(const Field& field) {
  if (!field.has_value()) return std::nullopt;
  Verdict verdict;
  verdict.status = field["status"].Named<Status>();
  verdict.reason = field["reason"].Named<Reason>();
  verdict.sentence = field["sentence"].Text();
  if (const auto index = field["worker_index"].Count()) verdict.worker_index = *index;
  if (field["worker_pid"].has_value()) {
    verdict.worker_pid = SmallCount(field["worker_pid"]);
  }
  verdict.backlog = field["backlog"].Count();
  verdict.at = field["at_seconds"].Time<Seconds>();
  return verdict;
}

Messaging ReadMessaging(const Field& field) {
  const auto count = [&](std::string_view key) { return field[key].Count().value_or(0); };
  Messaging messaging;
  messaging.tasks_sent = count("tasks_sent");
  messaging.tasks_missed = count("tasks_missed");
  messaging.tasks_received = count("tasks_received");
  messaging.tasks_completed = count("tasks_completed");
  messaging.tasks_failed = count("tasks_failed");
  messaging.uptime = Seconds(field["uptime_seconds"].Number().value_or(0));
  messaging.asked_rate = field["asked_rate"].Number().value_or(0);
  messaging.delivered_rate = field["delivered_rate"].Number();
  messaging.completed_rate = field["completed_rate"].Number();
  messaging.unfinished_at_end = field["unfinished_at_end"].Count();
  messaging.worst_backlog_at_end = field["worst_backlog_at_end"].Count();
  messaging.lateness = ReadHistogram(field["lateness"]);
  messaging.max_lateness = field["max_lateness_ms"].Time<Milliseconds>();
  messaging.loop_lag = ReadHistogram(field["supervisor_loop_lag"]);
  messaging.warmup_leftover = count("warmup_leftover");
  messaging.drain = field["drain_seconds"].Time<Seconds>();
  return messaging;
}

std::optional<MachineUsage> ReadMachine(const Field& field) {
  if (!field.has_value()) return std::nullopt;
  const std::optional<double> cores = field["cores"].Number();
  constexpr double kMostCores = 1'000'000;
  if (!cores || *cores < 0 || *cores > kMostCores) {
    field["cores"].ThrowIsNot("a number of cores");
  }
  return MachineUsage{.cores = *cores,
                      .cpu_percent = field["cpu_percent"].Number(),
                      .memory_mb = field["memory_mb"].Number(),
                      .kernel = field["kernel"].Text(),
                      .dyno = field["dyno"].Text()};
}

DynoResult ReadDyno(const Field& field) {
  DynoResult dyno;
  dyno.name = field["name"].Text();
  dyno.verdict = ReadVerdict(field["verdict"]);
  dyno.start_skew = field["start_skew_ms"].Time<Milliseconds>();
  dyno.asked_rate = field["asked_rate"].Number().value_or(0);
  dyno.delivered_rate = field["delivered_rate"].Number();
  dyno.tasks_sent = field["tasks_sent"].Count().value_or(0);
  dyno.tasks_completed = field["tasks_completed"].Count().value_or(0);
  dyno.uptime = Seconds(field["uptime_seconds"].Number().value_or(0));
  dyno.max_backlog = field["max_backlog"].Count().value_or(0);
  dyno.response_p50 = field["response_p50_ms"].Time<Milliseconds>();
  dyno.response_p99 = field["response_p99_ms"].Time<Milliseconds>();
  dyno.machine = ReadMachine(field["machine"]);
  return dyno;
}

WorkerResult ReadWorker(const Field& field, const std::vector<std::string>& step_names) {
  WorkerResult worker;
  worker.index = static_cast<std::size_t>(SmallCount(field["index"]));
  worker.dyno = field["dyno"].Text();
  worker.pid = SmallCount(field["pid"]);
  worker.cycles = field["cycles"].Count().value_or(0);
  worker.failed = field["failed"].Count().value_or(0);
  worker.max_backlog = field["max_backlog"].Count().value_or(0);
  worker.mean_mem_mb = field["mean_mem_mb"].Number();
  worker.max_mem_mb = field["max_mem_mb"].Number();
  worker.pss_mb = field["pss_mb"].Number();
  worker.cpu_percent = field["cpu_percent"].Number();
  worker.loop_lag = ReadHistogram(field["loop_lag"]);
  worker.loop_mean = field["evt_loop_mean_ms"].Time<Milliseconds>();
  worker.timings = ReadTimings(field["timings"], step_names);
  return worker;
}

std::optional<Preflight> ReadPreflight(const Field& field) {
  if (!field.has_value()) return std::nullopt;
  Preflight preflight;
  preflight.round_trip = field["round_trip_ms"].Time<Milliseconds>();
  for (const Field& check : field["checks"].Elements()) {
    preflight.checks.push_back(
        {.name = check["name"].Text(),
         .value = check["value"].Text(),
         .outcome = check["outcome"].Named<PreflightCheck::Outcome>(),
         .sentence = check["sentence"].Text()});
  }
  return preflight;
}

std::optional<RedisUsage> ReadRedis(const Field& field) {
  if (!field.has_value()) return std::nullopt;
  RedisUsage redis;
  redis.version = field["version"].Text();
  redis.on_this_machine = field["on_this_machine"].Bool();
  redis.samples = field["samples"].Count().value_or(0);
  redis.cpu_percent_mean = field["cpu_percent_mean"].Number();
  redis.cpu_percent_max = field["cpu_percent_max"].Number();
  redis.cpu_wait_percent_mean = field["cpu_wait_percent_mean"].Number();
  redis.operations_per_second = field["operations_per_second"].Number();
  redis.memory_max_mb = field["memory_max_mb"].Number();
  redis.clients_max = field["clients_max"].Count();
  redis.evicted_keys = field["evicted_keys"].Count();
  for (const Field& command : field["commands"].Elements()) {
    redis.commands.push_back(
        {.name = command["name"].Text(),
         .calls = command["calls"].Count().value_or(0),
         .microseconds_per_call = command["microseconds_per_call"].Number().value_or(0),
         .share = command["share"].Number()});
  }
  return redis;
}

std::optional<Bottleneck> ReadBottleneck(const Field& field) {
  if (!field.has_value()) return std::nullopt;
  return Bottleneck{.kind = field["kind"].Named<Bottleneck::Kind>(),
                    .sentence = field["sentence"].Text()};
}

// Gives each point its element of a column.
template <class Set>
void ForEachIn(const Field& column, std::vector<SeriesPoint>& points, Set set) {
  const std::vector<Field> values = column.Elements();
  if (values.empty()) return;
  if (values.size() != points.size()) column.ThrowIsNot("as long as series.end_seconds");
  for (std::size_t i = 0; i < values.size(); ++i) set(points[i], values[i]);
}

// `of` picks the timing out of a point.
template <class Of>
void ReadTimingColumns(const Field& field, std::vector<SeriesPoint>& points, Of of) {
  ForEachIn(field["count"], points, [&](SeriesPoint& point, const Field& value) {
    of(point).count = value.Count().value_or(0);
  });
  for (const auto& column : kTimingColumns) {
    ForEachIn(field[column.name], points, [&](SeriesPoint& point, const Field& value) {
      of(point).*column.field = value.Time<Milliseconds>();
    });
  }
}

std::vector<SeriesPoint> ReadPoints(const Field& field,
                                    const std::vector<std::string>& step_names) {
  std::vector<SeriesPoint> points(field["end_seconds"].Elements().size());
  for (const auto& column : kTimeColumns) {
    ForEachIn(field[column.name], points, [&](SeriesPoint& point, const Field& value) {
      point.*column.field = Seconds(value.Number().value_or(0));
    });
  }
  for (const auto& column : kCountColumns) {
    ForEachIn(field[column.name], points, [&](SeriesPoint& point, const Field& value) {
      point.*column.field = value.Count().value_or(0);
    });
  }
  for (const auto& column : kFigureColumns) {
    ForEachIn(field[column.name], points, [&](SeriesPoint& point, const Field& value) {
      point.*column.field = value.Number();
    });
  }
  ReadTimingColumns(field["response"], points,
                    [](SeriesPoint& point) -> TimingPoint& { return point.response; });
  ReadTimingColumns(field["task"], points,
                    [](SeriesPoint& point) -> TimingPoint& { return point.task; });
  for (SeriesPoint& point : points) point.steps.resize(step_names.size());
  for (std::size_t i = 0; i < step_names.size(); ++i) {
    ReadTimingColumns(field["steps"][StepKey(step_names[i])], points,
                      [i](SeriesPoint& point) -> TimingPoint& { return point.steps[i]; });
  }
  return points;
}

WorkerSeries ReadWorkerSeries(const Field& field) {
  WorkerSeries series;
  for (const Field& end : field["end_seconds"].Elements()) {
    series.ends.emplace_back(end.Number().value_or(0));
  }
  // The rows of one figure, each as long as there are stretches.
  const auto rows_of = [&](const Field& figure) {
    std::vector<std::vector<Field>> rows;
    for (const Field& row : figure.Elements()) {
      rows.push_back(row.Elements());
      if (rows.back().size() != series.ends.size()) {
        row.ThrowIsNot("as long as worker_series.end_seconds");
      }
    }
    return rows;
  };
  const auto backlogs = rows_of(field["max_backlog"]);
  const auto means = rows_of(field["task_mean_ms"]);
  if (backlogs.size() != means.size()) {
    field["task_mean_ms"].ThrowIsNot("as long as worker_series.max_backlog");
  }
  for (std::size_t worker = 0; worker < backlogs.size(); ++worker) {
    std::vector<WorkerSeries::Cell>& cells = series.workers.emplace_back();
    for (std::size_t i = 0; i < series.ends.size(); ++i) {
      cells.push_back({.max_backlog = backlogs[worker][i].Count(),
                       .task_mean = means[worker][i].Time<Milliseconds>()});
    }
  }
  return series;
}

std::vector<std::string> ReadStrings(const Field& field) {
  std::vector<std::string> strings;
  for (const Field& element : field.Elements()) strings.push_back(element.Text());
  return strings;
}

// RapidJSON's exact reading of a number takes as long as the number is, and fails of some
// that have hundreds of digits. Nobody measures such a one.
void CheckNumbers(std::string_view text) {
  constexpr std::size_t kLongest = 64;
  bool in_string = false;
  std::size_t length = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (in_string) {
      if (c == '\\') ++i;
      in_string = c != '"';
      continue;
    }
    in_string = c == '"';
    const bool of_number = (c >= '0' && c <= '9') || c == '.' || c == '-' || c == '+' ||
                           c == 'e' || c == 'E';
    length = of_number ? length + 1 : 0;
    if (length > kLongest) {
      throw ResultError(
          "is no result that redline has written: it has a number of more "
          "than 64 characters (byte " +
          std::to_string(i) + ").");
    }
  }
}

void CheckSchema(const Field& root) {
  if (!root["schema"].has_value()) {
    throw ResultError("is no result of redline: it has no \"schema\".");
  }
  const std::string schema = root["schema"].Text();
  if (schema == kSchema) return;
  if (schema.starts_with(kFamily)) {
    throw ResultError("is of the format " + schema + ", and this redline reads " +
                      std::string(kSchema) + "; use a newer redline.");
  }
  throw ResultError("is no result of redline: its schema is \"" + schema + "\".");
}

Result ReadResult(const Field& root, bool with_members) {
  CheckSchema(root);
  Result result;
  result.phase = RunPhase::kDone;
  result.provenance = ReadProvenance(root["provenance"]);
  result.fleet = root["fleet"].Text();
  for (const Field& dyno : root["dynos"].Elements()) {
    result.dynos.push_back(ReadDyno(dyno));
  }
  result.constants = ReadConstants(root["constants"]);
  for (const auto& [name, value] : root["settings"].Members()) {
    result.settings.push_back({.name = name, .value = value.Text()});
  }
  result.workload = root["workload"].Text();
  result.dispatch = root["dispatch"].Text();
  result.seed = root["seed"].Count().value_or(0);
  result.step_names = ReadStrings(root["steps"]);
  result.workers_ready = root["workers_ready_seconds"].Time<Seconds>();
  result.messaging = ReadMessaging(root["messaging"]);
  for (const Field& worker : root["workers"].Elements()) {
    result.workers.push_back(ReadWorker(worker, result.step_names));
  }
  for (const Field& error : root["errors"].Elements()) {
    result.errors.push_back(
        {.name = error["class"].Text(), .count = error["count"].Count().value_or(0)});
  }
  result.preflight = ReadPreflight(root["preflight"]);
  result.redis = ReadRedis(root["redis"]);
  result.fetch = root["fetch"].Text();
  result.tls_verify = root["tls_verify"].Text();
  result.supervisor_cpu_percent = root["supervisor_cpu_percent"].Number();
  result.machine = ReadMachine(root["machine"]);
  for (const Field& threshold : root["thresholds"].Elements()) {
    result.thresholds.push_back({.threshold = threshold["threshold"].Text(),
                                 .value = threshold["value"].Number(),
                                 .unit = threshold["unit"].Text(),
                                 .kept = threshold["kept"].Bool()});
  }
  result.bottleneck = ReadBottleneck(root["bottleneck"]);
  result.series.points = ReadPoints(root["series"], result.step_names);
  result.series.by_worker = ReadWorkerSeries(root["worker_series"]);
  result.warnings = ReadStrings(root["warnings"]);
  result.verdict = ReadVerdict(root["verdict"]);
  // A member has none of its own.
  if (!with_members) return result;
  for (const Field& member : root["members"].Elements()) {
    result.members.push_back(ReadResult(member, false));
  }
  return result;
}

}  // namespace

Result ReadJson(std::string_view text) {
  CheckNumbers(text);
  rapidjson::Document document;
  // Iterative: a text of a million brackets is no reason to run out of stack.
  document.Parse<rapidjson::kParseIterativeFlag | rapidjson::kParseFullPrecisionFlag |
                 rapidjson::kParseValidateEncodingFlag>(text.data(), text.size());
  if (document.HasParseError()) {
    const std::size_t offset = document.GetErrorOffset();
    if (offset >= text.size() || text.empty()) {
      throw ResultError("is no whole JSON: it ends after " + std::to_string(text.size()) +
                        " bytes, in the middle.");
    }
    throw ResultError(std::string("is no JSON: ") +
                      rapidjson::GetParseError_En(document.GetParseError()) + " (byte " +
                      std::to_string(offset) + ").");
  }
  if (!document.IsObject()) throw ResultError("is no result of redline: no JSON object.");
  return ReadResult(Field(document), true);
}

}  // namespace redline::reporting
