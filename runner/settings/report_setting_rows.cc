// The rows of what is shown and written.
#include <array>
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>

#include "base/output/report_file.h"
#include "reporting/forms/report_forms.h"
#include "reporting/text/text_report.h"
#include "runner/display/color_mode.h"
#include "runner/settings/setting_rows.h"

namespace redline::runner {
namespace {

constexpr auto kColors = ChoicesOf(kColorModes);

constexpr std::string_view kAllTables = "all";
constexpr Choice kTables[] = {{"main"}, {kAllTables}};

// Where a form of report goes, if anywhere: "-" for stdout, by whatever name.
template <std::size_t kForm>
constexpr Setting FileOf() {
  constexpr const reporting::ReportForm& kReport = reporting::kReportForms[kForm];
  return {.name = kReport.setting,
          .fallback = "",
          .is_path = true,
          .help = kReport.help,
          .more = kReport.more,
          .scope = Scope::kReport,
          .store = [](const Value& v, Plan& p) {
            if (v.text().empty()) return;
            // GCC 14 wants a reference captured here, though a constant.
            const std::string name(reporting::kReportForms[kForm].name());
            p.reports[name] = IsStdout(v.text()) ? "-" : v.text();
          }};
}

template <std::size_t... kForms>
constexpr auto RowsWith(std::index_sequence<kForms...>) {
  return std::to_array<Setting>({
      {.name = "max_stats_update_per_second",
       .fallback = 5.0,
       .bounds = Bounds{0.01, 60},
       .help = "redraws of the live view per second",
       .scope = Scope::kReport,
       .store = [](const Value& v,
                   Plan& p) { p.constants.max_stats_update_per_second = v.real(); }},
      {.name = "max_workers_display",
       .fallback = 5,
       .bounds = Bounds{1, 10'000},
       .help = "workers shown in tables, the worst first",
       .scope = Scope::kReport,
       .store = [](const Value& v,
                   Plan& p) { p.constants.max_workers_display = v.whole(); }},
      {.name = "color",
       .fallback = NameOf(ColorMode::kAuto),
       .choices = kColors,
       .help = "whether output is coloured: {}",
       .scope = Scope::kReport,
       .flag_only = true,
       .store = [](const Value& v,
                   Plan& p) { p.color = ParseColorMode(v.text()).value(); }},
      {.name = "tables",
       .fallback = "main",
       .choices = kTables,
       .help = "which tables are shown at the end: {}; the reports have all",
       .more = "the others are what Redis did, its commands, and more percentiles",
       .scope = Scope::kReport,
       .flag_only = true,
       .store =
           [](const Value& v, Plan& p) {
             p.tables = v.text() == kAllTables ? reporting::Tables::kAll
                                               : reporting::Tables::kMain;
           }},
      FileOf<kForms>()...,
      {.name = "metrics_listen",
       .fallback = "",
       .help = "address and port at which the run's metrics are served to Prometheus, as "
               "127.0.0.1:9464; port 0 for one that is free",
       .more = "see [monitoring.md](monitoring.md)",
       .scope = Scope::kReport,
       .store = [](const Value& v, Plan& p) { p.metrics_listen = v.given_text(); }},
      {.name = "metrics_per_worker",
       .fallback = false,
       .help =
           "each worker's tasks, backlog and CPU in these metrics, instead of their sums",
       .more = "in a label `worker`; some hundred workers make thousands of series",
       .scope = Scope::kReport,
       .store = [](const Value& v, Plan& p) { p.metrics_per_worker = v.on(); }},
      {.name = "send_reports",
       .fallback = false,
       .help = "also put the result, as JSON and as a page, packed into the output: for "
               "scripts/launch_dynos, where files do not come back",
       .more = "`scripts/take_reports` takes them out of any output",
       .scope = Scope::kReport,
       .store = [](const Value& v, Plan& p) { p.send_reports = v.on(); }},
  });
}

constexpr auto kWhatIsShown =
    RowsWith(std::make_index_sequence<reporting::kReportForms.size()>());

}  // namespace

constinit const Group kReportSettings = {.title = "Output", .settings = kWhatIsShown};

}  // namespace redline::runner
