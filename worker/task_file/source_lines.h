// A text in lines. Pure functions.
#ifndef REDLINE_WORKER_TASK_FILE_SOURCE_LINES_H_
#define REDLINE_WORKER_TASK_FILE_SOURCE_LINES_H_

#include <string_view>
#include <vector>

namespace redline::worker::task_file {

// Without their ends, be they "\n" or "\r\n", and without a byte order mark. They refer
// to the text.
std::vector<std::string_view> SourceLines(std::string_view text);

}  // namespace redline::worker::task_file

#endif  // REDLINE_WORKER_TASK_FILE_SOURCE_LINES_H_
