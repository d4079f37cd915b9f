#include "reporting/tables/text_table.h"

#include <glog/logging.h>

#include <algorithm>
#include <string_view>
#include <utility>

#include "base/text/display_text.h"

namespace redline::reporting {
namespace {

using Row = TextTable::Row;
using Columns = std::vector<std::size_t>;

// A cell's frame: a line at its left and a space on either side. The line at the table's
// right end comes on top.
constexpr std::size_t kCellFrame = 3;
constexpr std::size_t kTableFrame = 1;

Row Printable(Row cells) {
  for (std::string& cell : cells) cell = ToPrintable(cell);
  return cells;
}

std::vector<std::size_t> WidthsOf(const std::vector<Row>& rows) {
  std::vector<std::size_t> widths(rows.front().size());
  for (const Row& row : rows) {
    for (std::size_t i = 0; i < row.size(); ++i) {
      widths[i] = std::max(widths[i], DisplayWidth(row[i]));
    }
  }
  return widths;
}

// The columns of each of the tables that a table is split into.
std::vector<Columns> Split(const std::vector<std::size_t>& widths,
                           std::size_t max_width) {
  const std::size_t least = kTableFrame + widths[0] + kCellFrame;
  std::vector<Columns> tables{{0}};
  std::size_t width = least;
  for (std::size_t i = 1; i < widths.size(); ++i) {
    const std::size_t wider = width + widths[i] + kCellFrame;
    if (wider > max_width && tables.back().size() > 1) {
      tables.push_back({0, i});
      width = least + widths[i] + kCellFrame;
    } else {
      tables.back().push_back(i);
      width = wider;
    }
  }
  return tables;
}

class Drawing {
 public:
  Drawing(const std::vector<std::size_t>& widths, const Columns& columns,
          const Style& style, std::string& out)
      : widths_(widths), columns_(columns), style_(style), out_(out) {}

  void Line(std::string_view left, std::string_view crossing, std::string_view right) {
    out_ += left;
    for (const std::size_t column : columns_) {
      if (column != columns_.front()) out_ += crossing;
      for (std::size_t i = 0; i < widths_[column] + 2; ++i) out_ += "─";
    }
    out_ += right;
    out_ += '\n';
  }

  void Cells(const Row& row, std::size_t painted, std::optional<Role> role) {
    for (const std::size_t column : columns_) {
      out_ += "│ ";
      out_ += style_.Paint(column == painted ? role : std::nullopt, row[column]);
      out_.append(widths_[column] - DisplayWidth(row[column]) + 1, ' ');
    }
    out_ += "│\n";
  }

 private:
  const std::vector<std::size_t>& widths_;
  const Columns& columns_;
  const Style& style_;
  std::string& out_;
};

}  // namespace

TextTable::TextTable(Row header, std::optional<std::size_t> painted)
    : painted_(painted.value_or(header.size() - 1)) {
  CHECK_LT(painted_, header.size()) << "a table without columns, or without that one";
  rows_.push_back(Printable(std::move(header)));
  roles_.emplace_back();
}

void TextTable::AddRow(Row cells, std::optional<Role> role) {
  CHECK_EQ(cells.size(), rows_.front().size()) << "a row of another table";
  rows_.push_back(Printable(std::move(cells)));
  roles_.push_back(role);
}

std::size_t TextTable::width() const {
  std::size_t width = kTableFrame;
  for (const std::size_t column : WidthsOf(rows_)) width += column + kCellFrame;
  return width;
}

std::string TextTable::Render(std::size_t max_width, const Style& style) const {
  const std::vector<std::size_t> widths = WidthsOf(rows_);
  std::string out;
  for (const Columns& columns : Split(widths, max_width)) {
    Drawing drawing(widths, columns, style, out);
    drawing.Line("┌", "┬", "┐");
    drawing.Cells(rows_.front(), painted_, roles_.front());
    drawing.Line("├", "┼", "┤");
    for (std::size_t i = 1; i < rows_.size(); ++i) {
      drawing.Cells(rows_[i], painted_, roles_[i]);
    }
    drawing.Line("└", "┴", "┘");
  }
  return out;
}

}  // namespace redline::reporting
