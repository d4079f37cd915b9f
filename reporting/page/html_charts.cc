#include "reporting/page/html_charts.h"

#include "reporting/page/chart_data.h"
#include "reporting/page/html_assets.h"
#include "reporting/page/html_page.h"

namespace redline::reporting {
namespace {

std::string Pick(const Chart& chart) {
  if (chart.views.size() < 2) return "";
  std::string html = "<label class=\"pick\">" + Escape(chart.pick) + " <select id=\"" +
                     chart.id + "-of\">";
  for (const ChartView& view : chart.views) {
    html += "<option>" + Escape(view.name) + "</option>";
  }
  return html + "</select></label>\n";
}

std::string Figure(const Chart& chart) {
  const bool heat = chart.kind == ChartKind::kHeat;
  std::string html = heat ? "<figure class=\"wide\">\n" : "<figure>\n";
  html += Pick(chart) + "<h3 id=\"" + chart.id + "-title\">" + Escape(chart.title) +
          "</h3>\n<figcaption id=\"" + chart.id + "-words\">" + Escape(chart.words) +
          "</figcaption>\n<div class=\"canvas" + (heat ? " heat" : "") +
          "\"><canvas id=\"" + chart.id + "\" role=\"img\" aria-labelledby=\"" +
          chart.id + "-title " + chart.id + "-words\"></canvas>";
  if (heat) html += "<div id=\"" + chart.id + "-tip\" class=\"tip\" hidden></div>";
  html += "</div>\n";
  if (heat) html += "<div id=\"" + chart.id + "-scale\" class=\"scale\"></div>\n";
  return html + "</figure>\n";
}

}  // namespace

std::string ChartFigures(const std::vector<Chart>& charts) {
  if (charts.empty()) return "";
  std::string html =
      "<h2>Charts</h2>\n<noscript>" +
      Paragraph(
          "Charts need JavaScript; what they show is also said beside them and "
          "in the tables below.") +
      "</noscript>\n<div class=\"charts\">\n";
  for (const Chart& chart : charts) html += Figure(chart);
  return html + "</div>\n";
}

std::string ChartScripts(const std::vector<Chart>& charts) {
  std::string html = "<script type=\"application/json\" id=\"data\">" +
                     ChartData(charts) + "</script>\n<script>\n";
  html += kChartJs;
  html += "</script>\n<script>\n";
  html += kDrawChartsJs;
  return html + "</script>\n";
}

}  // namespace redline::reporting
