#include "reporting/page/search_page.h"

#include <string_view>
#include <vector>

#include "base/text/number_text.h"
#include "reporting/page/html_assets.h"
#include "reporting/page/html_charts.h"
#include "reporting/page/html_page.h"
#include "reporting/page/html_report.h"
#include "reporting/page/search_charts.h"
#include "reporting/tables/search_tables.h"

namespace redline::reporting {
namespace {

std::string TitleOf(const SearchResult& search) {
  if (search.trials.empty()) return "redline: a search";
  const TrialRecord& first = search.trials.front();
  return search.goal == SearchGoal::kRate
             ? "redline: the highest rate of " + Plural(first.workers, "worker")
             : "redline: the fewest workers for " + ConstantText(first.rate) + " tasks/s";
}

std::string BoundTile(std::string_view name, const std::optional<SearchBound>& bound,
                      std::uint64_t of_them, std::string_view unit) {
  if (!bound) return Tile(name, kAbsent, unit);
  return Tile(name, ConstantText(bound->value),
              std::string(unit) + ", " + CountText(of_them) + " of " +
                  Plural(bound->held + bound->failed, "trial"));
}

std::string Tiles(const SearchResult& search) {
  const std::string_view unit = RowOf(search.goal).unit;
  std::string html = "<dl class=\"tiles\">\n";
  html += BoundTile("held", search.held, search.held ? search.held->held : 0, unit);
  html +=
      BoundTile("failed", search.failed, search.failed ? search.failed->failed : 0, unit);
  if (search.likely_least && search.likely_most) {
    html += Tile("likely between",
                 FigureText(search.likely_least) + " – " + FigureText(search.likely_most),
                 unit);
  }
  html += Tile("trials", CountText(search.trials.size()), "");
  html += Tile("took", FigureText(search.elapsed.count() / 60),
               "of " + FigureText(search.budget.count() / 60) + " min");
  return html + "</dl>\n";
}

std::string Trial(std::size_t number, const TrialRecord& trial) {
  return "<details><summary>Trial " + CountText(number) + " (" +
         Escape(NameOf(trial.purpose)) + "): " + ConstantText(trial.rate) + " tasks/s, " +
         Plural(trial.workers, "worker") + ": " + Escape(NameOf(trial.answer)) +
         "</summary>\n" + ResultParts(trial.result) + "</details>\n";
}

}  // namespace

std::string ToHtml(const SearchResult& search) {
  const std::string title = TitleOf(search);
  std::string body = "<main>\n<h1>" + Escape(title) + "</h1>\n";
  body += "<section class=\"verdict " + std::string(NameOf(RowOf(search.end).tone)) +
          "\">\n<p class=\"status\">Search " + Escape(RowOf(search.end).word) + "</p>\n" +
          Paragraph(search.sentence) + "</section>\n";
  body += Tiles(search);
  const std::vector<Chart> charts = SearchCharts(search);
  body += ChartFigures(charts);
  body += "<h2>Trials</h2>\n" + HtmlTable("Trials", TrialsTable(search));
  body += Paragraph(
      "Each trial is a run. Its report with charts: "
      "reporting render SEARCH.json --trial=N --html=FILE.",
      "faint");
  std::size_t number = 0;
  for (const TrialRecord& trial : search.trials) body += Trial(++number, trial);
  body += "</main>\n" + ChartScripts(charts);
  return HtmlPage(title, kReportCss, body);
}

}  // namespace redline::reporting
