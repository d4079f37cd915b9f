#include "reporting/json/json_report.h"

#include <rapidjson/prettywriter.h>
#include <rapidjson/stringbuffer.h>

#include <algorithm>
#include <array>
#include <concepts>
#include <cstddef>
#include <functional>
#include <optional>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include "base/enum_table.h"
#include "base/text/display_text.h"
#include "reporting/model/field.h"
#include "reporting/model/field_text.h"
#include "reporting/model/timing_summary.h"
#include "shm/histogram_buckets.h"
#include "shm/histogram_snapshot.h"

namespace redline::reporting {
namespace {

// Readers may rely on the original's steps, whatever the workload.
constexpr std::array<std::string_view, 3> kStepsAlwaysPresent{"fetch", "save",
                                                              "redis_ping"};

// Visits the lists of fields: Member writes one of them, Members those of a value within
// an object that is begun, Value a whole value.
class Writer {
 public:
  Writer() : json_(buffer_) { json_.SetIndent(' ', 2); }

  void Value(const Result& result, Form /*form*/) {
    const auto* const outer = std::exchange(step_names_, &result.step_names);
    json_.StartObject();
    Members(result);
    json_.EndObject();
    step_names_ = outer;
  }

  template <HasFields Struct>
  void Value(const Struct& value, Form /*form*/) {
    json_.StartObject();
    Members(value);
    json_.EndObject();
  }

  std::string Text() const { return std::string(buffer_.GetString()) + "\n"; }

 private:
  using Buckets = decltype(shm::HistogramSnapshot::Parts::buckets);
  using Cells = decltype(WorkerSeries::workers);

  void Key(std::string_view key) {
    const std::string valid = ToValidUtf8(key);
    json_.Key(valid.data(), static_cast<rapidjson::SizeType>(valid.size()));
  }

  template <class Struct, class Type>
  void Member(const Field<Struct, Type>& field, const Struct& value) {
    Key(field.name);
    Value(value.*field.member, field.form);
  }

  template <class Struct, class Type>
  void Member(const Derived<Struct, Type>& field, const Struct& value) {
    Key(field.name);
    Value(field.of(value), Form::kPlain);
  }

  template <class Struct, class Type>
  void Member(const Inlined<Struct, Type>& field, const Struct& value) {
    Members(value.*field.member);
  }

  template <class Struct, class Type>
  void Member(const Unwritten<Struct, Type>& /*field*/, const Struct& /*value*/) {}

  template <HasFields Struct>
  void Members(const Struct& value) {
    ForEachField<Struct>([&](const auto& field) { Member(field, value); });
  }

  // A timing of each step.
  void Members(const std::vector<shm::HistogramSnapshot>& steps) {
    const auto step = [&](std::string_view key, const shm::HistogramSnapshot& timing) {
      Key(key);
      Value(timing, Form::kPlain);
    };
    for (std::size_t i = 0; i < step_names_->size(); ++i) {
      step(StepKey((*step_names_)[i]),
           i < steps.size() ? steps[i] : shm::HistogramSnapshot());
    }
    for (const std::string_view key : kStepsAlwaysPresent) {
      if (std::ranges::find(*step_names_, key, StepKey) == step_names_->end()) {
        step(key, shm::HistogramSnapshot());
      }
    }
  }

  // A row for each worker.
  void Members(const Cells& workers) {
    ForEachField<WorkerSeries::Cell>([&](const auto& field) {
      Key(field.name);
      json_.StartArray();
      for (const std::vector<WorkerSeries::Cell>& cells : workers) {
        Row(cells, [&](const WorkerSeries::Cell& cell) {
          return FieldText(cell.*field.member, field.form);
        });
      }
      json_.EndArray();
    });
  }

  template <class Type>
  void Value(const std::optional<Type>& value, Form form) {
    if (value) {
      Value(*value, form);
    } else {
      json_.Null();
    }
  }

  void Value(std::string_view text, Form form) {
    if (text.empty() && form == Form::kNullIfNone) {
      json_.Null();
      return;
    }
    const std::string valid = ToValidUtf8(text);
    json_.String(valid.data(), static_cast<rapidjson::SizeType>(valid.size()));
  }
  void Value(const std::string& text, Form form) { Value(std::string_view(text), form); }

  template <std::same_as<bool> Bool>
  void Value(Bool value, Form /*form*/) {
    json_.Bool(value);
  }

  template <HasTable Enum>
  void Value(Enum value, Form form) {
    Value(NameOf(value), form);
  }

  // Raw, because RapidJSON writes 1000 as 1000.0 and cuts decimals off instead of
  // rounding.
  template <IsNumber Number>
  void Value(Number value, Form form) {
    const std::string text = FieldText(value, form);
    if (text == kAbsent) {
      json_.Null();
    } else {
      json_.RawValue(text.data(), text.size(), rapidjson::kNumberType);
    }
  }

  void Value(const shm::HistogramSnapshot& histogram, Form /*form*/) {
    json_.StartObject();
    Members(Summarize(histogram));
    Members(histogram.ToParts());
    json_.EndObject();
  }

  template <class Type>
  void Value(const std::vector<Type>& values, Form form) {
    json_.StartArray();
    for (const Type& value : values) Value(value, form);
    json_.EndArray();
  }

  void Value(const std::vector<Seconds>& times, Form form) {
    Row(times, [&](Seconds time) { return FieldText(time, form); });
  }

  void Value(const Buckets& buckets, Form form) {
    Row(buckets, [&](const auto& bucket) {
      return "[" + FieldText(shm::LowestInBucket(bucket.first), form) + ", " +
             FieldText(bucket.second, form) + "]";
    });
  }

  void Value(const std::vector<NamedSetting>& settings, Form form) {
    json_.StartObject();
    for (const NamedSetting& setting : settings) {
      Key(setting.name);
      Value(setting.value, form);
    }
    json_.EndObject();
  }

  void Value(const std::vector<WorkerResult>& workers, Form form) {
    std::vector<const WorkerResult*> by_index;
    for (const WorkerResult& worker : workers) by_index.push_back(&worker);
    std::ranges::sort(by_index, {}, &WorkerResult::index);
    json_.StartArray();
    for (const WorkerResult* worker : by_index) Value(*worker, form);
    json_.EndArray();
  }

  void Value(const std::vector<SeriesPoint>& points, Form form) {
    Column(points, std::identity(), form);
  }

  // The member that `of` picks out of each point, as a reference: numbers make a row,
  // structs an object of columns.
  template <class Of>
  void Column(const std::vector<SeriesPoint>& points, Of of, Form form) {
    using Picked = std::decay_t<decltype(of(points.front()))>;
    if constexpr (IsNumber<Picked>) {
      Row(points, [&](const SeriesPoint& point) { return FieldText(of(point), form); });
    } else if constexpr (HasFields<Picked>) {
      json_.StartObject();
      ForEachField<Picked>([&](const auto& field) {
        Key(field.name);
        Column(
            points,
            [&](const SeriesPoint& point) -> const auto& {
              return of(point).*field.member;
            },
            field.form);
      });
      json_.EndObject();
    } else {
      static const TimingPoint kNotMeasured;
      json_.StartObject();
      for (std::size_t i = 0; i < step_names_->size(); ++i) {
        Key(StepKey((*step_names_)[i]));
        Column(
            points,
            [&](const SeriesPoint& point) -> const TimingPoint& {
              return i < of(point).size() ? of(point)[i] : kNotMeasured;
            },
            form);
      }
      json_.EndObject();
    }
  }

  // An array on one line: a column of a series has thousands of numbers.
  template <class Range, class TextOf>
  void Row(const Range& values, TextOf text_of) {
    std::string row = "[";
    for (const auto& value : values) {
      if (row.size() > 1) row += ", ";
      const std::string number = text_of(value);
      row += number == kAbsent ? "null" : number;
    }
    row += ']';
    json_.RawValue(row.data(), row.size(), rapidjson::kArrayType);
  }

  rapidjson::StringBuffer buffer_;
  rapidjson::PrettyWriter<rapidjson::StringBuffer> json_;
  // The steps of the result that is being written.
  const std::vector<std::string>* step_names_ = nullptr;
};

template <class Shown>
std::string JsonOf(const Shown& shown) {
  Writer writer;
  writer.Value(shown, Form::kPlain);
  return writer.Text();
}

}  // namespace

std::string ToJson(const Result& result) { return JsonOf(result); }
std::string ToJson(const SearchResult& result) { return JsonOf(result); }
std::string ToJson(const SweepResult& result) { return JsonOf(result); }

}  // namespace redline::reporting
