// A terminal of a few rows, for asserting what a text with escape sequences shows.
//
// Understands what LiveView may send, as xterm does: printable characters with deferred
// wrapping at the right edge, CR, LF, and the sequences CUU (A), CUP (H, home only), ED
// (J, 2J), EL (K), SGR (m; without effect), and showing and hiding the cursor. Anything
// else fails the test. All characters are one cell wide.
#ifndef REDLINE_TESTS_REPORTING_TERMINAL_EMULATOR_H_
#define REDLINE_TESTS_REPORTING_TERMINAL_EMULATOR_H_

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "base/output/terminal_size.h"

namespace redline::reporting::testing {

class TerminalEmulator {
 public:
  explicit TerminalEmulator(TerminalSize size);

  void Write(std::string_view bytes);

  // Cuts or pads the screen. Where `rewrap`, lines longer than the new width continue on
  // the next row, as many terminals do; otherwise their ends are lost.
  void Resize(TerminalSize size, bool rewrap);

  // The rows, without blanks at their ends, and without empty rows at the end.
  std::vector<std::string> Screen() const;

  std::size_t cursor_row() const { return row_; }
  std::size_t cursor_column() const { return column_; }
  bool cursor_visible() const { return cursor_visible_; }
  // How many rows have left the screen at its top.
  std::size_t scrolled() const { return scrolled_; }
  // Whether a line ever ran over the right edge.
  bool wrapped() const { return wrapped_; }

 private:
  using Line = std::vector<std::string>;  // A cell each.

  void Put(std::string_view character);
  void LineFeed();
  // The sequence after "ESC ["; returns its length.
  std::size_t Control(std::string_view sequence);

  TerminalSize size_;
  std::vector<Line> rows_;
  std::size_t row_ = 0;
  std::size_t column_ = 0;
  bool wrap_pending_ = false;
  bool cursor_visible_ = true;
  std::size_t scrolled_ = 0;
  bool wrapped_ = false;
};

}  // namespace redline::reporting::testing

#endif  // REDLINE_TESTS_REPORTING_TERMINAL_EMULATOR_H_
