#include "worker/task_file/file_lines.h"

#include <algorithm>

#include "base/ascii.h"
#include "worker/task_file/source_lines.h"

namespace redline::worker::task_file {
namespace {

std::size_t IndentOf(std::string_view line) {
  return std::min(line.find_first_not_of(' '), line.size());
}

bool IsIndented(std::string_view line) {
  return Trim(line).empty() || line.front() == ' ' || line.front() == '\t';
}

}  // namespace

FileLines::FileLines(std::string_view text) : lines_(SourceLines(text)) {}

std::size_t FileLines::FindNext() const {
  std::size_t next = next_;
  while (next < lines_.size() && LineScanner(lines_[next], next + 1).AtEnd()) ++next;
  return next;
}

bool FileLines::Next() {
  const std::size_t next = FindNext();
  if (next == lines_.size()) {
    scanner_ = LineScanner("", std::max<std::size_t>(lines_.size(), 1));
    return false;
  }
  indent_ = NextIndent();
  scanner_ = NextLine();
  next_ = next + 1;
  return true;
}

void FileLines::NextOfPipeline() {
  const std::size_t before = indent_;
  Next();
  indent_ = before;
}

std::size_t FileLines::NextIndent() const {
  const std::size_t next = FindNext();
  const std::size_t indent = IndentOf(lines_[next]);
  if (lines_[next][indent] == '\t') {
    throw Mistake({next + 1, indent + 1}, "an indentation of blanks", "a tab");
  }
  return indent;
}

LineScanner FileLines::NextLine() const {
  const std::size_t next = FindNext();
  return {lines_[next], next + 1, IndentOf(lines_[next])};
}

std::string FileLines::TakeIndentedText() {
  std::string text;
  while (next_ < lines_.size() && IsIndented(lines_[next_])) {
    text.append(lines_[next_++]).push_back('\n');
  }
  // Without the empty lines behind it.
  text.erase(std::min(text.find_last_not_of(" \t\n") + 1, text.size()));
  return text;
}

}  // namespace redline::worker::task_file
