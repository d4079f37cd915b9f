// A chart of a page: a plain value that holds all there is to know of it.
//
// The page makes a figure of it (reporting/page/html_charts.h), and its script the
// drawing (html/draw_charts.js). Both know kinds of charts, and no single one.
#ifndef REDLINE_REPORTING_PAGE_CHART_H_
#define REDLINE_REPORTING_PAGE_CHART_H_

#include <array>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/enum_table.h"

namespace redline::reporting {

enum class ChartKind {
  kLines,  // Each series a line, or points.
  kBars,   // Each series a bar along the x axis: its one value.
  kHeat,   // Each series a row, from the top; the colours of its cells are its values.
};

inline constexpr std::array kChartKinds = std::to_array<EnumName<ChartKind>>({
    {ChartKind::kLines, "lines"},
    {ChartKind::kBars, "bars"},
    {ChartKind::kHeat, "heat"},
});
constexpr const auto& TableOf(ChartKind) { return kChartKinds; }

enum class Scale {
  kLinear,
  kLogarithmic,
  kPercentiles,  // Of 1 / (1 - percentile): as much room for each nine.
};

inline constexpr std::array kScales = std::to_array<EnumName<Scale>>({
    {Scale::kLinear, "linear"},
    {Scale::kLogarithmic, "logarithmic"},
    {Scale::kPercentiles, "percentiles"},
});
constexpr const auto& TableOf(Scale) { return kScales; }

struct Axis {
  std::string title = {};
  std::string unit = {};  // Beside a single value: "ms".
  Scale scale = Scale::kLinear;
  // Its ends. Without them it has room for all values and their intervals, and a linear y
  // axis for 0.
  std::optional<double> from = {};
  std::optional<double> to = {};
};

struct Stroke {
  double width = 2;                // In pixels; 0: no line.
  std::span<const int> dash = {};  // Constants: pixels of line and of gap in turn.
};

enum class Mark { kNone, kCircle, kTriangle, kCross };

// In Chart.js' words.
inline constexpr std::array kMarks = std::to_array<EnumName<Mark>>({
    {Mark::kNone, "none"},
    {Mark::kCircle, "circle"},
    {Mark::kTriangle, "triangle"},
    {Mark::kCross, "crossRot"},
});
constexpr const auto& TableOf(Mark) { return kMarks; }

// Absent: a gap.
using ChartValues = std::vector<std::optional<double>>;

struct ChartSeries {
  std::string name = {};
  std::string_view colour = {};  // A variable's of html/report.css: "blue".
  ChartValues y = {};
  ChartValues x = {};  // Empty: the chart's.
  // The ends of an interval around each y; empty: none.
  ChartValues low = {};
  ChartValues high = {};
  Stroke stroke = {};
  Mark mark = Mark::kNone;  // At each value.
  double bridge = 0;        // A gap in x that is no wider does not break the line.
};

// What goes from one x to another, behind the lines. A heat map, which leaves nothing to
// see behind it, has its bands above the rows.
struct Band {
  std::string_view colour = {};  // Of its shade; empty: none.
  double from = 0;
  double to = 0;
  // At its top, where there is room: all of it, or its last word.
  std::string name = {};
};

// What the colours of a heat map mean.
struct HeatScale {
  std::string unit = {};
  double top = 0;                       // The value of the darkest colour.
  std::optional<double> hot_from = {};  // From here on, cells are red.
  std::string words = {};               // Behind the top and its unit.
};

// What is drawn at a time.
struct ChartView {
  std::string name = {};
  std::vector<ChartSeries> series = {};
  HeatScale heat = {};  // Of a heat map alone.
};

struct Chart {
  std::string id = {};  // Of its elements in the page.
  std::string title = {};
  std::string words = {};  // What it shows, for whoever cannot see it.
  ChartKind kind = ChartKind::kLines;
  Axis x_axis = {};
  Axis y_axis = {};
  ChartValues x = {};  // Of a heat map the ends of the columns, which begin at 0.
  std::vector<Band> bands = {};
  std::vector<ChartView> views = {};  // At least one. Of several, the reader picks one.
  std::string pick = {};              // What stands before the names of the views.
};

}  // namespace redline::reporting

#endif  // REDLINE_REPORTING_PAGE_CHART_H_
