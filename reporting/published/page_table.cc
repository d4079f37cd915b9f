#include "reporting/published/page_table.h"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

#include "base/ascii.h"
#include "reporting/published/page_text.h"

namespace redline::reporting {
namespace {

constexpr std::string_view kUpperEdge = "┌";
constexpr std::string_view kRule = "├";
constexpr std::string_view kLowerEdge = "└";
constexpr std::string_view kSide = "│";

std::string_view CellText(std::string_view text) {
  text = Trim(text);
  if (text.size() >= 2 && text.starts_with('\'') && text.ends_with('\'')) {
    text = text.substr(1, text.size() - 2);
  }
  return text;
}

// Nothing if the row has no right edge.
std::optional<PageTable::Row> CellsOf(std::string_view line) {
  PageTable::Row cells;
  line.remove_prefix(kSide.size());
  while (!line.empty()) {
    const std::size_t end = line.find(kSide);
    if (end == std::string_view::npos) return std::nullopt;
    cells.emplace_back(CellText(line.substr(0, end)));
    line.remove_prefix(end + kSide.size());
  }
  return cells;
}

std::size_t ColumnOf(const PageTable& table, std::string_view name) {
  const auto found = std::ranges::find(table.header, name);
  return static_cast<std::size_t>(found - table.header.begin());
}

}  // namespace

bool PageTable::HasColumn(std::string_view name) const {
  return ColumnOf(*this, name) < header.size();
}

std::string_view PageTable::Cell(const Row& row, std::string_view column) const {
  const std::size_t index = ColumnOf(*this, column);
  return index < row.size() ? std::string_view(row[index]) : std::string_view();
}

bool BeginsTable(std::string_view line) {
  constexpr std::array kBegins{kUpperEdge, kSide, kRule, kLowerEdge};
  return std::ranges::any_of(
      kBegins, [&](std::string_view begin) { return line.starts_with(begin); });
}

PageTable ReadTable(const std::vector<std::string>& lines, std::size_t& next) {
  PageTable table;
  table.line = next + 1;
  bool closed = false;
  const std::size_t first = next;
  for (; next < lines.size() && BeginsTable(lines[next]) && !closed; ++next) {
    const std::string_view line = lines[next];
    // The upper edge of another table, where this one's lower edge is lost.
    if (next > first && line.starts_with(kUpperEdge)) break;
    closed = line.starts_with(kLowerEdge);
    if (!line.starts_with(kSide)) continue;
    auto cells = CellsOf(line);
    const std::size_t columns = table.header.size();
    if (!cells || cells->empty() || (columns != 0 && cells->size() != columns)) {
      table.damaged = true;
    } else if (columns == 0) {
      table.header = std::move(*cells);
    } else {
      table.rows.push_back(std::move(*cells));
    }
  }
  if (!closed) table.damaged = true;
  return table;
}

}  // namespace redline::reporting
