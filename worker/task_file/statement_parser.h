// Parses the statements of a task file, in one line or in a block of lines.
//
// Throws Mistake. Refers to the lines, and goes through them.
#ifndef REDLINE_WORKER_TASK_FILE_STATEMENT_PARSER_H_
#define REDLINE_WORKER_TASK_FILE_STATEMENT_PARSER_H_

#include <string>

#include "worker/task_file/file_lines.h"
#include "worker/task_file/syntax.h"

namespace redline::worker::task_file {

class StatementParser {
 public:
  explicit StatementParser(FileLines& lines) : lines_(lines) {}

  // Takes the ":" with which a statement, `of`, ends that holds others, and these: one
  // behind it, or a block on the lines below.
  Block ParseBody(const std::string& of);

 private:
  Statement ParseStatement();
  // What stands behind the ":".
  Block ParseBlock(const std::string& of);
  bool IsAssignment() const;
  bool IsChance() const;

  Pipeline ParsePipeline();
  Assignment ParseAssignment();
  Step ParseStep();
  Share ParseShare();
  Chance ParseChance();
  Choice ParseChoice();
  Repetition ParseRepetition();
  Branch ParseBranch();

  // Goes to the next line if it stands in the block of lines that are indented further
  // than `outer`, as far as `inner` (where that is not 0).
  bool NextOfBlock(std::size_t outer, std::size_t inner);
  LineScanner& line() { return lines_.line(); }

  FileLines& lines_;
  int depth_ = 0;  // Of the block that is parsed.
};

}  // namespace redline::worker::task_file

#endif  // REDLINE_WORKER_TASK_FILE_STATEMENT_PARSER_H_
