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
#include "reporting/metrics/metrics_text.h"
#include "reporting/model/result.h"
#include "reporting/model/search_result.h"
#include "reporting/model/sweep_result.h"
#include "reporting/page/html_report.h"
#include "reporting/page/search_page.h"
#include "reporting/page/sweep_page.h"

namespace redline::reporting {

struct ReportForm {
  // "json": the flag of `render`. A literal, as all of them.
  constexpr std::string_view name() const {
    return setting.substr(std::string_view("report_").size());
  }

  std::string_view setting;  // The runner's.
  std::string_view help;     // Of both flags, which take a file.
  std::string (*text)(const Result& result);
  // Null: a search has none, nor has a sweep.
  std::string (*search_text)(const SearchResult& result) = nullptr;
  std::string (*sweep_text)(const SweepResult& result) = nullptr;
  bool is_sent = false;        // By --send_reports (base/output/report_stream.h).
  std::string_view more = {};  // What docs/settings.md adds.

  bool is_of_one_run() const { return search_text == nullptr; }
  std::string TextOf(const Result& result) const { return text(result); }
  // REQUIRES: it is not of one run.
  std::string TextOf(const SearchResult& result) const { return search_text(result); }
  std::string TextOf(const SweepResult& result) const { return sweep_text(result); }
};

// In this order they are made and written.
inline constexpr std::array kReportForms = std::to_array<ReportForm>({
    {.setting = "report_json",
     .help = "file for the result as JSON; - for stdout",
     .text = ToJson,
     .search_text = ToJson,
     .sweep_text = ToJson,
     .is_sent = true,
     .more = "the tables then go to stderr"},
    {.setting = "report_html",
     .help = "file for the result as a web page with charts",
     .text = ToHtml,
     .search_text = ToHtml,
     .sweep_text = ToHtml,
     .is_sent = true},
    {.setting = "report_csv",
     .help = "file for the run second by second, or a search trial by trial, as a table",
     .text = ToCsv,
     .search_text = ToCsv,
     .sweep_text = ToCsv},
    {.setting = "report_hlog",
     .help = "file for all timings as an HdrHistogram log",
     .text = ToHlog},
    {.setting = "report_openmetrics",
     .help = "file for the result as metrics, as node_exporter's textfile collector "
             "reads them",
     .text = ToMetricsFile,
     .search_text = ToMetricsFile,
     .sweep_text = ToMetricsFile,
     .more = "in Prometheus' text format 0.0.4, see [monitoring.md](monitoring.md)"},
});

}  // namespace redline::reporting

#endif  // REDLINE_REPORTING_FORMS_REPORT_FORMS_H_
