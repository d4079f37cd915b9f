#include "reporting/compare/comparison_report.h"

#include <algorithm>
#include <cstddef>
#include <string_view>

#include "base/text/display_text.h"
#include "base/text/number_text.h"
#include "reporting/compare/comparison_parts.h"
#include "reporting/page/html_assets.h"
#include "reporting/page/html_page.h"

namespace redline::reporting {
namespace {

std::string VerdictText(const Result& result) {
  if (!result.verdict) return kAbsent;
  return std::string(WordFor(result.verdict->status)) + ": " + result.verdict->sentence;
}

TextTable RunsTable(const Comparison& comparison) {
  TextTable table({"(index)", "file", "began", "verdict"});
  for (const Side& side : comparison.sides) {
    for (std::size_t i = 0; i < side.results.size(); ++i) {
      const std::string& began = side.results[i].provenance.started;
      table.AddRow({side.name, side.files[i], began.empty() ? kAbsent : began,
                    VerdictText(side.results[i])});
    }
  }
  return table;
}

TextTable FiguresOf(const Comparison& comparison) {
  std::vector<FigureLine> lines;
  for (const ComparedFigure& figure : comparison.figures) {
    const std::string unit(NameOf(figure.figure.unit()));
    lines.push_back(
        {figure.figure.text() + (unit.empty() ? "" : " (" + unit + ")"), figure.sides});
  }
  return FiguresTable(HeadingsOf(comparison.sides), lines);
}

bool HasSeveralRuns(const Comparison& comparison) {
  return std::ranges::any_of(comparison.sides,
                             [](const Side& side) { return side.results.size() > 1; });
}

bool HasAnInterval(const Comparison& comparison) {
  return std::ranges::any_of(comparison.figures, [](const ComparedFigure& figure) {
    return std::ranges::any_of(figure.sides, [](const SideFigure& side) {
      return side.ratio && side.ratio->interval;
    });
  });
}

// How the figures are to be read.
std::string Legend(const Comparison& comparison) {
  if (!HasSeveralRuns(comparison)) {
    return "One run a side: a ratio says how these runs differ, and not how much of that "
           "is chance.";
  }
  if (!HasAnInterval(comparison)) {
    return "Medians of the runs, and the median ratio of all pairs; too few runs for an "
           "interval, which needs 4 a side or so.";
  }
  return "Medians of the runs, the median ratio of all pairs, and in brackets its 95 % "
         "interval.";
}

std::vector<std::string> WarningsOf(const Comparison& comparison) {
  std::vector<std::string> warnings;
  for (const Side& side : comparison.sides) {
    for (std::size_t i = 0; i < side.results.size(); ++i) {
      for (const std::string& warning : side.results[i].warnings) {
        warnings.push_back(side.name + " (" + side.files[i] + "): " + warning);
      }
    }
  }
  return warnings;
}

}  // namespace

std::string ComparisonText(const Comparison& comparison,
                           const std::vector<GateOutcome>& gate, std::size_t max_width) {
  std::string text = "Runs\n";
  for (const Side& side : comparison.sides) {
    for (std::size_t i = 0; i < side.results.size(); ++i) {
      const std::string& began = side.results[i].provenance.started;
      text += side.name + "  " + ToPrintable(side.files[i]) +
              (began.empty() ? "" : ", " + ToPrintable(began)) + "\n   " +
              ToPrintable(VerdictText(side.results[i])) + '\n';
    }
  }
  text += SettingsText(HeadingsOf(comparison.sides), comparison.settings, max_width);
  text += "Figures\n" + FiguresOf(comparison).Render(max_width);
  text += Legend(comparison) + '\n';
  for (const std::string& warning : WarningsOf(comparison)) {
    text += "warning: " + ToPrintable(warning) + '\n';
  }
  return text + GateText(gate);
}

std::string ComparisonHtml(const Comparison& comparison,
                           const std::vector<GateOutcome>& gate) {
  const std::vector<SideHeading> sides = HeadingsOf(comparison.sides);
  const std::string title = TitleOf(sides);
  std::string body = "<main>\n<h1>" + Escape(title) + "</h1>\n" + GateHtml(gate);
  body += HtmlTable("Runs", RunsTable(comparison));
  const std::vector<std::string> warnings = WarningsOf(comparison);
  if (!warnings.empty()) {
    body += "<h2>Notes on these figures</h2>\n<ul>\n";
    for (const std::string& warning : warnings) {
      body += "<li>" + Escape(warning) + "</li>\n";
    }
    body += "</ul>\n";
  }
  body += SettingsHtml(sides, comparison.settings);
  body += "<h2>Figures</h2>\n" + Paragraph(Legend(comparison), "faint") +
          HtmlTable("Figures", FiguresOf(comparison)) + "</main>\n";
  return HtmlPage(title, kReportCss, body);
}

}  // namespace redline::reporting
