#include "reporting/json_report.h"

#include <rapidjson/prettywriter.h>
#include <rapidjson/stringbuffer.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "reporting/constant_names.h"
#include "reporting/display_text.h"
#include "reporting/number_text.h"
#include "reporting/series_columns.h"
#include "reporting/timing_summary.h"
#include "shm/histogram_buckets.h"
#include "shm/histogram_snapshot.h"

namespace redline::reporting {
namespace {

constexpr std::string_view kSchema = "redline.result/1";

// Values are recorded in whole microseconds; a mean is finer than its values.
constexpr int kPercentileDecimals = 3;
constexpr int kDecimals = 6;

// Readers may rely on the seed's steps, whatever the workload.
constexpr std::array<std::string_view, 3> kStepsAlwaysPresent{"fetch", "save",
                                                              "redis_ping"};

class Writer {
 public:
  Writer() : json_(buffer_) { json_.SetIndent(' ', 2); }

  void Write(const Result& result) {
    json_.StartObject();
    Field("schema", kSchema);
    Key("provenance");
    Write(result.provenance);
    NameField("fleet", result.fleet);
    Key("dynos");
    Write(result.dynos);
    Field("workload", result.workload);
    NameField("dispatch", result.dispatch);
    Field("seed", Count(result.seed));
    Key("constants");
    Write(result.constants);
    Key("settings");
    Write(result.settings);
    Key("steps");
    WriteStrings(result.step_names);
    Key("verdict");
    Write(result.verdict);
    Key("messaging");
    Write(result.messaging);
    Key("errors");
    Write(result.errors);
    Field("workers_ready_seconds", result.workers_ready);
    Key("workers");
    WriteWorkers(result);
    Key("totals");
    json_.StartObject();
    Key("timings");
    Write(result.Totals(), result.step_names);
    json_.EndObject();
    Key("preflight");
    Write(result.preflight);
    Key("redis");
    Write(result.redis);
    NameField("fetch", result.fetch);
    NameField("tls_verify", result.tls_verify);
    Field("supervisor_cpu_percent", result.supervisor_cpu_percent);
    Key("machine");
    Write(result.machine);
    Key("thresholds");
    Write(result.thresholds);
    Key("bottleneck");
    Write(result.bottleneck);
    Key("series");
    Write(result.series, result.step_names);
    Key("worker_series");
    Write(result.series.by_worker);
    Key("warnings");
    WriteStrings(result.warnings);
    Key("members");
    json_.StartArray();
    for (const Result& member : result.members) Write(member);
    json_.EndArray();
    json_.EndObject();
  }

  std::string Text() const { return std::string(buffer_.GetString()) + "\n"; }

 private:
  void Key(std::string_view key) {
    const std::string valid = ToValidUtf8(key);
    json_.Key(valid.data(), static_cast<rapidjson::SizeType>(valid.size()));
  }

  void Field(std::string_view key, std::string_view value) {
    Key(key);
    String(value);
  }

  void String(std::string_view value) {
    const std::string valid = ToValidUtf8(value);
    json_.String(valid.data(), static_cast<rapidjson::SizeType>(valid.size()));
  }

  void WriteStrings(const std::vector<std::string>& strings) {
    json_.StartArray();
    for (const std::string& string : strings) String(string);
    json_.EndArray();
  }

  // An array on one line: a column of a series has thousands of numbers.
  template <class Range, class TextOf>
  void WriteRow(const Range& values, TextOf text_of) {
    std::string row = "[";
    for (const auto& value : values) {
      if (row.size() > 1) row += ", ";
      const std::string number = text_of(value);
      row += number == kAbsent ? "null" : number;
    }
    row += ']';
    json_.RawValue(row.data(), row.size(), rapidjson::kArrayType);
  }

  // Null where there is no such thing.
  void NameField(std::string_view key, std::string_view name) {
    if (name.empty()) {
      Key(key);
      json_.Null();
    } else {
      Field(key, name);
    }
  }

  // A number that is already text, null where it is absent. Raw, because RapidJSON
  // writes 1000 as 1000.0 and cuts decimals off instead of rounding.
  void NumberField(std::string_view key, std::string_view number) {
    Key(key);
    if (number == kAbsent) {
      json_.Null();
    } else {
      json_.RawValue(number.data(), number.size(), rapidjson::kNumberType);
    }
  }

  void Field(std::string_view key, std::optional<std::uint64_t> value) {
    NumberField(key, value ? CountText(*value) : kAbsent);
  }

  void Field(std::string_view key, std::optional<double> value,
             int decimals = kDecimals) {
    NumberField(key, DecimalText(value, decimals));
  }

  template <typename Period>
  void Field(std::string_view key,
             std::optional<std::chrono::duration<double, Period>> value,
             int decimals = kDecimals) {
    Field(key, value ? std::optional(value->count()) : std::nullopt, decimals);
  }

  void Write(const Provenance& provenance) {
    json_.StartObject();
    NameField("version", provenance.version);
    NameField("revision", provenance.revision);
    NameField("started", provenance.started);
    NameField("imported_from", provenance.imported_from);
    NameField("dyno", provenance.dyno);
    json_.EndObject();
  }

  void Write(const std::vector<NamedSetting>& settings) {
    json_.StartObject();
    for (const NamedSetting& setting : settings) Field(setting.name, setting.value);
    json_.EndObject();
  }

  void Write(const Constants& constants) {
    json_.StartObject();
    for (const NamedConstant& constant : NamedConstants(constants)) {
      NumberField(constant.name, constant.value);
    }
    json_.EndObject();
  }

  void Write(const std::optional<Verdict>& verdict) {
    if (!verdict) {
      json_.Null();
      return;
    }
    json_.StartObject();
    Field("status", NameOf(verdict->status));
    Field("reason", NameOf(verdict->reason));
    Field("sentence", verdict->sentence);
    Field("worker_index", Count(verdict->worker_index));
    Field("worker_pid", Count(verdict->worker_pid));
    Field("backlog", verdict->backlog);
    Field("at_seconds", verdict->at);
    json_.EndObject();
  }

  void Write(const Messaging& messaging) {
    json_.StartObject();
    Field("tasks_sent", Count(messaging.tasks_sent));
    Field("tasks_missed", Count(messaging.tasks_missed));
    Field("tasks_received", Count(messaging.tasks_received));
    Field("tasks_completed", Count(messaging.tasks_completed));
    Field("tasks_failed", Count(messaging.tasks_failed));
    Field("uptime_seconds", std::optional(messaging.uptime));
    NumberField("asked_rate", ConstantText(messaging.asked_rate));
    Field("delivered_rate", messaging.delivered_rate);
    Field("completed_rate", messaging.completed_rate);
    Field("unfinished_at_end", messaging.unfinished_at_end);
    Field("worst_backlog_at_end", messaging.worst_backlog_at_end);
    Field("lateness", messaging.lateness);
    Field("max_lateness_ms", messaging.max_lateness);
    Field("supervisor_loop_lag", messaging.loop_lag);
    Field("warmup_leftover", Count(messaging.warmup_leftover));
    Field("drain_seconds", messaging.drain);
    json_.EndObject();
  }

  void Write(const std::vector<ErrorClass>& errors) {
    json_.StartArray();
    for (const ErrorClass& error : errors) {
      json_.StartObject();
      Field("class", error.name);
      Field("count", Count(error.count));
      json_.EndObject();
    }
    json_.EndArray();
  }

  void Write(const std::vector<ThresholdOutcome>& thresholds) {
    json_.StartArray();
    for (const ThresholdOutcome& outcome : thresholds) {
      json_.StartObject();
      Field("threshold", outcome.threshold);
      Field("value", outcome.value);
      NameField("unit", outcome.unit);
      Key("kept");
      json_.Bool(outcome.kept);
      json_.EndObject();
    }
    json_.EndArray();
  }

  void Write(const std::optional<Preflight>& preflight) {
    if (!preflight) {
      json_.Null();
      return;
    }
    json_.StartObject();
    Field("round_trip_ms", preflight->round_trip);
    Key("checks");
    json_.StartArray();
    for (const PreflightCheck& check : preflight->checks) {
      json_.StartObject();
      Field("name", check.name);
      Field("value", check.value);
      Field("outcome", NameOf(check.outcome));
      NameField("sentence", check.sentence);
      json_.EndObject();
    }
    json_.EndArray();
    json_.EndObject();
  }

  void Write(const std::optional<RedisUsage>& redis) {
    if (!redis) {
      json_.Null();
      return;
    }
    json_.StartObject();
    NameField("version", redis->version);
    Key("on_this_machine");
    json_.Bool(redis->on_this_machine);
    Field("samples", Count(redis->samples));
    Field("cpu_percent_mean", redis->cpu_percent_mean);
    Field("cpu_percent_max", redis->cpu_percent_max);
    Field("cpu_wait_percent_mean", redis->cpu_wait_percent_mean);
    Field("operations_per_second", redis->operations_per_second);
    Field("memory_max_mb", redis->memory_max_mb);
    Field("clients_max", redis->clients_max);
    Field("evicted_keys", redis->evicted_keys);
    Key("commands");
    json_.StartArray();
    for (const RedisCommandUsage& command : redis->commands) {
      json_.StartObject();
      Field("name", command.name);
      Field("calls", Count(command.calls));
      Field("microseconds_per_call", std::optional(command.microseconds_per_call));
      Field("share", command.share);
      json_.EndObject();
    }
    json_.EndArray();
    json_.EndObject();
  }

  void Write(const std::optional<MachineUsage>& machine) {
    if (!machine) {
      json_.Null();
      return;
    }
    json_.StartObject();
    Field("cores", std::optional<double>(machine->cores));
    Field("cpu_percent", machine->cpu_percent);
    Field("memory_mb", machine->memory_mb);
    NameField("kernel", machine->kernel);
    NameField("dyno", machine->dyno);
    json_.EndObject();
  }

  void Write(const std::vector<DynoResult>& dynos) {
    json_.StartArray();
    for (const DynoResult& dyno : dynos) {
      json_.StartObject();
      Field("name", dyno.name);
      Key("verdict");
      Write(dyno.verdict);
      Field("start_skew_ms", dyno.start_skew);
      Field("asked_rate", std::optional(dyno.asked_rate));
      Field("delivered_rate", dyno.delivered_rate);
      Field("tasks_sent", Count(dyno.tasks_sent));
      Field("tasks_completed", Count(dyno.tasks_completed));
      Field("uptime_seconds", std::optional(dyno.uptime));
      Field("max_backlog", Count(dyno.max_backlog));
      Field("response_p50_ms", dyno.response_p50, kPercentileDecimals);
      Field("response_p99_ms", dyno.response_p99, kPercentileDecimals);
      Key("machine");
      Write(dyno.machine);
      json_.EndObject();
    }
    json_.EndArray();
  }

  void Write(const std::optional<Bottleneck>& bottleneck) {
    if (!bottleneck) {
      json_.Null();
      return;
    }
    json_.StartObject();
    Field("kind", NameOf(bottleneck->kind));
    Field("sentence", bottleneck->sentence);
    json_.EndObject();
  }

  template <class TextOf>
  void Column(std::string_view key, const Series& series, TextOf text_of) {
    Key(key);
    WriteRow(series.points, text_of);
  }

  // `of` picks the timing out of a point.
  template <class Of>
  void TimingColumns(std::string_view key, const Series& series, Of of) {
    Key(key);
    json_.StartObject();
    Column("count", series,
           [&](const SeriesPoint& point) { return CountText(of(point).count); });
    for (const auto& column : kTimingColumns) {
      Column(column.name, series, [&](const SeriesPoint& point) {
        const std::optional<Milliseconds> value = of(point).*column.field;
        return DecimalText(value ? std::optional(value->count()) : std::nullopt,
                           kPercentileDecimals);
      });
    }
    json_.EndObject();
  }

  void Write(const Series& series, const std::vector<std::string>& step_names) {
    json_.StartObject();
    for (const auto& column : kTimeColumns) {
      Column(column.name, series, [&](const SeriesPoint& point) {
        return DecimalText((point.*column.field).count(), kDecimals);
      });
    }
    for (const auto& column : kCountColumns) {
      Column(column.name, series,
             [&](const SeriesPoint& point) { return CountText(point.*column.field); });
    }
    for (const auto& column : kFigureColumns) {
      Column(column.name, series, [&](const SeriesPoint& point) {
        return DecimalText(point.*column.field, kPercentileDecimals);
      });
    }
    TimingColumns("response", series,
                  [](const SeriesPoint& point) { return point.response; });
    TimingColumns("task", series, [](const SeriesPoint& point) { return point.task; });
    Key("steps");
    json_.StartObject();
    for (std::size_t step = 0; step < step_names.size(); ++step) {
      TimingColumns(StepKey(step_names[step]), series, [&](const SeriesPoint& point) {
        return step < point.steps.size() ? point.steps[step] : TimingPoint{};
      });
    }
    json_.EndObject();
    json_.EndObject();
  }

  void Write(const WorkerSeries& by_worker) {
    using Cell = WorkerSeries::Cell;
    const auto rows = [&](std::string_view key, auto text_of) {
      Key(key);
      json_.StartArray();
      for (const std::vector<Cell>& cells : by_worker.workers) WriteRow(cells, text_of);
      json_.EndArray();
    };
    json_.StartObject();
    Key("end_seconds");
    WriteRow(by_worker.ends,
             [](Seconds end) { return DecimalText(end.count(), kDecimals); });
    rows("max_backlog", [](const Cell& cell) {
      return cell.max_backlog ? CountText(*cell.max_backlog) : std::string(kAbsent);
    });
    rows("task_mean_ms", [](const Cell& cell) {
      return DecimalText(
          cell.task_mean ? std::optional(cell.task_mean->count()) : std::nullopt,
          kPercentileDecimals);
    });
    json_.EndObject();
  }

  void WriteWorkers(const Result& result) {
    std::vector<const WorkerResult*> workers;
    for (const WorkerResult& worker : result.workers) workers.push_back(&worker);
    std::sort(workers.begin(), workers.end(),
              [](const auto* a, const auto* b) { return a->index < b->index; });
    json_.StartArray();
    for (const WorkerResult* worker : workers) Write(*worker, result.step_names);
    json_.EndArray();
  }

  void Write(const WorkerResult& worker, const std::vector<std::string>& step_names) {
    json_.StartObject();
    Field("index", Count(worker.index));
    NameField("dyno", worker.dyno);
    Field("pid", worker.pid > 0 ? Count(worker.pid) : std::nullopt);
    Field("cycles", Count(worker.cycles));
    Field("failed", Count(worker.failed));
    Field("max_backlog", Count(worker.max_backlog));
    Field("mean_mem_mb", worker.mean_mem_mb);
    Field("max_mem_mb", worker.max_mem_mb);
    Field("pss_mb", worker.pss_mb);
    Field("evt_loop_mean_ms", worker.loop_mean);
    Field("loop_lag", worker.loop_lag);
    Field("cpu_percent", worker.cpu_percent);
    Key("timings");
    Write(worker.timings, step_names);
    json_.EndObject();
  }

  void Write(const Timings& timings, const std::vector<std::string>& step_names) {
    json_.StartObject();
    Field("task", timings.task);
    for (std::size_t i = 0; i < step_names.size(); ++i) {
      Field(StepKey(step_names[i]),
            i < timings.steps.size() ? timings.steps[i] : shm::HistogramSnapshot());
    }
    for (const std::string_view key : kStepsAlwaysPresent) {
      const bool has_key =
          std::any_of(step_names.begin(), step_names.end(),
                      [&](const std::string& name) { return StepKey(name) == key; });
      if (!has_key) Field(key, shm::HistogramSnapshot());
    }
    Field("queue", timings.queue);
    Field("response", timings.response);
    Field("rest", timings.rest);
    json_.EndObject();
  }

  void Field(std::string_view key, const shm::HistogramSnapshot& histogram) {
    const TimingSummary timing = Summarize(histogram);
    const shm::HistogramSnapshot::Parts parts = histogram.ToParts();
    Key(key);
    json_.StartObject();
    Field("count", Count(timing.count));
    Field("mean_ms", timing.mean);
    Field("p50_ms", timing.p50, kPercentileDecimals);
    Field("p90_ms", timing.p90, kPercentileDecimals);
    Field("p95_ms", timing.p95, kPercentileDecimals);
    Field("p99_ms", timing.p99, kPercentileDecimals);
    Field("p999_ms", timing.p999, kPercentileDecimals);
    Field("max_ms", timing.max, kPercentileDecimals);
    Field("min_us", parts.min);
    Field("sum_us", Count(parts.sum));
    Key("buckets");
    WriteRow(parts.buckets, [](const auto& bucket) {
      return "[" + CountText(shm::LowestInBucket(bucket.first)) + ", " +
             CountText(bucket.second) + "]";
    });
    json_.EndObject();
  }

  template <typename Integer>
  static std::optional<std::uint64_t> Count(std::optional<Integer> value) {
    if (!value) return std::nullopt;
    return static_cast<std::uint64_t>(*value);
  }
  template <typename Integer>
  static std::optional<std::uint64_t> Count(Integer value) {
    return static_cast<std::uint64_t>(value);
  }

  rapidjson::StringBuffer buffer_;
  rapidjson::PrettyWriter<rapidjson::StringBuffer> json_;
};

}  // namespace

std::string ToJson(const Result& result) {
  Writer writer;
  writer.Write(result);
  return writer.Text();
}

}  // namespace redline::reporting
