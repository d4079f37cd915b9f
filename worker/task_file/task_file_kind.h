// The workload of a task file (docs/task-files.md), read and checked.
#ifndef REDLINE_WORKER_TASK_FILE_TASK_FILE_KIND_H_
#define REDLINE_WORKER_TASK_FILE_TASK_FILE_KIND_H_

#include <memory>

#include "worker/task/workload_kind.h"

namespace redline::worker {

// Compiles the request's text, a file's, with its parameters. Never null. Throws
// WorkloadRefused, which names the file (as the request's name ends) and the place of the
// first mistake.
std::unique_ptr<WorkloadKind> ReadTaskFile(const WorkloadRequest& request);

}  // namespace redline::worker

#endif  // REDLINE_WORKER_TASK_FILE_TASK_FILE_KIND_H_
