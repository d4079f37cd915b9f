#include "runner/display/display.h"

#include <algorithm>
#include <cstddef>
#include <cstdlib>
#include <optional>
#include <string>
#include <utility>

#include "base/text/display_text.h"
#include "reporting/text/live_report.h"
#include "reporting/text/report_blocks.h"
#include "reporting/text/search_report.h"
#include "reporting/text/sweep_report.h"

namespace redline::runner {
namespace {

using std::chrono::steady_clock;

// A bar as wide as a very wide terminal is no easier to read.
constexpr std::size_t kWidestBar = 80;

steady_clock::duration Interval(bool terminal, double max_updates_per_second) {
  using std::chrono::duration;
  const duration<double> seconds(terminal ? 1 / max_updates_per_second : 1.0);
  return std::chrono::ceil<steady_clock::duration>(seconds);
}

reporting::Style StyleFor(ColorMode mode, bool terminal) {
  std::optional<std::string> no_color;
  if (const char* value = std::getenv("NO_COLOR")) no_color = value;
  const bool colored = IsColored(mode, terminal, no_color);
  return colored ? reporting::Style::Colored() : reporting::Style();
}

}  // namespace

Display::Display(Output& output, double max_updates_per_second, ColorMode color)
    : output_(output),
      terminal_(output.terminal()),
      style_(StyleFor(color, terminal_)),
      interval_(Interval(terminal_, max_updates_per_second)),
      live_view_(max_updates_per_second, style_) {}

void Display::Update(const reporting::Result& result, const reporting::Progress& progress,
                     TimePoint now) {
  if (!output_.ready()) return;
  if (!terminal_) {
    if (heading_.empty()) output_.Say(reporting::ProgressLine(progress, result));
    return;
  }
  if (!live_view_.Due(now) || !output_.foreground()) return;
  const TerminalSize size = output_.size();
  std::vector<reporting::StyledLine> lines = Heading(size);
  TerminalSize below = size;
  below.rows -= std::min(lines.size(), below.rows - std::min<std::size_t>(below.rows, 1));
  const std::string bar =
      reporting::ProgressBar(progress, std::min(size.columns, kWidestBar));
  for (reporting::StyledLine& line : reporting::LiveReport(result, bar, below)) {
    lines.push_back(std::move(line));
  }
  output_.Draw(live_view_.Frame(lines, size, now));
}

std::vector<reporting::StyledLine> Display::Heading(TerminalSize size) const {
  std::vector<reporting::StyledLine> lines;
  for (const std::string& line : heading_) {
    lines.push_back({.text = std::string(CutToWidth(line, size.columns)),
                     .role = reporting::Role::kHeading});
  }
  return lines;
}

void Display::ShowPreflight(const reporting::Preflight& preflight) {
  if (!heading_.empty() && has_shown_preflight_) return;
  has_shown_preflight_ = true;
  Clear();
  output_.Show(reporting::PreflightBlock(preflight, output_.width(), style_));
}

void Display::Say(std::string_view sentence) {
  Clear();
  output_.Say(sentence);
}

void Display::Clear() { output_.Draw(live_view_.Finish(output_.size())); }

void Display::StepAside() {
  Clear();
  output_.Settle();
}

void Display::Resume() { live_view_.Forget(); }

void Display::Finish(const reporting::Result& result, reporting::Tables tables) {
  Clear();
  output_.Show(reporting::FinalReport(result, output_.width(), style_, tables));
}

void Display::Finish(const reporting::SearchResult& result) {
  Clear();
  output_.Show(reporting::SearchReport(result, output_.width(), style_));
}

void Display::Finish(const reporting::SweepResult& result) {
  Clear();
  output_.Show(reporting::SweepReport(result, output_.width(), style_));
}

}  // namespace redline::runner
