// Reads one line of a task file from left to right: tokens of expressions and statements,
// and, character by character, the words of commands, which have rules of their own.
//
// Throws Mistake. A value that refers to the line; a copy looks ahead.
#ifndef REDLINE_WORKER_TASK_FILE_LINE_SCANNER_H_
#define REDLINE_WORKER_TASK_FILE_LINE_SCANNER_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "worker/task_file/mistake.h"

namespace redline::worker::task_file {

struct Token {
  enum class Kind : std::uint8_t { kEnd, kNumber, kName, kText, kSymbol };

  bool Is(std::string_view symbol) const {
    return kind == Kind::kSymbol && source == symbol;
  }
  bool IsWord(std::string_view word) const {
    return kind == Kind::kName && source == word;
  }
  // As a phrase: in quotes, or "the end of the line".
  std::string Found() const;

  Kind kind = Kind::kEnd;
  Position at = {};
  std::string_view source = {};  // As it is written.
  std::string text = {};         // What a text means.
};

class LineScanner {
 public:
  // Begins at the `begin`th character.
  LineScanner(std::string_view line, std::size_t number, std::size_t begin = 0)
      : line_(line), number_(number), next_(begin) {}

  // Tokens. Blanks before them do not count, and a comment is the end of the line.

  // The next token, which remains the next.
  Token Look() const;
  Token Take();
  bool TakeIf(std::string_view symbol);
  bool TakeIfWord(std::string_view word);
  // Takes this symbol; `expected` says in a sentence what it is for.
  void Expect(std::string_view symbol, const std::string& expected);
  bool AtEnd() const;
  // There is nothing but a comment behind this. `expected` is what could have been there.
  void ExpectEnd(const std::string& expected) const;

  // Characters.

  void SkipBlanks();
  // 0 at the end of the line.
  char LookAtCharacter(std::size_t ahead = 0) const {
    return next_ + ahead < line_.size() ? line_[next_ + ahead] : '\0';
  }
  bool AtBlankOrEnd() const;
  char TakeCharacter() { return line_[next_++]; }
  // What stands behind a backslash in a "text", the backslash taken.
  char TakeEscaped();

  Position Here() const { return {number_, next_ + 1}; }
  // What was taken since then, of this line.
  std::string_view Since(Position begin) const {
    return line_.substr(begin.column - 1, next_ - (begin.column - 1));
  }

 private:
  std::string TakeText();
  std::string_view SourceOfToken() const;

  std::string_view line_;
  std::size_t number_;
  std::size_t next_;
};

}  // namespace redline::worker::task_file

#endif  // REDLINE_WORKER_TASK_FILE_LINE_SCANNER_H_
