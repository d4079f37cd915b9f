// Redraws a text in place on a terminal, by ANSI escape sequences (ECMA-48).
//
// Pure: it returns the bytes to write and never writes, reads a clock or asks the
// terminal. Each frame overwrites the one before, line by line, so that nothing
// flickers; lines are painted when they have been cut; no line ever wraps and the screen
// never scrolls over a frame, whatever its size. When the size has changed since the last
// frame, where that one now is depends on the terminal (some re-wrap lines, some cut
// them), so the screen is cleared and the frame drawn from its top.
//
//   LiveView view(updates_per_second);
//   if (view.Due(now)) write(view.Frame(lines, size, now));
//   ...
//   write(view.Finish(size));  // Also on the way out after an interruption.
//
// Whatever else is to be written on the terminal meanwhile (a log) has to be written
// between Finish and the next Frame. Not thread-safe.
#ifndef REDLINE_REPORTING_TEXT_LIVE_VIEW_H_
#define REDLINE_REPORTING_TEXT_LIVE_VIEW_H_

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "base/output/terminal_size.h"
#include "reporting/tables/style.h"

namespace redline::reporting {

class LiveView {
 public:
  using TimePoint = std::chrono::steady_clock::time_point;

  // REQUIRES: max_updates_per_second > 0.
  explicit LiveView(double max_updates_per_second, const Style& style = {});

  // Whether the next frame may be drawn: there was none, or the last one is old enough.
  bool Due(TimePoint now) const;

  // The bytes that replace the last frame by `lines`, from the top, cut at the
  // terminal's right edge; of more lines than the terminal has rows for, the first ones,
  // and a line that says how many are hidden. Hides the cursor with the first frame. A
  // size of 0 (a terminal that does not tell) counts as 80 × 24.
  std::string Frame(const std::vector<StyledLine>& lines, TerminalSize size,
                    TimePoint now);

  // The bytes that remove the frame, leave the cursor where it began and show it again;
  // nothing if there is no frame. The view may be used anew after that.
  std::string Finish(TerminalSize size);

  // Others have written on the terminal: where the frame is, if it still is, is unknown.
  // The next one is drawn at the cursor, and soon.
  void Forget();

 private:
  // From below the last frame to its top, on a terminal that now has this size.
  std::string BackToTop(TerminalSize size) const;

  const Style style_;
  std::chrono::steady_clock::duration interval_;
  std::optional<TimePoint> last_drawn_;
  // The frame on the screen, if there is one.
  std::optional<TerminalSize> size_;
  std::size_t lines_ = 0;
};

}  // namespace redline::reporting

#endif  // REDLINE_REPORTING_TEXT_LIVE_VIEW_H_
