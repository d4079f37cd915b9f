#include "reporting/json/json_reader.h"

#include <chrono>
#include <cmath>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include "base/enum_table.h"
#include "reporting/json/json_value.h"
#include "reporting/model/field.h"
#include "reporting/model/field_text.h"
#include "reporting/model/timing_summary.h"
#include "shm/histogram_buckets.h"
#include "shm/histogram_snapshot.h"

namespace redline::reporting {
namespace {

// "redline.search/" of "redline.search/1".
constexpr std::string_view FamilyOf(std::string_view schema) {
  return schema.substr(0, schema.find('/') + 1);
}

std::string SchemaOf(const JsonValue& json) {
  if (!json["schema"].has_value()) {
    throw ResultError("is not a result of redline: it has no \"schema\".");
  }
  return json["schema"].Text();
}

// `expected` is "redline.result/1", or of the same form.
void CheckSchema(const JsonValue& json, std::string_view expected) {
  const std::string schema = SchemaOf(json);
  if (schema == expected) return;
  if (schema.starts_with(FamilyOf(expected))) {
    throw ResultError("is of the format " + schema + ", and this redline reads " +
                      std::string(expected) + "; use a newer redline.");
  }
  for (const auto& [other, name] :
       {std::pair(kSearchSchema, "search"), {kSweepSchema, "sweep"}}) {
    if (!schema.starts_with(FamilyOf(other))) continue;
    throw ResultError("is a " + std::string(name) +
                      ", and one run's result is wanted here.");
  }
  throw ResultError("is not a result of redline: its schema is \"" + schema + "\".");
}

// Microseconds of a non-negative number of milliseconds.
std::optional<std::uint64_t> Microseconds(const JsonValue& milliseconds) {
  const std::optional<double> number = milliseconds.Number();
  if (!number) return std::nullopt;
  if (!(*number >= 0 && *number < 1e15)) milliseconds.ThrowIsNot("a duration");
  return static_cast<std::uint64_t>(std::llround(*number * 1000));
}

// Visits the lists of fields, as the writer does: Member reads one of them, Members those
// that stand within an object, Read a whole value. A missing member keeps its default.
class Reader {
 public:
  void Read(const JsonValue& json, Result& result) {
    CheckSchema(json, kResultSchema);
    result.phase = RunPhase::kDone;
    const auto* const outer = std::exchange(step_names_, &result.step_names);
    Members(json, result);
    step_names_ = outer;
  }

  void Read(const JsonValue& json, SearchResult& result) {
    CheckSchema(json, kSearchSchema);
    Members(json, result);
  }

  void Read(const JsonValue& json, SweepResult& result) {
    CheckSchema(json, kSweepSchema);
    Members(json, result);
  }

 private:
  using Cells = decltype(WorkerSeries::workers);

  template <class Struct, class Type>
  void Member(const JsonValue& json, const Field<Struct, Type>& field, Struct& value) {
    Read(json[field.name], value.*field.member);
  }

  template <class Struct, class Type>
  void Member(const JsonValue& json, const Inlined<Struct, Type>& field, Struct& value) {
    Members(json, value.*field.member);
  }

  template <class Struct, class Type>
  void Member(const JsonValue& /*json*/, const Derived<Struct, Type>& /*field*/,
              Struct& /*value*/) {}

  template <class Struct, class Type>
  void Member(const JsonValue& /*json*/, const Unwritten<Struct, Type>& /*field*/,
              Struct& /*value*/) {}

  template <HasFields Struct>
  void Members(const JsonValue& json, Struct& value) {
    ForEachField<Struct>([&](const auto& field) { Member(json, field, value); });
  }

  // A timing of each step.
  void Members(const JsonValue& json, std::vector<shm::HistogramSnapshot>& steps) {
    for (const std::string& name : *step_names_) {
      Read(json[StepKey(name)], steps.emplace_back());
    }
  }

  // A row for each worker, each as long as there are stretches.
  void Members(const JsonValue& json, Cells& workers) {
    const std::size_t stretches = json["end_seconds"].Elements().size();
    ForEachField<WorkerSeries::Cell>([&](const auto& field) {
      const JsonValue figure = json[field.name];
      if (!figure.has_value()) return;
      const std::vector<JsonValue> rows = figure.Elements();
      if (workers.empty()) workers.resize(rows.size());
      if (rows.size() != workers.size()) {
        figure.ThrowIsNot("as long as the others of worker_series");
      }
      for (std::size_t worker = 0; worker < rows.size(); ++worker) {
        const std::vector<JsonValue> cells = rows[worker].Elements();
        if (cells.size() != stretches) {
          rows[worker].ThrowIsNot("as long as worker_series.end_seconds");
        }
        workers[worker].resize(stretches);
        for (std::size_t i = 0; i < stretches; ++i) {
          Read(cells[i], workers[worker][i].*field.member);
        }
      }
    });
  }

  template <HasFields Struct>
  void Read(const JsonValue& json, Struct& value) {
    Members(json, value);
  }

  void Read(const JsonValue& json, Constants& constants) {
    if (!json.has_value()) json.ThrowIsNot("there");
    Members(json, constants);
  }

  void Read(const JsonValue& json, MachineUsage& machine) {
    const std::optional<double> cores = json["cores"].Number();
    constexpr double kMostCores = 1'000'000;
    if (!cores || *cores < 0 || *cores > kMostCores) {
      json["cores"].ThrowIsNot("a number of cores");
    }
    Members(json, machine);
  }

  void Read(const JsonValue& json, Messaging& messaging) {
    Members(json, messaging);
    if (messaging.burst == 0) json["burst"].ThrowIsNot("a number of tasks");
  }

  template <class Type>
  void Read(const JsonValue& json, std::optional<Type>& value) {
    if (json.has_value()) Read(json, value.emplace());
  }

  void Read(const JsonValue& json, std::string& text) { text = json.Text(); }

  void Read(const JsonValue& json, bool& value) { value = json.Bool(); }

  void Read(const JsonValue& json, double& value) { value = json.Number().value_or(0); }

  template <std::integral Count>
  void Read(const JsonValue& json, Count& count) {
    if (const auto number = json.Count()) count = static_cast<Count>(*number);
  }

  template <class Period>
  void Read(const JsonValue& json, std::chrono::duration<double, Period>& time) {
    time = std::chrono::duration<double, Period>(json.Number().value_or(0));
  }

  template <HasTable Enum>
  void Read(const JsonValue& json, Enum& value) {
    const std::string name = json.Text();
    const std::optional<Enum> named = ParseEnum<Enum>(name);
    if (!named) {
      throw ResultError("has a " + json.path() + " that this redline does not know: \"" +
                        name + "\"; a newer one may.");
    }
    value = *named;
  }

  void Read(const JsonValue& json, shm::HistogramSnapshot& histogram) {
    shm::HistogramSnapshot::Parts parts;
    parts.count = json["count"].Count().value_or(0);
    if (parts.count == 0) return;
    parts.min = json["min_us"].Count();
    parts.max = Microseconds(json["max_ms"]);
    if (const auto sum = json["sum_us"].Count()) {
      parts.sum = *sum;
    } else if (const auto mean = json["mean_ms"].Number()) {
      // Written before there was a sum.
      const double sum_us = *mean * 1000 * static_cast<double>(parts.count);
      if (!(sum_us >= 0 && sum_us < 1e18)) json["mean_ms"].ThrowIsNot("a duration");
      parts.sum = static_cast<std::uint64_t>(std::llround(sum_us));
      if (parts.max) parts.min = parts.min.value_or(0);
    }
    for (const JsonValue& pair : json["buckets"].Elements()) {
      const std::vector<JsonValue> bucket = pair.Elements();
      if (bucket.size() != 2) pair.ThrowIsNot("a bucket's beginning and its count");
      const std::uint64_t lowest = bucket[0].Count().value_or(0);
      const std::size_t index = shm::BucketOf(lowest);
      if (shm::LowestInBucket(index) != lowest)
        bucket[0].ThrowIsNot("a bucket's beginning");
      parts.buckets.emplace_back(index, bucket[1].Count().value_or(0));
    }
    histogram = shm::HistogramSnapshot(parts);
  }

  template <class Type>
  void Read(const JsonValue& json, std::vector<Type>& values) {
    for (const JsonValue& element : json.Elements()) {
      Read(element, values.emplace_back());
    }
  }

  void Read(const JsonValue& json, std::vector<NamedSetting>& settings) {
    for (const auto& [name, value] : json.Members()) {
      settings.push_back({.name = name, .value = value.Text()});
    }
  }

  // A member has none of its own.
  void Read(const JsonValue& json, std::vector<Result>& members) {
    if (std::exchange(in_member_, true)) return;
    for (const JsonValue& member : json.Elements()) Read(member, members.emplace_back());
    in_member_ = false;
  }

  void Read(const JsonValue& json, std::vector<SeriesPoint>& points) {
    points.resize(json["end_seconds"].Elements().size());
    for (SeriesPoint& point : points) point.steps.resize(step_names_->size());
    Column(json, points, std::identity());
  }

  // As the writer's. `of` picks a part of each point, as a reference.
  template <class Of>
  void Column(const JsonValue& json, std::vector<SeriesPoint>& points, Of of) {
    using Picked = std::decay_t<decltype(of(points.front()))>;
    if constexpr (IsNumber<Picked>) {
      const std::vector<JsonValue> values = json.Elements();
      if (values.empty()) return;
      if (values.size() != points.size()) {
        json.ThrowIsNot("as long as series.end_seconds");
      }
      for (std::size_t i = 0; i < values.size(); ++i) Read(values[i], of(points[i]));
    } else if constexpr (HasFields<Picked>) {
      ForEachField<Picked>([&](const auto& field) {
        Column(json[field.name], points,
               [&](SeriesPoint& point) -> auto& { return of(point).*field.member; });
      });
    } else {
      for (std::size_t i = 0; i < step_names_->size(); ++i) {
        Column(json[StepKey((*step_names_)[i])], points,
               [&](SeriesPoint& point) -> auto& { return of(point)[i]; });
      }
    }
  }

  // The steps of the result that is being read.
  const std::vector<std::string>* step_names_ = nullptr;
  bool in_member_ = false;
};

rapidjson::Document ParseObject(std::string_view text) {
  rapidjson::Document document = ParseJson(text);
  if (!document.IsObject())
    throw ResultError("is not a result of redline: it is not a JSON object.");
  return document;
}

}  // namespace

Result ReadJson(std::string_view text) {
  const rapidjson::Document document = ParseObject(text);
  Result result;
  Reader().Read(JsonValue(document), result);
  return result;
}

AnyResult ReadAnyJson(std::string_view text) {
  const rapidjson::Document document = ParseObject(text);
  const JsonValue json(document);
  AnyResult result;
  const std::string schema = SchemaOf(json);
  if (schema.starts_with(FamilyOf(kSearchSchema))) result.emplace<SearchResult>();
  if (schema.starts_with(FamilyOf(kSweepSchema))) result.emplace<SweepResult>();
  std::visit([&](auto& value) { Reader().Read(json, value); }, result);
  return result;
}

}  // namespace redline::reporting
