// A text taken apart into its lines.
#ifndef REDLINE_BASE_TEXT_TEXT_LINES_H_
#define REDLINE_BASE_TEXT_TEXT_LINES_H_

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace redline {

// The lines of a text, without their ends ('\n'); a last line without an end counts. They
// refer to the text.
inline std::vector<std::string_view> LinesOf(std::string_view text) {
  std::vector<std::string_view> lines;
  while (!text.empty()) {
    const std::size_t end = text.find('\n');
    lines.push_back(text.substr(0, end));
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  }
  return lines;
}

// The lines would outlive a temporary text.
std::vector<std::string_view> LinesOf(std::string&& text) = delete;

}  // namespace redline

#endif  // REDLINE_BASE_TEXT_TEXT_LINES_H_
