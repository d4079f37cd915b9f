// A mistake in a task file: where it is, and what was expected there.
#ifndef REDLINE_WORKER_TASK_FILE_MISTAKE_H_
#define REDLINE_WORKER_TASK_FILE_MISTAKE_H_

#include <cstddef>
#include <stdexcept>
#include <string>
#include <string_view>

namespace redline::worker::task_file {

// A place in a file. Both count from 1.
struct Position {
  std::size_t line = 1;
  std::size_t column = 1;  // In bytes.
};

// what() is "expected ..., but found ...", without the place and without a full stop.
class Mistake : public std::runtime_error {
 public:
  // `found` is a phrase: a word that was found is Quoted.
  Mistake(Position at, const std::string& expected, const std::string& found)
      : std::runtime_error("expected " + expected + ", but found " + found), at_(at) {}

  Position at() const { return at_; }

 private:
  Position at_;
};

// A text of the file or of Redis in quotes, on one line of a terminal: without what is
// not printable, and cut where it is long.
std::string Quoted(std::string_view text);

// "cart.task:8:16: expected ..., but found ...": a sentence for the user. Columns are
// counted in characters of `text`, the file's.
std::string Sentence(std::string_view file, std::string_view text,
                     const Mistake& mistake);

}  // namespace redline::worker::task_file

#endif  // REDLINE_WORKER_TASK_FILE_MISTAKE_H_
