// The workload that does nothing, so that what remains is the cost of redline itself.
#ifndef REDLINE_WORKER_WORKLOADS_NOOP_SPEC_H_
#define REDLINE_WORKER_WORKLOADS_NOOP_SPEC_H_

#include <memory>

#include "worker/workloads/workload_spec.h"

namespace redline::redis {
class CommandChannel;
}

namespace redline::worker {

class Workload;
struct WorkloadSettings;

struct NoopSpec {
  static constexpr WorkloadSpec kSpec = {.name = "noop", .meaning = "nothing, no Redis"};

  // In noop_workload.cc.
  static std::unique_ptr<Workload> Make(const WorkloadSettings& settings,
                                        redis::CommandChannel* channel);
};

}  // namespace redline::worker

#endif  // REDLINE_WORKER_WORKLOADS_NOOP_SPEC_H_
