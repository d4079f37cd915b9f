#include "worker/worker_main.h"

#include <gflags/gflags.h>
#include <glog/logging.h>
#include <signal.h>

#include <cstdlib>
#include <exception>

#include "base/unique_fd.h"
#include "worker/worker.h"

DEFINE_uint64(worker_index, 0, "which block of the segment is this worker's");
DEFINE_int32(segment_fd, -1, "the inherited shared memory");
DEFINE_int32(wakeup_fd, -1, "the inherited eventfd on which to sleep");
DEFINE_int32(status_fd, -1,
             "the inherited pipe that tells the supervisor of a new state");

namespace redline::worker {
namespace {

// A failed worker's exit code; its reason is in the segment.
constexpr int kExitCannotWork = 3;

}  // namespace

int WorkerMain(int argc, char** argv, WorkloadMaker make_workload) {
  google::InitGoogleLogging(argv[0]);
  FLAGS_logtostderr = true;
  gflags::ParseCommandLineFlags(&argc, &argv, true);
  ::signal(SIGPIPE, SIG_IGN);
  try {
    Worker worker({.index = FLAGS_worker_index,
                   .segment = UniqueFd(FLAGS_segment_fd),
                   .wakeup = UniqueFd(FLAGS_wakeup_fd),
                   .status = UniqueFd(FLAGS_status_fd)},
                  make_workload);
    worker.Run();
    return EXIT_SUCCESS;
  } catch (const std::exception& error) {
    VLOG(1) << "worker " << FLAGS_worker_index << ": " << error.what();
    return kExitCannotWork;
  }
}

}  // namespace redline::worker
