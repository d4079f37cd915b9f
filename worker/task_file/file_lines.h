// The lines of a task file, one after the other, with their indentations.
//
// Refers to the text. Throws Mistake.
#ifndef REDLINE_WORKER_TASK_FILE_FILE_LINES_H_
#define REDLINE_WORKER_TASK_FILE_FILE_LINES_H_

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "worker/task_file/line_scanner.h"

namespace redline::worker::task_file {

class FileLines {
 public:
  explicit FileLines(std::string_view text);

  // Goes to the next line that holds something, and returns whether there is one.
  bool Next();

  // The same without going there: the indentation of that line, in which a tab is a
  // mistake, and a scanner of it.
  // REQUIRES: HasNext.
  bool HasNext() const { return FindNext() < lines_.size(); }
  std::size_t NextIndent() const;
  LineScanner NextLine() const;

  // Goes to that line, which belongs to the one before: its indentation does not count.
  void NextOfPipeline();

  // Of the line to which Next went: how many blanks it begins with, and what it holds.
  std::size_t indent() const { return indent_; }
  LineScanner& line() { return scanner_; }
  const LineScanner& line() const { return scanner_; }

  // Takes the lines below that are indented, or empty, as they are.
  std::string TakeIndentedText();

 private:
  std::size_t FindNext() const;

  std::vector<std::string_view> lines_;
  std::size_t next_ = 0;  // Behind the one to which Next went.
  std::size_t indent_ = 0;
  LineScanner scanner_{"", 1};
};

}  // namespace redline::worker::task_file

#endif  // REDLINE_WORKER_TASK_FILE_FILE_LINES_H_
