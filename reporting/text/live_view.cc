#include "reporting/text/live_view.h"

#include <glog/logging.h>

#include <algorithm>

#include "base/text/display_text.h"

namespace redline::reporting {
namespace {

constexpr std::string_view kHideCursor = "\x1b[?25l";
constexpr std::string_view kShowCursor = "\x1b[?25h";
constexpr std::string_view kClearToLineEnd = "\x1b[K";
constexpr std::string_view kClearToScreenEnd = "\x1b[J";
constexpr std::string_view kClearScreen = "\x1b[H\x1b[2J";

// The lines that there is room for: the last row is the cursor's.
std::vector<StyledLine> LinesToShow(const std::vector<StyledLine>& lines,
                                    std::size_t rows) {
  const std::size_t room = rows - 1;
  std::vector<StyledLine> shown(
      lines.begin(),
      lines.begin() + static_cast<std::ptrdiff_t>(std::min(lines.size(), room)));
  if (lines.size() > room && room > 1) {
    shown.back() = {.text = "... " + std::to_string(lines.size() - room + 1) +
                            " more lines: the terminal is too low"};
  }
  return shown;
}

}  // namespace

LiveView::LiveView(double max_updates_per_second, const Style& style) : style_(style) {
  CHECK(max_updates_per_second > 0) << "no such rate: " << max_updates_per_second;
  // A day at most: a longer interval would not fit the clock's type.
  const std::chrono::duration<double> interval(
      std::min(1 / max_updates_per_second, 86'400.0));
  interval_ = std::chrono::duration_cast<std::chrono::steady_clock::duration>(interval);
}

bool LiveView::Due(TimePoint now) const {
  return !last_drawn_ || now - *last_drawn_ >= interval_;
}

std::string LiveView::BackToTop(TerminalSize size) const {
  if (*size_ != size) return std::string(kClearScreen);
  if (lines_ == 0) return "\r";
  return "\r\x1b[" + std::to_string(lines_) + "A";
}

std::string LiveView::Frame(const std::vector<StyledLine>& lines, TerminalSize size,
                            TimePoint now) {
  size = size.OrUsual();
  const std::vector<StyledLine> shown = LinesToShow(lines, size.rows);

  std::string out = size_ ? BackToTop(size) : std::string(kHideCursor);
  for (const StyledLine& line : shown) {
    const std::string printable = ToPrintable(line.text);
    const std::string_view cut = CutToWidth(printable, size.columns);
    out += style_.Paint(line.role, cut);
    // After a line that fills the row the cursor still stands on its last cell, which
    // clearing would erase.
    if (DisplayWidth(cut) < size.columns) out += kClearToLineEnd;
    out += "\r\n";
  }
  out += kClearToScreenEnd;

  size_ = size;
  lines_ = shown.size();
  last_drawn_ = now;
  return out;
}

std::string LiveView::Finish(TerminalSize size) {
  if (!size_) return "";
  std::string out = BackToTop(size.OrUsual());
  out += kClearToScreenEnd;
  out += kShowCursor;
  size_.reset();
  lines_ = 0;
  return out;
}

void LiveView::Forget() {
  size_.reset();
  lines_ = 0;
  last_drawn_.reset();
}

}  // namespace redline::reporting
