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

  // One column's cells may have roles: the last, if none is named. REQUIRES: the header
  // has a cell, and such a column.
  explicit TextTable(Row header, std::optional<std::size_t> painted = std::nullopt);

  // The text of the painted column's cell is painted in its role, if it has one.
  // REQUIRES: as many cells as the header has.
  void AddRow(Row cells, std::optional<Role> role = std::nullopt);

  const Row& header() const { return rows_.front(); }
  std::span<const Row> rows() const { return std::span(rows_).subspan(1); }

  std::size_t painted_column() const { return painted_; }
  // The role of the row's cell in that column, if it has one; rows count from 0.
  std::optional<Role> RoleInRow(std::size_t row) const { return roles_[row + 1]; }

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
  std::size_t painted_;
  std::vector<Row> rows_;                   // The header is the first.
  std::vector<std::optional<Role>> roles_;  // For each row.
};

}  // namespace redline::reporting

#endif  // REDLINE_REPORTING_TABLES_TEXT_TABLE_H_
