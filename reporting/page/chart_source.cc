#include "reporting/page/chart_source.h"

#include <algorithm>
#include <utility>

namespace redline::reporting {
namespace {

std::vector<SeriesPoint> DrawnPoints(const Series& series) {
  std::vector<SeriesPoint> drawn = series.points;
  if (drawn.size() > 1) {
    const SeriesPoint& last = drawn.back();
    if (last.due == 0 && IsShort(last, drawn)) drawn.pop_back();
  }
  return drawn;
}

}  // namespace

ChartSource::ChartSource(const Result& result)
    : result_(result), points_(DrawnPoints(result.series)) {}

ChartValues ChartSource::Over(std::optional<double> SeriesPoint::* figure) const {
  return Over([&](const SeriesPoint& point) { return point.*figure; });
}

ChartValues ChartSource::Rate(std::uint64_t SeriesPoint::* count) const {
  return Over([&](const SeriesPoint& point) -> std::optional<double> {
    if (IsShort(point, points_)) return std::nullopt;
    return static_cast<double>(point.*count) / point.length.count();
  });
}

std::optional<Course> ChartSource::CourseOf(const ChartValues& values) const {
  return reporting::CourseOf(points_, values);
}

std::vector<Band> ChartSource::StageBands() const {
  std::vector<Band> bands;
  if (result_.stages.size() < 2) return bands;
  for (const StageResult& stage : result_.stages) {
    if (stage.uptime.count() <= 0) break;
    bands.push_back({.colour = bands.size() % 2 == 0 ? "" : "grey",
                     .from = stage.begin.count(),
                     .to = (stage.begin + stage.uptime).count(),
                     .name = "stage " + std::to_string(bands.size() + 1)});
  }
  return bands;
}

Chart ChartSource::OverTime(std::string id, std::string title, Axis y_axis,
                            std::vector<ChartSeries> lines) const {
  std::erase_if(lines, [](const ChartSeries& line) {
    return std::ranges::none_of(line.y, &std::optional<double>::has_value);
  });
  Chart chart{.id = std::move(id), .title = std::move(title)};
  chart.x_axis = {.title = "seconds since the start", .unit = "s", .from = 0};
  chart.x = Over([](const SeriesPoint& point) { return point.end.count(); });
  if (!chart.x.empty()) chart.x_axis.to = chart.x.back();
  chart.y_axis = std::move(y_axis);
  chart.bands = StageBands();
  chart.views = {{.series = std::move(lines)}};
  return chart;
}

std::optional<double> ValueOf(std::optional<Milliseconds> time) {
  return time ? std::optional(time->count()) : std::nullopt;
}

}  // namespace redline::reporting
