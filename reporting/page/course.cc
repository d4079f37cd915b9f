#include "reporting/page/course.h"

#include <cstddef>

#include "base/text/number_text.h"

namespace redline::reporting {

std::optional<Course> CourseOf(const std::vector<SeriesPoint>& points,
                               const ChartValues& values) {
  std::optional<Course> course;
  double sum = 0;
  Seconds time{0};
  for (std::size_t i = 0; i < points.size(); ++i) {
    if (!values[i]) continue;
    const Moment moment{.value = *values[i], .end = points[i].end};
    if (!course) course = Course{.lowest = moment, .highest = moment};
    if (moment.value < course->lowest.value) course->lowest = moment;
    if (moment.value > course->highest.value) course->highest = moment;
    course->last = moment.value;
    sum += moment.value * points[i].length.count();
    time += points[i].length;
  }
  if (course) course->mean = sum / time.count();
  return course;
}

std::string At(const Moment& moment, std::string_view unit) {
  return FigureText(moment.value).append(unit) + " (until " + SecondsText(moment.end) +
         " s)";
}

std::string MeanAndHighest(const Course& course, std::string_view unit) {
  return "mean " + FigureText(course.mean).append(unit) + ", highest " +
         At(course.highest, unit);
}

std::string MeanAndEnds(const Course& course, std::string_view unit) {
  if (course.lowest.value == course.highest.value) {
    return FigureText(course.mean).append(unit) + " all the time";
  }
  return "mean " + FigureText(course.mean).append(unit) + ", lowest " +
         At(course.lowest, unit) + ", highest " + At(course.highest, unit);
}

}  // namespace redline::reporting
