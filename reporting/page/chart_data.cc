#include "reporting/page/chart_data.h"

#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "base/text/display_text.h"
#include "base/text/number_text.h"
#include "reporting/model/timing_summary.h"

namespace redline::reporting {
namespace {

// As precise as a pixel; the JSON report has the rest.
constexpr int kDecimals = 3;
constexpr std::size_t kCommandsShown = 10;

std::optional<double> ValueOf(std::optional<Milliseconds> time) {
  return time ? std::optional(time->count()) : std::nullopt;
}

// A logarithmic axis has no 0; a timing is not finer than a microsecond.
std::optional<double> Drawn(std::optional<Milliseconds> time) {
  return time ? std::optional(std::max(time->count(), 0.001)) : std::nullopt;
}

class Writer {
 public:
  void Write(const Result& result) {
    const std::vector<SeriesPoint> points = DrawnPoints(result.series);
    json_.StartObject();
    Number("backlog_limit", static_cast<double>(result.constants.max_worker_backlog));
    Number("cores",
           result.machine ? std::optional<double>(result.machine->cores) : std::nullopt);
    WriteSeries(result, points);
    json_.Key("timings");
    WriteTimings(points, result.step_names);
    json_.Key("distribution");
    WriteDistributions(result);
    json_.Key("commands");
    WriteCommands(result);
    json_.Key("heat");
    WriteHeat(result.series.by_worker);
    json_.EndObject();
  }

  // "<" would end the script element; in strings it may be written otherwise.
  std::string Text() const {
    std::string text;
    for (const char c : std::string_view(buffer_.GetString(), buffer_.GetSize())) {
      if (c == '<') {
        text += "\\u003c";
      } else {
        text += c;
      }
    }
    return text;
  }

 private:
  void Value(std::optional<double> value) {
    const std::string text = DecimalText(value, kDecimals);
    if (text == kAbsent) {
      json_.Null();
    } else {
      json_.RawValue(text.data(), text.size(), rapidjson::kNumberType);
    }
  }

  void Number(const char* key, std::optional<double> value) {
    json_.Key(key);
    Value(value);
  }

  void String(const char* key, std::string_view value) {
    json_.Key(key);
    const std::string valid = ToValidUtf8(value);
    json_.String(valid.data(), static_cast<rapidjson::SizeType>(valid.size()));
  }

  template <class Range, class ValueOf>
  void Array(const Range& range, ValueOf value_of) {
    json_.StartArray();
    for (const auto& element : range) Value(value_of(element));
    json_.EndArray();
  }

  // To the microsecond: a run may be over within one.
  template <class Range, class TimeOf>
  void Times(const Range& range, TimeOf time_of) {
    constexpr int kTimeDecimals = 6;
    json_.StartArray();
    for (const auto& element : range) {
      const std::string text = DecimalText(time_of(element).count(), kTimeDecimals);
      json_.RawValue(text.data(), text.size(), rapidjson::kNumberType);
    }
    json_.EndArray();
  }

  void WriteSeries(const Result& result, const std::vector<SeriesPoint>& points) {
    const std::size_t workers = std::max<std::size_t>(result.workers.size(), 1);
    const auto column = [&](const char* key, auto value_of) {
      json_.Key(key);
      Array(points, value_of);
    };
    const auto rate = [&](const char* key, auto count) {
      column(key, [&](const SeriesPoint& point) -> std::optional<double> {
        if (IsShort(point, points)) return std::nullopt;
        return static_cast<double>(point.*count) / point.length.count();
      });
    };
    const auto figure = [&](const char* key, auto field) {
      column(key, [&](const SeriesPoint& point) { return point.*field; });
    };
    json_.Key("end_seconds");
    Times(points, [](const SeriesPoint& point) { return point.end; });
    rate("due_rate", &SeriesPoint::due);
    rate("issued_rate", &SeriesPoint::issued);
    rate("completed_rate", &SeriesPoint::completed);
    rate("failed_rate", &SeriesPoint::failed);
    column("worst_backlog", [](const SeriesPoint& point) {
      return static_cast<double>(point.worst_backlog);
    });
    column("mean_backlog", [&](const SeriesPoint& point) {
      return static_cast<double>(point.total_backlog) / static_cast<double>(workers);
    });
    figure("workers_cpu_percent", &SeriesPoint::workers_cpu_percent);
    column("machine_cpu_percent", [&](const SeriesPoint& point) -> std::optional<double> {
      if (!point.machine_cpu_percent || !result.machine) return std::nullopt;
      return *point.machine_cpu_percent *
             result.machine->cores;  // In percent of one core.
    });
    figure("redis_cpu_percent", &SeriesPoint::redis_cpu_percent);
    figure("redis_cpu_wait_percent", &SeriesPoint::redis_cpu_wait_percent);
    figure("redis_operations_per_second", &SeriesPoint::redis_operations_per_second);
    figure("redis_memory_mb", &SeriesPoint::redis_memory_mb);
  }

  // `of` picks the timing out of a point.
  template <class Of>
  void WriteTiming(std::string_view name, const std::vector<SeriesPoint>& points, Of of) {
    json_.StartObject();
    String("name", name);
    const auto column = [&](const char* key, auto figure) {
      json_.Key(key);
      Array(points, [&](const SeriesPoint& point) { return Drawn(of(point).*figure); });
    };
    column("p50_ms", &TimingPoint::p50);
    column("p90_ms", &TimingPoint::p90);
    column("p99_ms", &TimingPoint::p99);
    column("max_ms", &TimingPoint::max);
    json_.EndObject();
  }

  void WriteTimings(const std::vector<SeriesPoint>& points,
                    const std::vector<std::string>& step_names) {
    json_.StartArray();
    WriteTiming("response", points, [](const SeriesPoint& p) { return p.response; });
    WriteTiming("task", points, [](const SeriesPoint& p) { return p.task; });
    for (std::size_t i = 0; i < step_names.size(); ++i) {
      WriteTiming(StepKey(step_names[i]), points, [i](const SeriesPoint& p) {
        return i < p.steps.size() ? p.steps[i] : TimingPoint{};
      });
    }
    json_.EndArray();
  }

  void WriteDistributions(const Result& result) {
    const Timings totals = result.Totals();
    json_.StartArray();
    WriteDistribution("response", totals.response);
    WriteDistribution("task", totals.task);
    WriteDistribution("queue", totals.queue);
    for (std::size_t i = 0; i < totals.steps.size(); ++i) {
      WriteDistribution(StepKey(result.step_names[i]), totals.steps[i]);
    }
    json_.EndArray();
  }

  // Pairs of 1 / (1 - percentile), which a logarithmic axis draws with as much room for
  // each nine, and the time. Four points for each halving of what is left.
  void WriteDistribution(std::string_view name, const shm::HistogramSnapshot& histogram) {
    if (!histogram.Percentile(50)) return;
    constexpr int kPointsPerHalf = 4;
    json_.StartObject();
    String("name", name);
    json_.Key("points");
    json_.StartArray();
    const auto point = [&](double x, std::optional<Milliseconds> time) {
      json_.StartArray();
      Value(x);
      Value(Drawn(time.value_or(Milliseconds(0))));
      json_.EndArray();
    };
    const auto count = static_cast<double>(histogram.count());
    for (std::uint64_t half = 1; half < histogram.count(); half *= 2) {
      for (int i = 0; i < kPointsPerHalf; ++i) {
        const double x =
            static_cast<double>(half) * (1 + i / static_cast<double>(kPointsPerHalf));
        if (x < count) point(x, histogram.Percentile(100 - 100 / x));
      }
    }
    point(count, histogram.Max());
    json_.EndArray();
    json_.EndObject();
  }

  void WriteCommands(const Result& result) {
    json_.StartArray();
    if (result.redis) {
      const std::vector<RedisCommandUsage>& used = result.redis->commands;
      for (const RedisCommandUsage& command :
           std::span(used).first(std::min(used.size(), kCommandsShown))) {
        if (!command.share) continue;
        json_.StartObject();
        String("name", command.name);
        Number("percent", 100 * *command.share);
        json_.EndObject();
      }
    }
    json_.EndArray();
  }

  void WriteHeat(const WorkerSeries& by_worker) {
    using Cell = WorkerSeries::Cell;
    json_.StartObject();
    json_.Key("end_seconds");
    Times(by_worker.ends, [](Seconds end) { return end; });
    const auto rows = [&](const char* key, auto value_of) {
      json_.Key(key);
      json_.StartArray();
      for (const std::vector<Cell>& cells : by_worker.workers) Array(cells, value_of);
      json_.EndArray();
    };
    rows("max_backlog", [](const Cell& cell) -> std::optional<double> {
      if (!cell.max_backlog) return std::nullopt;
      return static_cast<double>(*cell.max_backlog);
    });
    rows("task_mean_ms", [](const Cell& cell) { return ValueOf(cell.task_mean); });
    json_.EndObject();
  }

  rapidjson::StringBuffer buffer_;
  rapidjson::Writer<rapidjson::StringBuffer> json_{buffer_};
};

}  // namespace

std::vector<SeriesPoint> DrawnPoints(const Series& series) {
  std::vector<SeriesPoint> drawn = series.points;
  if (drawn.size() > 1) {
    const SeriesPoint& last = drawn.back();
    if (last.due == 0 && IsShort(last, drawn)) drawn.pop_back();
  }
  return drawn;
}

std::string ChartData(const Result& result) {
  Writer writer;
  writer.Write(result);
  return writer.Text();
}

}  // namespace redline::reporting
