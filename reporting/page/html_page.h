// The parts of an HTML page, as text: texts come out as they are, and none can be taken
// for markup.
//
// Pure functions.
#ifndef REDLINE_REPORTING_PAGE_HTML_PAGE_H_
#define REDLINE_REPORTING_PAGE_HTML_PAGE_H_

#include <string>
#include <string_view>

#include "reporting/tables/text_table.h"

namespace redline::reporting {

// A text as it may stand in an element or in a quoted attribute: valid UTF-8, with the
// five characters that mean something replaced.
std::string Escape(std::string_view text);

// <p class="...">text</p>, and nothing if there is no text.
std::string Paragraph(std::string_view text, std::string_view css_class = "");

// A figure in a <dl class="tiles">.
std::string Tile(std::string_view name, std::string_view value, std::string_view unit);

// A table with its title; columns of numbers are aligned right. Scrolls by itself where
// it is too wide. Nothing if the table has no rows.
std::string HtmlTable(std::string_view title, const TextTable& table);

// A whole page that loads nothing: `css` and `body` stand in it as they are.
std::string HtmlPage(std::string_view title, std::string_view css, std::string_view body);

}  // namespace redline::reporting

#endif  // REDLINE_REPORTING_PAGE_HTML_PAGE_H_
