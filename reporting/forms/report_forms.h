// The forms in which a result goes into a file, for both programs. To add one, add its
// row: --report_json of the runner and --json of `reporting render` come from it.
#ifndef REDLINE_REPORTING_FORMS_REPORT_FORMS_H_
#define REDLINE_REPORTING_FORMS_REPORT_FORMS_H_

#include <array>
#include <string>
#include <string_view>

#include "reporting/json/json_report.h"
#include "reporting/logs/csv_report.h"
#include "reporting/logs/timing_log.h"
#include "reporting/logs/trials_csv.h"
#include "reporting/model/result.h"
#include "reporting/model/search_result.h"
#include "reporting/page/html_report.h"
#include "reporting/page/search_page.h"

namespace redline::reporting {

struct ReportForm {
  // "json": the flag of `render`. A literal, as all of them.
  constexpr std::string_view name() const {
    return setting.substr(std::string_view("report_").size());
  }

  std::string_view setting;  // The runner's.
  std::string_view help;     // Of both flags, which take a file.
  std::string (*text)(const Result& result);
  std::string (*search_text)(const SearchResult& result);  // Null: a search has none.
  bool is_sent = false;        // By --send_reports (base/output/report_stream.h).
  std::string_view more = {};  // What docs/settings.md adds.

  std::string TextOf(const Result& result) const { return text(result); }
  // REQUIRES: a search has one.
  std::string TextOf(const SearchResult& result) const { return search_text(result); }
};

// In this order they are made and written.
inline constexpr std::array kReportForms = std::to_array<ReportForm>({
    {"report_json", "file for the result as JSON; - for stdout", ToJson, ToJson, true,
     "the tables then go to stderr"},
    {"report_html", "file for the result as a web page with charts", ToHtml, ToHtml,
     true},
    {"report_csv",
     "file for the run second by second, or a search trial by trial, as a table", ToCsv,
     ToCsv},
    {"report_hlog", "file for all timings as an HdrHistogram log", ToHlog, nullptr},
});

}  // namespace redline::reporting

#endif  // REDLINE_REPORTING_FORMS_REPORT_FORMS_H_
