#include "worker/task_file/source_lines.h"

#include <algorithm>
#include <cstddef>

namespace redline::worker::task_file {

std::vector<std::string_view> SourceLines(std::string_view text) {
  // What some editors write in front of UTF-8.
  constexpr std::string_view kByteOrderMark = "\xef\xbb\xbf";
  if (text.starts_with(kByteOrderMark)) text.remove_prefix(kByteOrderMark.size());
  std::vector<std::string_view> lines;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    std::string_view line = text.substr(0, end);
    if (line.ends_with('\r')) line.remove_suffix(1);
    lines.push_back(line);
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return lines;
}

}  // namespace redline::worker::task_file
