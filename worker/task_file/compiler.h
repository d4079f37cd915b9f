// Compiles a task file for a run. Pure.
#ifndef REDLINE_WORKER_TASK_FILE_COMPILER_H_
#define REDLINE_WORKER_TASK_FILE_COMPILER_H_

#include <memory>
#include <string>
#include <string_view>

#include "worker/task_file/program.h"
#include "worker/task_file/syntax.h"

namespace redline::worker::task_file {

// `name` is the file's, for sentences; `keys_of_run` stands in front of the names of our
// own keys (WorkloadSettings::KeysOfRun). Throws the first Mistake.
std::unique_ptr<const Program> Compile(const TaskFile& file, std::string_view name,
                                       std::string_view keys_of_run);

}  // namespace redline::worker::task_file

#endif  // REDLINE_WORKER_TASK_FILE_COMPILER_H_
