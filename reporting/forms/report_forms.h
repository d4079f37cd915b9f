// The forms in which a result goes into a file, for both programs: --report_json of the
// runner is --json of `reporting render`. In this order they are made and written.
//
// A form that is added here has its flag in `render`; in the runner it is a setting more.
#ifndef REDLINE_REPORTING_FORMS_REPORT_FORMS_H_
#define REDLINE_REPORTING_FORMS_REPORT_FORMS_H_

#include <array>
#include <string>
#include <string_view>

#include "reporting/json/json_report.h"
#include "reporting/logs/csv_report.h"
#include "reporting/logs/timing_log.h"
#include "reporting/model/result.h"
#include "reporting/page/html_report.h"

namespace redline::reporting {

struct ReportForm {
  std::string_view name;  // A literal.
  std::string_view help;  // Likewise: of the flag that takes a file.
  std::string (*text)(const Result& result);
  bool is_sent = false;  // By --send_reports (base/output/report_stream.h).
};

inline constexpr std::array kReportForms = std::to_array<ReportForm>({
    {"json", "file for the result as JSON; - for stdout", ToJson, true},
    {"html", "file for the result as a web page with charts", ToHtml, true},
    {"csv", "file for the run second by second, as a table", ToCsv},
    {"hlog", "file for all timings as an HdrHistogram log", ToHlog},
});

}  // namespace redline::reporting

#endif  // REDLINE_REPORTING_FORMS_REPORT_FORMS_H_
