// A run second by second, as a table for spreadsheets and programs: RFC 4180 with '\n' as
// the line's end.
//
// The first line names the columns, as the JSON's "series" does, with a timing's figures
// under its name: response_p99_ms, fetch_mean_ms. One line for each point of the series.
// A figure that was not measured is an empty field.
//
// In a run with stages a last column, "stage", has the number of the one in which the
// middle of the point lies; of the drain none.
#ifndef REDLINE_REPORTING_LOGS_CSV_REPORT_H_
#define REDLINE_REPORTING_LOGS_CSV_REPORT_H_

#include <string>

#include "reporting/model/result.h"

namespace redline::reporting {

std::string ToCsv(const Result& result);

}  // namespace redline::reporting

#endif  // REDLINE_REPORTING_LOGS_CSV_REPORT_H_
