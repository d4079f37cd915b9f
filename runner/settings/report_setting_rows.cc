// The rows of what is shown and written.
#include <iterator>
#include <string>
#include <string_view>

#include "base/output/report_file.h"
#include "reporting/text/text_report.h"
#include "runner/display/color_mode.h"
#include "runner/settings/setting_rows.h"

namespace redline::runner {
namespace {

constexpr Choice kColors[] = {
    {NameOf(ColorMode::kAuto), "on a terminal, and not where NO_COLOR is set"},
    {NameOf(ColorMode::kAlways)},
    {NameOf(ColorMode::kNever)}};
static_assert(std::size(kColors) == kColorModes.size());

constexpr std::string_view kAllTables = "all";
constexpr Choice kTables[] = {{"main"}, {kAllTables}};

// Where a form of report goes, if anywhere: "-" for stdout, by whatever name.
void StoreReport(std::string_view form, const Value& value, Plan& plan) {
  const std::string& path = value.text();
  if (path.empty()) return;
  plan.reports[std::string(form)] = IsStdout(path) ? "-" : path;
}

constexpr Setting kWhatIsShown[] = {
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
    {.name = "report_json",
     .fallback = "",
     .help = "file for the result as JSON; - for stdout",
     .more = "the tables then go to stderr",
     .scope = Scope::kReport,
     .store = [](const Value& v, Plan& p) { StoreReport("json", v, p); }},
    {.name = "report_html",
     .fallback = "",
     .help = "file for the result as a web page with charts",
     .scope = Scope::kReport,
     .store = [](const Value& v, Plan& p) { StoreReport("html", v, p); }},
    {.name = "report_csv",
     .fallback = "",
     .help = "file for the run second by second, as a table",
     .scope = Scope::kReport,
     .store = [](const Value& v, Plan& p) { StoreReport("csv", v, p); }},
    {.name = "report_hlog",
     .fallback = "",
     .help = "file for all timings as an HdrHistogram log",
     .scope = Scope::kReport,
     .store = [](const Value& v, Plan& p) { StoreReport("hlog", v, p); }},
    {.name = "send_reports",
     .fallback = false,
     .help = "also put the result, as JSON and as a page, packed into the output: for "
             "scripts/launch_dynos, where files do not come back",
     .more = "`scripts/take_reports` takes them out of any output",
     .scope = Scope::kReport,
     .store = [](const Value& v, Plan& p) { p.send_reports = v.on(); }},
};

}  // namespace

constinit const Group kReportSettings = {.title = "Output", .settings = kWhatIsShown};

}  // namespace redline::runner
