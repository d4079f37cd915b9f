#include "reporting/page/sweep_page.h"

#include <string_view>
#include <vector>

#include "base/text/number_text.h"
#include "reporting/page/html_assets.h"
#include "reporting/page/html_charts.h"
#include "reporting/page/html_page.h"
#include "reporting/page/sweep_charts.h"
#include "reporting/tables/search_tables.h"
#include "reporting/tables/sweep_tables.h"

namespace redline::reporting {
namespace {

std::string TitleOf(const SweepResult& sweep) {
  return sweep.goal() == SearchGoal::kRate
             ? "redline: the highest rate by " + sweep.setting
             : "redline: the fewest workers by " + sweep.setting;
}

std::string Search(const std::string& name, const SearchResult& search) {
  return "<details><summary>" + Escape(name) + ": search " +
         Escape(RowOf(search.end).word) + "</summary>\n" +
         HtmlTable("Trials with " + name, TrialsTable(search)) + "</details>\n";
}

}  // namespace

std::string ToHtml(const SweepResult& sweep) {
  const std::string title = TitleOf(sweep);
  const std::vector<Chart> charts = SweepCharts(sweep);
  std::string body = "<main>\n<h1>" + Escape(title) + "</h1>\n";
  body += std::string("<section class=\"verdict ") + std::string(NameOf(sweep.tone())) +
          "\">\n<p class=\"status\">Sweep " + Escape(sweep.word()) + "</p>\n" +
          Paragraph(sweep.sentence) + "</section>\n";
  body += ChartFigures(charts);
  body += HtmlTable("Searches", SweepTable(sweep));
  for (const auto& [value, search] : sweep.searches) {
    const std::string name = sweep.setting + "=" + value;
    body += Paragraph(name + ": " + search.sentence) + Search(name, search);
  }
  body += Paragraph(
      "The page of a search: reporting render SWEEP.json --search=N --html=FILE; with "
      "--trial=M that of one of its runs.",
      "faint");
  body += "</main>\n" + ChartScripts(charts);
  return HtmlPage(title, kReportCss, body);
}

}  // namespace redline::reporting
