#include "manual/roff.h"

namespace redline::manual {
namespace {

std::string_view Escaped(const char& c) {
  switch (c) {
    case '\\':
      return "\\e";
    case '-':
      return "\\-";
    case '\'':
      return "\\(aq";
    case '"':
      return "\\(dq";
    case '`':
      return "\\(ga";
    case '^':
      return "\\(ha";
    case '~':
      return "\\(ti";
    case '/':
      // A long URL may be broken behind it.
      return "/\\:";
    default:
      return {&c, 1};
  }
}

std::string Heading(std::string_view macro, std::string_view title) {
  std::string line(macro);
  return line.append(" \"").append(RoffText(title)).append("\"\n");
}

}  // namespace

std::string RoffText(std::string_view text) {
  std::string escaped;
  for (const char& c : text) escaped += Escaped(c);
  // A dot begins a request at the start of a line only; the quote is never bare.
  return text.starts_with('.') ? "\\&" + escaped : escaped;
}

std::string RoffBold(std::string_view text) { return "\\fB" + RoffText(text) + "\\fR"; }

std::string RoffItalic(std::string_view text) { return "\\fI" + RoffText(text) + "\\fR"; }

std::string RoffSection(std::string_view title) { return Heading(".SH", title); }

std::string RoffSubsection(std::string_view title) { return Heading(".SS", title); }

std::string RoffTagged(const std::string& term, const std::string& text) {
  return ".TP\n" + term + "\n" + text + "\n";
}

}  // namespace redline::manual
