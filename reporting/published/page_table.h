// A table drawn with box characters, read back: what Node.js' console.table draws.
//
//   ┌─────────┬───────┐
//   │ (index) │ pid   │
//   ├─────────┼───────┤
//   │ 0       │ '194' │
//   └─────────┴───────┘
//
// Columns may have any widths. A page may be cut off anywhere: a row without its right
// edge, or with another number of cells than the header, is left out, because a number in
// it may have lost digits.
#ifndef REDLINE_REPORTING_PUBLISHED_PAGE_TABLE_H_
#define REDLINE_REPORTING_PUBLISHED_PAGE_TABLE_H_

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace redline::reporting {

struct PageTable {
  // Cells without the spaces and quotes around them.
  using Row = std::vector<std::string>;

  std::size_t line = 0;  // The table's first in the page, from 1.
  Row header;            // Empty if the page ends before it does.
  std::vector<Row> rows;
  // Whether there is no lower edge, or a row was left out.
  bool damaged = false;

  bool HasColumn(std::string_view name) const;

  // Empty if there is no such column.
  std::string_view Cell(const Row& row, std::string_view column) const;
};

bool BeginsTable(std::string_view line);

// Reads the table that begins at lines[next] and sets `next` behind it. The lines are
// without spaces at either end. REQUIRES: BeginsTable(lines[next]).
PageTable ReadTable(const std::vector<std::string>& lines, std::size_t& next);

}  // namespace redline::reporting

#endif  // REDLINE_REPORTING_PUBLISHED_PAGE_TABLE_H_
