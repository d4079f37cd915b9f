#include "reporting/text_report.h"

#include <algorithm>
#include <vector>

#include "reporting/display_text.h"
#include "reporting/progress.h"
#include "reporting/report_blocks.h"
#include "reporting/text_lines.h"

namespace redline::reporting {
namespace {

using Lines = std::vector<std::string_view>;

std::size_t HeightOf(std::string_view text) { return LinesOf(text).size(); }

std::size_t WidthOf(std::string_view text) {
  std::size_t width = 0;
  for (const std::string_view line : LinesOf(text)) {
    width = std::max(width, DisplayWidth(line));
  }
  return width;
}

// Two blocks beside each other, a blank column between them.
std::string Beside(std::string_view left, std::string_view right) {
  const Lines left_lines = LinesOf(left);
  const Lines right_lines = LinesOf(right);
  const std::size_t width = WidthOf(left) + 1;
  std::string out;
  for (std::size_t i = 0; i < std::max(left_lines.size(), right_lines.size()); ++i) {
    const std::string_view line = i < left_lines.size() ? left_lines[i] : "";
    out += line;
    if (i < right_lines.size()) {
      out.append(width - DisplayWidth(line), ' ');
      out += right_lines[i];
    }
    out += '\n';
  }
  return out;
}

// What is shown, from the top, and the names of the blocks left out for it.
struct Layout {
  std::vector<const std::string*> parts;
  std::string_view left_out{};
};

std::string TextOf(const Layout& layout) {
  std::string text;
  for (const std::string* part : layout.parts) text += *part;
  if (!layout.left_out.empty()) {
    text += "... no room for: ";
    text += layout.left_out;
    text += '\n';
  }
  return text;
}

}  // namespace

std::string FinalReport(const Result& result, std::size_t max_width) {
  return ConstantsBlock(result, max_width) + MessagingBlock(result, max_width) +
         ErrorsBlock(result, max_width) + VitalsBlock(result, max_width) +
         TimingsBlock(result, max_width) + TotalsBlock(result, max_width) +
         RedisBlock(result, max_width) + ThresholdsBlock(result, max_width) +
         VerdictBlock(result);
}

std::string LiveReport(const Result& result, std::string_view progress_bar,
                       std::optional<TerminalSize> size) {
  if (size) size = size->OrUsual();
  const std::size_t max_width = size ? size->columns : TextTable::kUnlimited;
  const std::string constants = ConstantsBlock(result, max_width);
  const std::string progress = std::string(progress_bar) + "\n";
  const std::string messaging = MessagingBlock(result, max_width);
  const std::string vitals = VitalsBlock(result, max_width);
  const std::string timings = TimingsBlock(result, max_width);
  const std::string both = Beside(constants, messaging);
  // Stands for the vitals where there is no room for them.
  const std::string backlog = WorstBacklogText(result) + "\n";

  const Layout all{{&constants, &progress, &messaging, &vitals, &timings}};
  if (!size) return TextOf(all);
  const Layout last{{&progress, &backlog},
                    "Constants, Messaging Stats, Worker Vitals, timings"};
  for (const Layout& layout : {
           all,
           Layout{{&both, &progress, &vitals, &timings}},
           Layout{{&progress, &messaging, &vitals, &timings}, "Constants"},
           Layout{{&both, &progress, &vitals}, "Worker timings"},
           Layout{{&progress, &messaging, &vitals}, "Constants, Worker timings"},
           Layout{{&both, &progress, &backlog}, "Worker Vitals, Worker timings"},
           Layout{{&progress, &backlog, &messaging},
                  "Constants, Worker Vitals, Worker timings"},
       }) {
    std::string text = TextOf(layout);
    if (HeightOf(text) < size->rows && WidthOf(text) <= max_width) return text;
  }
  return TextOf(last);
}

}  // namespace redline::reporting
