// The size of a terminal, in character cells. A plain value; runner/ asks the terminal.
#ifndef REDLINE_BASE_OUTPUT_TERMINAL_SIZE_H_
#define REDLINE_BASE_OUTPUT_TERMINAL_SIZE_H_

#include <cstddef>

namespace redline {

struct TerminalSize {
  std::size_t columns = 80;
  std::size_t rows = 24;

  // A terminal that does not tell its size says 0: this takes the usual 80 × 24 for it.
  TerminalSize OrUsual() const {
    constexpr TerminalSize kUsual;
    return {columns == 0 ? kUsual.columns : columns, rows == 0 ? kUsual.rows : rows};
  }

  friend bool operator==(const TerminalSize&, const TerminalSize&) = default;
};

}  // namespace redline

#endif  // REDLINE_BASE_OUTPUT_TERMINAL_SIZE_H_
