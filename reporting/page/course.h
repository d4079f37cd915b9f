// The course of a figure over a run, and what is said of it below its chart.
//
// Pure functions.
#ifndef REDLINE_REPORTING_PAGE_COURSE_H_
#define REDLINE_REPORTING_PAGE_COURSE_H_

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "reporting/model/series.h"
#include "reporting/page/chart.h"

namespace redline::reporting {

struct Moment {
  double value = 0;
  Seconds end{0};  // Of the stretch in which it was.
};

struct Course {
  double mean = 0;  // Over time.
  Moment lowest;
  Moment highest;
  double last = 0;
};

// Nothing if there is no value at any point. REQUIRES: a value for each point; absent
// where it was not measured.
std::optional<Course> CourseOf(const std::vector<SeriesPoint>& points,
                               const ChartValues& values);

// "12 MB (until 3 s)". A unit begins with its blank.
std::string At(const Moment& moment, std::string_view unit);

// "mean 12 MB, highest 20 MB (until 3 s)".
std::string MeanAndHighest(const Course& course, std::string_view unit);

// The same with the lowest, or "12 MB all the time".
std::string MeanAndEnds(const Course& course, std::string_view unit);

}  // namespace redline::reporting

#endif  // REDLINE_REPORTING_PAGE_COURSE_H_
