#include "reporting/page/html_report.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <sstream>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/text/number_text.h"
#include "reporting/model/stage_text.h"
#include "reporting/model/timing_summary.h"
#include "reporting/page/html_assets.h"
#include "reporting/page/html_charts.h"
#include "reporting/page/html_page.h"
#include "reporting/page/result_charts.h"
#include "reporting/tables/report_tables.h"

namespace redline::reporting {
namespace {

std::string TitleOf(const Result& result) {
  std::string title = "redline: " + AskedRateText(result) + " tasks/s, " +
                      std::to_string(result.constants.num_workers) +
                      (result.constants.num_workers == 1 ? " worker" : " workers");
  if (!result.workload.empty()) title += ", workload " + result.workload;
  return title;
}

std::string VerdictPart(const Result& result) {
  if (!result.verdict) {
    return "<section class=\"verdict doubt\"><p class=\"status\">No verdict</p>\n" +
           Paragraph("The result was taken while the run lasted, or its page has none.") +
           "</section>\n";
  }
  std::string html = "<section class=\"verdict " +
                     std::string(NameOf(RowOf(result.verdict->reason).tone)) +
                     "\">\n<p class=\"status\">Test " +
                     Escape(WordFor(result.verdict->status)) + "</p>\n" +
                     Paragraph(result.verdict->sentence);
  if (result.bottleneck) {
    html += "<p class=\"bottleneck\"><strong>Bottleneck:</strong> " +
            Escape(result.bottleneck->sentence) + "</p>\n";
  }
  if (result.estimate) {
    html += "<p class=\"bottleneck\"><strong>Estimate:</strong> " +
            Escape(result.estimate->sentence) + "</p>\n";
  }
  return html + "</section>\n";
}

std::string Tiles(const Result& result) {
  const Messaging& messaging = result.messaging;
  const Timings totals = result.Totals();
  const TimingSummary response = Summarize(totals.response);
  std::string html = "<dl class=\"tiles\">\n";
  html += Tile("asked", AskedRateText(result), "tasks/s");
  html += Tile("delivered", FigureText(messaging.delivered_rate),
               result.stages.empty() ? "tasks/s" : "tasks/s (mean)");
  const bool measured = messaging.uptime.count() > 0;
  html += Tile("completed", measured ? CountText(messaging.tasks_completed) : kAbsent,
               "of " + CountText(messaging.tasks_sent));
  html += Tile("response p50", MillisecondsText(response.p50), "ms");
  html += Tile("response p99", MillisecondsText(response.p99), "ms");
  html += Tile(
      "highest backlog",
      measured && !result.workers.empty() ? CountText(result.HighestBacklog()) : kAbsent,
      "of " + std::to_string(result.constants.max_worker_backlog));
  html += Tile("measured", measured ? SecondsText(messaging.uptime) : kAbsent, "s");
  return html + "</dl>\n";
}

std::string Warnings(const Result& result) {
  if (result.warnings.empty()) return "";
  std::string html = "<h2>Notes on these figures</h2>\n<ul>\n";
  for (const std::string& warning : result.warnings) {
    html += "<li>" + Escape(warning) + "</li>\n";
  }
  return html + "</ul>\n";
}

TextTable NamesAndValues(const std::vector<std::pair<std::string, std::string>>& pairs) {
  TextTable table({"(index)", "Values"});
  for (const auto& [name, value] : pairs) {
    if (!value.empty() && value != kAbsent) table.AddRow({name, value});
  }
  return table;
}

TextTable SettingsTable(const Result& result) {
  TextTable table({"(index)", "Values"});
  for (const NamedSetting& setting : result.settings) {
    table.AddRow({setting.name, setting.value.empty() ? kAbsent : setting.value});
  }
  return table;
}

TextTable MachineTable(const Result& result) {
  std::vector<std::pair<std::string, std::string>> rows;
  const Provenance& provenance = result.provenance;
  rows.emplace_back("Run began", provenance.started);
  rows.emplace_back("redline", provenance.version);
  rows.emplace_back("Revision", provenance.revision);
  rows.emplace_back("Imported from", provenance.imported_from);
  if (const auto& machine = result.machine) {
    rows.emplace_back("Cores granted", FigureText(machine->cores));
    rows.emplace_back("CPU used (% of all cores)", FigureText(machine->cpu_percent));
    if (machine->memory_mb) {
      rows.emplace_back("Memory granted", BytesText(*machine->memory_mb * 1024 * 1024));
    }
    rows.emplace_back("Kernel", machine->kernel);
    rows.emplace_back("Dyno", machine->dyno);
  }
  rows.emplace_back("Supervisor CPU (% of a core)",
                    FigureText(result.supervisor_cpu_percent));
  rows.emplace_back("Workers ready (s)", SecondsText(result.workers_ready));
  return NamesAndValues(rows);
}

// As the user wrote it.
std::string TaskFilePart(const Result& result) {
  if (!result.task_file) return "";
  std::string html = "<details><summary>The task: " + Escape(result.task_file->path) +
                     "</summary>\n<pre>";
  std::istringstream lines(result.task_file->text);
  for (std::string line; std::getline(lines, line);) html += Escape(line) + "\n";
  return html + "</pre></details>\n";
}

std::string Tables(const Result& result) {
  const std::vector<const WorkerResult*> workers =
      WorstWorkers(result, result.workers.size());
  std::string html = "<h2>Figures</h2>\n";
  html += HtmlTable("Timings of all workers together", TotalsTable(result));
  html += "<div class=\"columns\">\n<div>" +
          HtmlTable("Messaging", MessagingTable(result)) + "</div>\n<div>" +
          HtmlTable("Redis", RedisTable(result)) +
          HtmlTable("Errors", ErrorsTable(result)) + "</div>\n</div>\n";
  if (result.redis) {
    html += HtmlTable("Redis commands", CommandsTable(result.redis->commands));
  }
  html += "<details" + std::string(workers.size() <= 8 ? " open" : "") +
          "><summary>Workers, the worst first (" + CountText(workers.size()) +
          ")</summary>\n" + HtmlTable("Vitals", VitalsTable(workers)) +
          HtmlTable("Timings", TimingsTable(workers, result.step_names)) + "</details>\n";
  html += "<h2>The run</h2>\n<div class=\"columns\">\n<div>" +
          HtmlTable("Constants", ConstantsTable(result)) +
          HtmlTable("Machine", MachineTable(result)) + "</div>\n<div>" +
          HtmlTable("Settings", SettingsTable(result)) + "</div>\n</div>\n";
  html += TaskFilePart(result);
  if (result.preflight) {
    html += HtmlTable("Preflight", PreflightTable(*result.preflight));
    for (const PreflightCheck& check : result.preflight->checks) {
      html += Paragraph(check.sentence, "faint");
    }
  }
  return html;
}

// Many are folded up, so that the charts are not far below.
std::string StagesPart(const Result& result) {
  constexpr std::size_t kMostOpen = 12;
  const std::size_t stages = result.stages.size();
  if (stages == 0) return "";
  std::string table =
      "<div class=\"stages\">" + HtmlTable("Stages", StagesTable(result)) + "</div>\n";
  if (stages <= kMostOpen) return table;
  return "<details><summary>Stages (" + CountText(stages) + ")</summary>\n" + table +
         "</details>\n";
}

// Above the charts.
std::string Head(const Result& result) {
  return VerdictPart(result) + Tiles(result) + StagesPart(result) +
         HtmlTable("Dynos", DynosTable(result)) +
         HtmlTable("Thresholds", ThresholdsTable(result)) + Warnings(result);
}

}  // namespace

std::string ToHtml(const Result& result) {
  const std::string title = TitleOf(result);
  const std::vector<Chart> charts = ResultCharts(result);
  const std::string body = "<main>\n<h1>" + Escape(title) + "</h1>\n" + Head(result) +
                           ChartFigures(charts) + Tables(result) + "</main>\n" +
                           ChartScripts(charts);
  return HtmlPage(title, kReportCss, body);
}

std::string ResultParts(const Result& result) { return Head(result) + Tables(result); }

}  // namespace redline::reporting
