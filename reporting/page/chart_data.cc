#include "reporting/page/chart_data.h"

#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>

#include <algorithm>
#include <optional>
#include <string_view>

#include "base/enum_table.h"
#include "base/text/display_text.h"
#include "base/text/number_text.h"

namespace redline::reporting {
namespace {

// As precise as a pixel; the JSON report has the rest.
constexpr int kDecimals = 3;
// A run may be over within a millisecond.
constexpr int kXDecimals = 6;
// A logarithmic axis has no 0; a timing is not finer than a microsecond.
constexpr double kLeastOfLogarithm = 0.001;

class Writer {
 public:
  void Write(const std::vector<Chart>& charts) {
    Array(charts, [&](const Chart& chart) { Write(chart); });
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
  void Write(const Chart& chart) {
    json_.StartObject();
    Text("id", chart.id);
    Text("kind", NameOf(chart.kind));
    Write("x_axis", chart.x_axis);
    Write("y_axis", chart.y_axis);
    Values("x", chart.x, kXDecimals);
    List("bands", chart.bands, [&](const Band& band) {
      json_.StartObject();
      Text("colour", band.colour);
      Number("from", band.from, kXDecimals);
      Number("to", band.to, kXDecimals);
      Text("name", band.name);
      json_.EndObject();
    });
    List("views", chart.views,
         [&](const ChartView& view) { Write(view, chart.kind, chart.y_axis.scale); });
    json_.EndObject();
  }

  void Write(const char* key, const Axis& axis) {
    json_.Key(key);
    json_.StartObject();
    Text("title", axis.title);
    Text("unit", axis.unit);
    Text("scale", NameOf(axis.scale));
    Number("from", axis.from, kXDecimals);
    Number("to", axis.to, kXDecimals);
    json_.EndObject();
  }

  void Write(const ChartView& view, ChartKind kind, Scale scale) {
    json_.StartObject();
    List("series", view.series, [&](const ChartSeries& series) { Write(series, scale); });
    if (kind == ChartKind::kHeat) {
      json_.Key("heat");
      json_.StartObject();
      Text("unit", view.heat.unit);
      Number("top", view.heat.top);
      Number("hot_from", view.heat.hot_from);
      Text("words", view.heat.words);
      json_.EndObject();
    }
    json_.EndObject();
  }

  void Write(const ChartSeries& series, Scale scale) {
    json_.StartObject();
    Text("name", series.name);
    Text("colour", series.colour);
    Values("x", series.x, kXDecimals);
    for (const auto& [key, values] :
         {std::pair("y", &series.y), {"low", &series.low}, {"high", &series.high}}) {
      Values(key, *values, kDecimals, scale);
    }
    Number("width", series.stroke.width);
    List("dash", series.stroke.dash, [&](int length) { json_.Int(length); });
    if (series.mark != Mark::kNone) Text("mark", NameOf(series.mark));
    if (series.bridge > 0) Number("bridge", series.bridge);
    json_.EndObject();
  }

  void Text(const char* key, std::string_view value) {
    if (value.empty()) return;
    json_.Key(key);
    const std::string valid = ToValidUtf8(value);
    json_.String(valid.data(), static_cast<rapidjson::SizeType>(valid.size()));
  }

  void Number(const char* key, std::optional<double> value, int decimals = kDecimals) {
    if (!value) return;
    json_.Key(key);
    Value(value, decimals);
  }

  void Value(std::optional<double> value, int decimals) {
    const std::string text = DecimalText(value, decimals);
    if (text == kAbsent) {
      json_.Null();
    } else {
      json_.RawValue(text.data(), text.size(), rapidjson::kNumberType);
    }
  }

  void Values(const char* key, const ChartValues& values, int decimals,
              Scale scale = Scale::kLinear) {
    List(key, values, [&](std::optional<double> value) {
      if (value && scale == Scale::kLogarithmic) {
        value = std::max(*value, kLeastOfLogarithm);
      }
      Value(value, decimals);
    });
  }

  template <class Range, class WriteOne>
  void List(const char* key, const Range& range, WriteOne write_one) {
    if (range.empty()) return;
    json_.Key(key);
    Array(range, write_one);
  }

  template <class Range, class WriteOne>
  void Array(const Range& range, WriteOne write_one) {
    json_.StartArray();
    for (const auto& one : range) write_one(one);
    json_.EndArray();
  }

  rapidjson::StringBuffer buffer_;
  rapidjson::Writer<rapidjson::StringBuffer> json_{buffer_};
};

}  // namespace

std::string ChartData(const std::vector<Chart>& charts) {
  Writer writer;
  writer.Write(charts);
  return writer.Text();
}

}  // namespace redline::reporting
