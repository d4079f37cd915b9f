#include "reporting/compare/comparison_parts.h"

#include <algorithm>
#include <cmath>
#include <optional>

#include "base/text/display_text.h"
#include "base/text/number_text.h"
#include "reporting/page/html_page.h"

namespace redline::reporting {
namespace {

TextTable::Row Header(const std::vector<SideHeading>& sides) {
  TextTable::Row header{"(index)"};
  for (const SideHeading& side : sides) header.push_back(side.name);
  return header;
}

TextTable SettingsTable(const std::vector<SideHeading>& sides,
                        const std::vector<ComparedSetting>& settings) {
  TextTable table(Header(sides));
  for (const ComparedSetting& setting : settings) {
    TextTable::Row row{setting.name};
    row.insert(row.end(), setting.values.begin(), setting.values.end());
    table.AddRow(row);
  }
  return table;
}

// The ratio of a figure to 0 has no number.
std::string RatioNumber(double ratio) {
  return std::isinf(ratio) ? "∞" : FigureText(ratio);
}

std::string RatioText(const std::optional<RatioEstimate>& ratio) {
  if (!ratio) return kAbsent;
  std::string text = RatioNumber(ratio->ratio);
  if (ratio->interval) {
    text += " (" + RatioNumber(ratio->interval->first) + " to " +
            RatioNumber(ratio->interval->second) + ")";
  }
  return text;
}

std::string GateLine(const GateOutcome& outcome) {
  return std::string(outcome.met ? "FAILS " : "passes ") + outcome.condition + ": " +
         outcome.sentence;
}

}  // namespace

TextTable FiguresTable(const std::vector<SideHeading>& sides,
                       const std::vector<FigureLine>& figures) {
  TextTable::Row header = Header(sides);
  for (std::size_t i = 1; i < sides.size(); ++i) {
    header.push_back(sides[i].name + "/" + sides[0].name);
  }
  TextTable table(header);
  for (const FigureLine& figure : figures) {
    TextTable::Row row{figure.name};
    for (std::size_t i = 0; i < sides.size(); ++i) {
      const SideFigure& side = figure.sides[i];
      const bool some = side.measured > 0 && side.measured < sides[i].results;
      row.push_back(FigureText(side.median) +
                    (some ? " (of " + CountText(side.measured) + ")" : ""));
    }
    for (std::size_t i = 1; i < sides.size(); ++i) {
      row.push_back(RatioText(figure.sides[i].ratio));
    }
    table.AddRow(row);
  }
  return table;
}

std::string SettingsText(const std::vector<SideHeading>& sides,
                         const std::vector<ComparedSetting>& settings,
                         std::size_t max_width) {
  const TextTable table = SettingsTable(sides, settings);
  return "Settings that differ\n" + (table.empty() ? "none\n" : table.Render(max_width));
}

std::string SettingsHtml(const std::vector<SideHeading>& sides,
                         const std::vector<ComparedSetting>& settings) {
  const TextTable table = SettingsTable(sides, settings);
  return "<h2>Settings that differ</h2>\n" +
         (table.empty() ? Paragraph("None.") : HtmlTable("Settings", table));
}

std::string GateText(const std::vector<GateOutcome>& gate) {
  std::string text = gate.empty() ? "" : "Gate\n";
  for (const GateOutcome& outcome : gate) text += ToPrintable(GateLine(outcome)) + '\n';
  return text;
}

std::string GateHtml(const std::vector<GateOutcome>& gate) {
  if (gate.empty()) return "";
  const bool fails = std::ranges::any_of(gate, &GateOutcome::met);
  std::string html = "<section class=\"verdict " + std::string(fails ? "bad" : "good") +
                     "\">\n<p class=\"status\">" +
                     (fails ? "The gate fails" : "The gate passes") + "</p>\n";
  for (const GateOutcome& outcome : gate) html += Paragraph(GateLine(outcome));
  return html + "</section>\n";
}

std::string TitleOf(const std::vector<SideHeading>& sides) {
  std::string title = "redline: comparison of ";
  for (const SideHeading& side : sides) {
    title += (&side == sides.data() ? "" : " and ") + side.name;
  }
  return title;
}

}  // namespace redline::reporting
