// roff, the language of manual pages: text escaped, and lines of macros. Pure functions.
#ifndef REDLINE_MANUAL_ROFF_H_
#define REDLINE_MANUAL_ROFF_H_

#include <string>
#include <string_view>

namespace redline::manual {

// The text as it is to be read, in any place of a line: quotes and dashes stay what they
// are, and nothing in it is a request. REQUIRES: ASCII, without line ends.
std::string RoffText(std::string_view text);

// The same in bold.
std::string RoffBold(std::string_view text);

// The same, underlined: what a user replaces.
std::string RoffItalic(std::string_view text);

// ".SH NAME\n". The title is escaped.
std::string RoffSection(std::string_view title);
std::string RoffSubsection(std::string_view title);

// ".TP": a term, and beside or below it what is said of it; both escaped already.
std::string RoffTagged(const std::string& term, const std::string& text);

}  // namespace redline::manual

#endif  // REDLINE_MANUAL_ROFF_H_
