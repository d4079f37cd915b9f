// The settings that name files and what is shown, and are no part of the test.
//
// Known here by name, as they stand in result files; the table of settings
// (runner/settings/setting_rows.h) calls them Scope::kReport, and a test says if the two
// differ.
#ifndef REDLINE_REPORTING_MODEL_REPORT_SETTINGS_H_
#define REDLINE_REPORTING_MODEL_REPORT_SETTINGS_H_

#include <string_view>

namespace redline::reporting {

constexpr bool IsOfTheReport(std::string_view setting) {
  return setting.starts_with("report_") || setting.starts_with("metrics_") ||
         setting == "max_stats_update_per_second" || setting == "max_workers_display" ||
         setting == "color" || setting == "tables" || setting == "send_reports";
}

}  // namespace redline::reporting

#endif  // REDLINE_REPORTING_MODEL_REPORT_SETTINGS_H_
