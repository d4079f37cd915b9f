// The values that a user gives to the params of a task file. Pure.
#ifndef REDLINE_WORKER_TASK_FILE_GIVEN_PARAMS_H_
#define REDLINE_WORKER_TASK_FILE_GIVEN_PARAMS_H_

#include <string_view>

#include "worker/task_file/syntax.h"

namespace redline::worker::task_file {

// Puts the values of --param (worker/task/parameters.h) in place of those that `file`,
// which is called `name`, has. Throws WorkloadRefused.
void GiveParams(std::string_view parameters, std::string_view name, TaskFile& file);

}  // namespace redline::worker::task_file

#endif  // REDLINE_WORKER_TASK_FILE_GIVEN_PARAMS_H_
