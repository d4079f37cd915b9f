#include "reporting/compare/comparison_report.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <string_view>

#include "base/text/display_text.h"
#include "base/text/number_text.h"
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

TextTable::Row SideHeader(const Comparison& comparison) {
  TextTable::Row header{"(index)"};
  for (const Side& side : comparison.sides) header.push_back(side.name);
  return header;
}

TextTable SettingsTable(const Comparison& comparison) {
  TextTable table(SideHeader(comparison));
  for (const ComparedSetting& setting : comparison.settings) {
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

TextTable FiguresTable(const Comparison& comparison) {
  TextTable::Row header = SideHeader(comparison);
  for (std::size_t i = 1; i < comparison.sides.size(); ++i) {
    header.push_back(comparison.sides[i].name + "/" + comparison.sides[0].name);
  }
  TextTable table(header);
  for (const ComparedFigure& figure : comparison.figures) {
    const std::string unit(NameOf(figure.figure.unit()));
    TextTable::Row row{figure.figure.text() + (unit.empty() ? "" : " (" + unit + ")")};
    for (std::size_t i = 0; i < figure.sides.size(); ++i) {
      const SideFigure& side = figure.sides[i];
      const std::size_t runs = comparison.sides[i].results.size();
      const bool some = side.measured > 0 && side.measured < runs;
      row.push_back(FigureText(side.median) +
                    (some ? " (of " + CountText(side.measured) + ")" : ""));
    }
    for (std::size_t i = 1; i < figure.sides.size(); ++i) {
      row.push_back(RatioText(figure.sides[i].ratio));
    }
    table.AddRow(row);
  }
  return table;
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

std::string GateLine(const GateOutcome& outcome) {
  return std::string(outcome.met ? "FAILS " : "passes ") + outcome.condition + ": " +
         outcome.sentence;
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
  text += "Settings that differ\n";
  const TextTable settings = SettingsTable(comparison);
  text += settings.empty() ? "none\n" : settings.Render(max_width);
  text += "Figures\n" + FiguresTable(comparison).Render(max_width);
  text += Legend(comparison) + '\n';
  for (const std::string& warning : WarningsOf(comparison)) {
    text += "warning: " + ToPrintable(warning) + '\n';
  }
  if (!gate.empty()) text += "Gate\n";
  for (const GateOutcome& outcome : gate) text += ToPrintable(GateLine(outcome)) + '\n';
  return text;
}

std::string ComparisonHtml(const Comparison& comparison,
                           const std::vector<GateOutcome>& gate) {
  std::string title = "redline: comparison of ";
  for (const Side& side : comparison.sides) {
    title += (&side == comparison.sides.data() ? "" : " and ") + side.name;
  }
  std::string body = "<main>\n<h1>" + Escape(title) + "</h1>\n";
  if (!gate.empty()) {
    const bool fails = std::ranges::any_of(gate, &GateOutcome::met);
    body += "<section class=\"verdict " + std::string(fails ? "bad" : "good") +
            "\">\n<p class=\"status\">" + (fails ? "The gate fails" : "The gate passes") +
            "</p>\n";
    for (const GateOutcome& outcome : gate) body += Paragraph(GateLine(outcome));
    body += "</section>\n";
  }
  body += HtmlTable("Runs", RunsTable(comparison));
  const std::vector<std::string> warnings = WarningsOf(comparison);
  if (!warnings.empty()) {
    body += "<h2>Notes on these figures</h2>\n<ul>\n";
    for (const std::string& warning : warnings) {
      body += "<li>" + Escape(warning) + "</li>\n";
    }
    body += "</ul>\n";
  }
  body += "<h2>Settings that differ</h2>\n";
  const TextTable settings = SettingsTable(comparison);
  body += settings.empty() ? Paragraph("None.") : HtmlTable("Settings", settings);
  body += "<h2>Figures</h2>\n" + Paragraph(Legend(comparison), "faint") +
          HtmlTable("Figures", FiguresTable(comparison)) + "</main>\n";
  return HtmlPage(title, kReportCss, body);
}

}  // namespace redline::reporting
