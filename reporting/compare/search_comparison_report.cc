#include "reporting/compare/search_comparison_report.h"

#include <algorithm>
#include <cmath>
#include <optional>
#include <string_view>
#include <utility>

#include "base/text/display_text.h"
#include "base/text/number_text.h"
#include "reporting/compare/comparison_parts.h"
#include "reporting/page/html_assets.h"
#include "reporting/page/html_page.h"

namespace redline::reporting {
namespace {

struct SearchLine {
  std::string side;
  std::string file;
  std::string began;  // kAbsent if it is not known.
  std::string end;    // "Search succeeded: ..."
  // Of the trial that failed next to the redline; kAbsent where there is none.
  std::string failed_at;
  std::string verdict;
  std::string bottleneck;
};

void FillTrial(const SearchResult& search, SearchLine& line) {
  const TrialRecord* const trial = FailedTrial(search);
  if (trial == nullptr) return;
  line.failed_at =
      ConstantText(search.failed->value) + " " + std::string(UnitOf(search.goal));
  const Result& run = trial->result;
  if (run.verdict) line.verdict = run.verdict->sentence;
  if (run.bottleneck) line.bottleneck = run.bottleneck->sentence;
}

std::vector<SearchLine> LinesOf(const SearchComparison& comparison) {
  std::vector<SearchLine> lines;
  for (const SearchSide& side : comparison.sides) {
    for (std::size_t i = 0; i < side.results.size(); ++i) {
      const SearchResult& search = side.results[i];
      const std::string& began = search.provenance.started;
      const SearchEndRow& end = RowOf(search.end);
      SearchLine line{
          .side = side.name,
          .file = side.files[i],
          .began = began.empty() ? kAbsent : began,
          .end = "Search " + std::string(end.word) + ": " + std::string(end.meaning),
          .failed_at = kAbsent,
          .verdict = kAbsent,
          .bottleneck = kAbsent};
      FillTrial(search, line);
      lines.push_back(std::move(line));
    }
  }
  return lines;
}

TextTable FiguresOf(const SearchComparison& comparison) {
  std::vector<FigureLine> lines;
  for (const ComparedSearchFigure& figure : comparison.figures) {
    lines.push_back({std::string(NameOf(figure.figure)) + " (" +
                         std::string(UnitOf(comparison.goal)) + ")",
                     figure.sides});
  }
  return FiguresTable(HeadingsOf(comparison.sides), lines);
}

bool HasSeveral(const SearchComparison& comparison) {
  return std::ranges::any_of(
      comparison.sides, [](const SearchSide& side) { return side.results.size() > 1; });
}

// The redline's interval, of any side.
std::optional<int> ConfidenceOf(const std::vector<SideFigure>& redlines) {
  for (const SideFigure& side : redlines) {
    if (side.ratio && side.ratio->interval) return side.ratio->confidence;
  }
  return std::nullopt;
}

// How the figures are to be read.
std::string Legend(const SearchComparison& comparison) {
  const std::optional<int> confidence = ConfidenceOf(CompareRedlines(comparison.sides));
  if (!HasSeveral(comparison)) {
    if (!confidence) {
      return "One search a side, and not every one has a likely range: a ratio says how "
             "these searches differ, and not how much of that is chance.";
    }
    return "In brackets the ratio's " + std::to_string(*confidence) +
           " % interval, which the likely ranges of the two searches give if neither "
           "influenced the other.";
  }
  if (!confidence) {
    return "Medians of the searches, and the median ratio of all pairs; too few searches "
           "for an interval, which needs 4 a side or so.";
  }
  return "Medians of the searches, the median ratio of all pairs, and in brackets its " +
         std::to_string(*confidence) + " % interval.";
}

std::string AnswerOf(const std::string& first, const std::string& other,
                     const SideFigure& redline) {
  if (!redline.ratio) return other + " and " + first + " have no redlines to compare.";
  const RatioEstimate& ratio = *redline.ratio;
  const double percent = 100 * std::abs(ratio.ratio - 1);
  std::string answer = other + "'s redline is ";
  if (ratio.ratio == 1) {
    answer += "as high as " + first + "'s";
  } else {
    answer += DecimalText(percent, 1) + " % " + (ratio.ratio > 1 ? "higher" : "lower") +
              " than " + first + "'s";
  }
  if (!ratio.interval) {
    return answer + "; how much of that is chance is not known.";
  }
  const auto [low, high] = *ratio.interval;
  answer += " (" + std::to_string(ratio.confidence) + " % interval " + ChangeText(low) +
            " to " + ChangeText(high) + ")";
  if (low > 1 || high < 1) return answer + ", which is more than chance.";
  return answer + (ratio.ratio == 1 ? "." : ", which may be chance.");
}

// A sentence for each side but the first.
std::vector<std::string> AnswersOf(const SearchComparison& comparison) {
  const std::vector<SideFigure> redlines = CompareRedlines(comparison.sides);
  std::vector<std::string> answers;
  for (std::size_t i = 1; i < redlines.size(); ++i) {
    answers.push_back(
        AnswerOf(comparison.sides[0].name, comparison.sides[i].name, redlines[i]));
  }
  const bool all_found =
      std::ranges::all_of(comparison.sides, [](const SearchSide& side) {
        return std::ranges::all_of(side.results, [](const SearchResult& search) {
          return search.end == SearchEnd::kFound;
        });
      });
  if (!all_found) {
    answers.push_back(
        "Not every search found its redline: a bound of one that did not may rest on a "
        "single trial.");
  }
  return answers;
}

}  // namespace

std::string ComparisonText(const SearchComparison& comparison,
                           const std::vector<GateOutcome>& gate, std::size_t max_width) {
  const std::vector<SearchLine> lines = LinesOf(comparison);
  std::string text = "Searches\n";
  for (const SearchLine& line : lines) {
    text += line.side + "  " + ToPrintable(line.file) +
            (line.began == kAbsent ? "" : ", " + ToPrintable(line.began)) + "\n   " +
            line.end + '\n';
  }
  text += SettingsText(HeadingsOf(comparison.sides), comparison.settings, max_width);
  text += "What stopped them\n";
  for (const SearchLine& line : lines) {
    if (line.failed_at == kAbsent) {
      text += line.side + "  no trial failed next to what held\n";
      continue;
    }
    text += line.side + "  " + line.failed_at + ": " + ToPrintable(line.verdict) +
            "\n   " + ToPrintable(line.bottleneck) + '\n';
  }
  text += "Figures\n" + FiguresOf(comparison).Render(max_width);
  text += Legend(comparison) + '\n';
  for (const std::string& answer : AnswersOf(comparison)) text += answer + '\n';
  return text + GateText(gate);
}

std::string ComparisonHtml(const SearchComparison& comparison,
                           const std::vector<GateOutcome>& gate) {
  const std::vector<SideHeading> sides = HeadingsOf(comparison.sides);
  const std::string title = TitleOf(sides);
  std::string body = "<main>\n<h1>" + Escape(title) + "</h1>\n" + GateHtml(gate);
  for (const std::string& answer : AnswersOf(comparison)) body += Paragraph(answer);
  TextTable searches({"(index)", "file", "began", "end"});
  TextTable stopped({"(index)", "failed at", "verdict", "bottleneck"});
  for (const SearchLine& line : LinesOf(comparison)) {
    searches.AddRow({line.side, line.file, line.began, line.end});
    stopped.AddRow({line.side, line.failed_at, line.verdict, line.bottleneck});
  }
  body += HtmlTable("Searches", searches);
  body += "<h2>Figures</h2>\n" + Paragraph(Legend(comparison), "faint") +
          HtmlTable("Figures", FiguresOf(comparison));
  body += "<h2>What stopped them</h2>\n" + HtmlTable("What stopped them", stopped);
  body += SettingsHtml(sides, comparison.settings) + "</main>\n";
  return HtmlPage(title, kReportCss, body);
}

}  // namespace redline::reporting
