// A table drawn with box characters, as Node.js' console.table draws the original's:
//
//   ┌─────────┬───────┐
//   │ (index) │ pid   │
//   ├─────────┼───────┤
//   │ 0       │ '194' │
//   └─────────┴───────┘
//
// Cells are aligned left with one space on either side; a column is as wide as its widest
// cell on the display (see display_text.h). Cells are made printable, so that none can
// break the frame.
#ifndef REDLINE_REPORTING_TABLES_TEXT_TABLE_H_
#define REDLINE_REPORTING_TABLES_TEXT_TABLE_H_

#include <cstddef>
#include <limits>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/text/display_text.h"
#include "reporting/tables/style.h"

namespace redline::reporting {

class TextTable {
 public:
  using Row = std::vector<std::string>;

  // REQUIRES: the header has a cell.
  explicit TextTable(Row header);

  // The last cell's text is painted in its role, if it has one. REQUIRES: as many cells
  // as the header has.
  void AddRow(Row cells, std::optional<Role> last_cell = std::nullopt);

  const Row& header() const { return rows_.front(); }
  std::span<const Row> rows() const { return std::span(rows_).subspan(1); }

  // The role of the row's last cell, if it has one; rows count from 0.
  std::optional<Role> RoleInRow(std::size_t row) const { return last_cells_[row + 1]; }

  // Whether there is no row but the header.
  bool empty() const { return rows_.size() == 1; }

  // The cells that it takes if it is not split.
  std::size_t width() const;

  // The table; every line ends in '\n'. A table wider than `max_width` cells is drawn as
  // several below each other, each with the first column and as many of the others as
  // there is room for (one at least, even if that is too wide).
  std::string Render(std::size_t max_width = kUnlimitedWidth,
                     const Style& style = {}) const;

 private:
  std::vector<Row> rows_;                        // The header is the first.
  std::vector<std::optional<Role>> last_cells_;  // For each row.
};

}  // namespace redline::reporting

#endif  // REDLINE_REPORTING_TABLES_TEXT_TABLE_H_
