// Reads the user's file that says what a task does: --workload=file:cart.task.
#ifndef REDLINE_RUNNER_SETTINGS_TASK_FILE_READER_H_
#define REDLINE_RUNNER_SETTINGS_TASK_FILE_READER_H_

#include <optional>
#include <string>

#include "reporting/model/task_file.h"

namespace redline::runner {

// Nothing if the workload of this name is no file. Throws UsageError if it cannot be
// read, or is no text that a worker can be given.
std::optional<reporting::TaskFile> ReadTaskFile(const std::string& workload);

}  // namespace redline::runner

#endif  // REDLINE_RUNNER_SETTINGS_TASK_FILE_READER_H_
