// Parses a command of a task file, which is written as for redis-cli, and what may stand
// behind it.
//
// Pure functions of a line. They throw Mistake.
#ifndef REDLINE_WORKER_TASK_FILE_COMMAND_PARSER_H_
#define REDLINE_WORKER_TASK_FILE_COMMAND_PARSER_H_

#include "worker/task_file/line_scanner.h"
#include "worker/task_file/syntax.h"

namespace redline::worker::task_file {

// Up to the end of the line, or to a "|", which is not taken.
Command ParseCommand(LineScanner& line);

}  // namespace redline::worker::task_file

#endif  // REDLINE_WORKER_TASK_FILE_COMMAND_PARSER_H_
