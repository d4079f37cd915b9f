#include "reporting/live_view.h"

#include <glog/logging.h>

#include <algorithm>
#include <vector>

#include "reporting/display_text.h"
#include "reporting/text_lines.h"

namespace redline::reporting {
namespace {

constexpr std::string_view kHideCursor = "\x1b[?25l";
constexpr std::string_view kShowCursor = "\x1b[?25h";
constexpr std::string_view kClearToLineEnd = "\x1b[K";
constexpr std::string_view kClearToScreenEnd = "\x1b[J";
constexpr std::string_view kClearScreen = "\x1b[H\x1b[2J";

// The lines that there is room for: the last row is the cursor's.
std::vector<std::string> LinesToShow(std::string_view text, std::size_t rows) {
  const std::vector<std::string_view> lines = LinesOf(text);
  const std::size_t room = rows - 1;
  std::vector<std::string> shown(
      lines.begin(),
      lines.begin() + static_cast<std::ptrdiff_t>(std::min(lines.size(), room)));
  if (lines.size() > room && room > 1) {
    shown.back() = "... " + std::to_string(lines.size() - room + 1) +
                   " more lines: the terminal is too low";
  }
  return shown;
}

}  // namespace

LiveView::LiveView(double max_updates_per_second) {
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

std::string LiveView::Frame(std::string_view text, TerminalSize size, TimePoint now) {
  size = size.OrUsual();
  const std::vector<std::string> lines = LinesToShow(text, size.rows);

  std::string out = size_ ? BackToTop(size) : std::string(kHideCursor);
  for (const std::string& line : lines) {
    const std::string printable = ToPrintable(line);
    const std::string_view cut = CutToWidth(printable, size.columns);
    out += cut;
    // After a line that fills the row the cursor still stands on its last cell, which
    // clearing would erase.
    if (DisplayWidth(cut) < size.columns) out += kClearToLineEnd;
    out += "\r\n";
  }
  out += kClearToScreenEnd;

  size_ = size;
  lines_ = lines.size();
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

}  // namespace redline::reporting
