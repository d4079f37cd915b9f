#include "reporting/page/html_page.h"

#include <algorithm>
#include <cstddef>
#include <optional>

#include "base/text/display_text.h"
#include "base/text/number_text.h"

namespace redline::reporting {
namespace {

// Nothing but a number, with or without its unit, or nothing at all.
bool IsFigure(std::string_view cell) {
  if (cell == kAbsent || cell.empty()) return true;
  // A ratio has its interval in brackets: "1.2 (0.9 to 1.5)".
  return cell.find_first_not_of("0123456789.+-e ()to%") == std::string_view::npos &&
         cell.find_first_of("0123456789") == (cell.front() == '-' ? 1 : 0);
}

bool IsColumnOfFigures(const TextTable& table, std::size_t column) {
  return column > 0 && std::ranges::all_of(table.rows(), [&](const TextTable::Row& row) {
           return IsFigure(row[column]);
         });
}

std::string_view ClassOf(std::optional<Role> role) {
  if (role == Role::kGood) return "good-word";
  if (role == Role::kBad) return "bad-word";
  if (role == Role::kDoubtful) return "doubt-word";
  return "";
}

std::string Cell(std::string_view text, bool figure, std::optional<Role> role) {
  std::string classes(ClassOf(role));
  if (classes.empty() && figure) classes = "number";
  return "<td" + (classes.empty() ? "" : " class=\"" + classes + "\"") + ">" +
         Escape(text) + "</td>";
}

}  // namespace

std::string Escape(std::string_view text) {
  std::string escaped;
  for (const char c : ToPrintable(text)) {
    switch (c) {
      case '&':
        escaped += "&amp;";
        break;
      case '<':
        escaped += "&lt;";
        break;
      case '>':
        escaped += "&gt;";
        break;
      case '"':
        escaped += "&quot;";
        break;
      case '\'':
        escaped += "&#39;";
        break;
      default:
        escaped += c;
    }
  }
  return escaped;
}

std::string Paragraph(std::string_view text, std::string_view css_class) {
  if (text.empty()) return "";
  std::string begin = "<p>";
  if (!css_class.empty()) begin = "<p class=\"" + std::string(css_class) + "\">";
  return begin + Escape(text) + "</p>\n";
}

std::string Tile(std::string_view name, std::string_view value, std::string_view unit) {
  return "<div><dt>" + Escape(name) + "</dt><dd>" + Escape(value) + " <small>" +
         Escape(unit) + "</small></dd></div>\n";
}

std::string HtmlTable(std::string_view title, const TextTable& table) {
  if (table.empty()) return "";
  std::string html = "<div class=\"scroll\"><table>\n<caption>" + Escape(title) +
                     "</caption>\n<thead><tr>";
  for (std::size_t i = 0; i < table.header().size(); ++i) {
    // A column of names needs no "(index)" on paper.
    const std::string& name = table.header()[i];
    html += IsColumnOfFigures(table, i) ? "<th class=\"number\">" : "<th>";
    html += (name == "(index)" || name == "Values" ? "" : Escape(name)) + "</th>";
  }
  html += "</tr></thead>\n<tbody>\n";
  for (std::size_t line = 0; line < table.rows().size(); ++line) {
    const TextTable::Row& row = table.rows()[line];
    html += "<tr><th scope=\"row\">" + Escape(row[0]) + "</th>";
    for (std::size_t i = 1; i < row.size(); ++i) {
      const bool painted = i == table.painted_column();
      html += Cell(row[i], IsColumnOfFigures(table, i),
                   painted ? table.RoleInRow(line) : std::nullopt);
    }
    html += "</tr>\n";
  }
  return html + "</tbody></table></div>\n";
}

std::string HtmlPage(std::string_view title, std::string_view css,
                     std::string_view body) {
  std::string page = "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n";
  page += "<meta charset=\"utf-8\">\n";
  page += "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n";
  // So that nothing is loaded, whatever a text in the result may try.
  page += "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; ";
  page += "style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:\">\n";
  page += "<link rel=\"icon\" href=\"data:,\">\n";
  page += "<title>" + Escape(title) + "</title>\n<style>\n";
  page += css;
  page += "</style>\n</head>\n<body>\n";
  page += body;
  return page + "</body>\n</html>\n";
}

}  // namespace redline::reporting
