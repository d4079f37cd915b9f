// What the charts of a result are made of, and their makers: the list of charts.
//
// To add a chart, write its maker in task_charts.cc or usage_charts.cc and put it into
// the list at that file's end.
#ifndef REDLINE_REPORTING_PAGE_CHART_SOURCE_H_
#define REDLINE_REPORTING_PAGE_CHART_SOURCE_H_

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "reporting/model/result.h"
#include "reporting/page/chart.h"
#include "reporting/page/course.h"

namespace redline::reporting {

// The strokes of lines that stand beside others.
inline constexpr int kDashes[] = {6, 4};
inline constexpr int kDots[] = {3, 3};
inline constexpr Stroke kDashed{.width = 1.5, .dash = kDashes};
inline constexpr Stroke kDotted{.width = 1.5, .dash = kDots};

// A result and its values over time, one for each of `points`.
class ChartSource {
 public:
  // The result must outlive this.
  explicit ChartSource(const Result& result);

  const Result& result() const { return result_; }

  // `value_of` gives a point's number, or nothing.
  template <class ValueOf>
  ChartValues Over(ValueOf value_of) const {
    ChartValues values;
    for (const SeriesPoint& point : points_) values.push_back(value_of(point));
    return values;
  }
  ChartValues Over(std::optional<double> SeriesPoint::* figure) const;
  ChartValues Always(double value) const { return ChartValues(points_.size(), value); }

  // A count a second. A last point much shorter than the others has none: it would be
  // noise.
  ChartValues Rate(std::uint64_t SeriesPoint::* count) const;

  // Of such values.
  std::optional<Course> CourseOf(const ChartValues& values) const;

  // The stages that are reached, in turn shaded and not; none if there is but one.
  std::vector<Band> StageBands() const;

  // A chart of such values, with the stages behind it; without the lines of which nothing
  // is known.
  Chart OverTime(std::string id, std::string title, Axis y_axis,
                 std::vector<ChartSeries> lines) const;

 private:
  const Result& result_;
  // A drain of a moment is left out.
  const std::vector<SeriesPoint> points_;
};

std::optional<double> ValueOf(std::optional<Milliseconds> time);

// A chart without words has nothing to show.
using ChartMaker = Chart (*)(const ChartSource& source);

// In the page's order.
extern const std::span<const ChartMaker> kTaskCharts;
extern const std::span<const ChartMaker> kUsageCharts;

}  // namespace redline::reporting

#endif  // REDLINE_REPORTING_PAGE_CHART_SOURCE_H_
