// The worker's executable, without the workloads that it knows.
#ifndef REDLINE_WORKER_WORKER_MAIN_H_
#define REDLINE_WORKER_WORKER_MAIN_H_

#include "worker/task/workload_kind.h"

namespace redline::worker {

// Takes the flags of a worker, which only the supervisor gives, works until told to stop,
// or says what a workload is (worker/describe/description_json.h), and returns the
// process' exit code.
int WorkerMain(int argc, char** argv, WorkloadFinder find_workload);

}  // namespace redline::worker

#endif  // REDLINE_WORKER_WORKER_MAIN_H_
