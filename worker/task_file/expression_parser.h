// Parses expressions and conditions, which are one language: `or`, `and`, `not`,
// comparisons, `+ -`, `* / %`, each binding closer than the one before.
//
// Pure functions of a line. They take what belongs to the expression, and throw Mistake.
#ifndef REDLINE_WORKER_TASK_FILE_EXPRESSION_PARSER_H_
#define REDLINE_WORKER_TASK_FILE_EXPRESSION_PARSER_H_

#include "worker/task_file/line_scanner.h"
#include "worker/task_file/syntax.h"

namespace redline::worker::task_file {

Expression ParseExpression(LineScanner& line);

// What stands behind `expect`, where the answer is meant if the left side is missing: it
// is made explicit.
Expression ParseExpectation(LineScanner& line);

}  // namespace redline::worker::task_file

#endif  // REDLINE_WORKER_TASK_FILE_EXPRESSION_PARSER_H_
