// Parses a task file. Pure.
#ifndef REDLINE_WORKER_TASK_FILE_FILE_PARSER_H_
#define REDLINE_WORKER_TASK_FILE_FILE_PARSER_H_

#include <string_view>

#include "worker/task_file/syntax.h"

namespace redline::worker::task_file {

// Throws the first Mistake. The tree does not refer to the text.
TaskFile ParseTaskFile(std::string_view text);

}  // namespace redline::worker::task_file

#endif  // REDLINE_WORKER_TASK_FILE_FILE_PARSER_H_
