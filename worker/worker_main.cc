#include "worker/worker_main.h"

#include <gflags/gflags.h>
#include <glog/logging.h>
#include <signal.h>

#include <cstdlib>
#include <exception>
#include <iostream>
#include <iterator>
#include <string>

#include "base/unique_fd.h"
#include "worker/describe/description_json.h"
#include "worker/worker.h"

DEFINE_uint64(worker_index, 0, "which block of the segment is this worker's");
DEFINE_bool(describe, false, "say what the workload is that stdin asks for");
DEFINE_int32(segment_fd, -1, "the inherited shared memory");
DEFINE_int32(wakeup_fd, -1, "the inherited eventfd on which to sleep");
DEFINE_int32(status_fd, -1,
             "the inherited pipe that tells the supervisor of a new state");

namespace redline::worker {
namespace {

// A failed worker's exit code; its reason is in the segment.
constexpr int kExitCannotWork = 3;

std::string AnswerTo(const std::string& json, WorkloadFinder find_workload) {
  const auto request = ReadRequest(json);
  if (!request) return RefusalToJson("The request for a workload is none.");
  try {
    return ToJson(find_workload(request->view())->description());
  } catch (const WorkloadRefused& refused) {
    return RefusalToJson(refused.what());
  }
}

}  // namespace

int WorkerMain(int argc, char** argv, WorkloadFinder find_workload) {
  google::InitGoogleLogging(argv[0]);
  FLAGS_logtostderr = true;
  gflags::ParseCommandLineFlags(&argc, &argv, true);
  ::signal(SIGPIPE, SIG_IGN);
  if (FLAGS_describe) {
    const std::string request((std::istreambuf_iterator<char>(std::cin)), {});
    std::cout << AnswerTo(request, find_workload) << '\n';
    return EXIT_SUCCESS;
  }
  try {
    Worker worker({.index = FLAGS_worker_index,
                   .segment = UniqueFd(FLAGS_segment_fd),
                   .wakeup = UniqueFd(FLAGS_wakeup_fd),
                   .status = UniqueFd(FLAGS_status_fd)},
                  find_workload);
    worker.Run();
    return EXIT_SUCCESS;
  } catch (const std::exception& error) {
    VLOG(1) << "worker " << FLAGS_worker_index << ": " << error.what();
    return kExitCannotWork;
  }
}

}  // namespace redline::worker
