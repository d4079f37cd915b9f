// A workload as a worker knows it: described for the supervisor, and made for each of the
// worker's hands.
//
// A worker has one, which lives as long as the workloads that it makes: what these share,
// such as a compiled task file, belongs to it. Used on one thread.
#ifndef REDLINE_WORKER_TASK_WORKLOAD_KIND_H_
#define REDLINE_WORKER_TASK_WORKLOAD_KIND_H_

#include <memory>
#include <stdexcept>
#include <string_view>

#include "redis/command_channel.h"
#include "worker/task/workload.h"
#include "worker/task/workload_description.h"
#include "worker/task/workload_settings.h"

namespace redline::worker {

// What a user asks for.
struct WorkloadRequest {
  std::string_view name;  // As --workload takes it: "building", "file:checkout.task".
  std::string_view text;  // A file's.
  // As --param takes them: "users=1e6,size=300". See worker/task/parameters.h.
  std::string_view parameters;

  // Of a file, as messages have it: "file:shop/checkout.task" is checkout.task.
  std::string_view FileName() const { return name.substr(name.find_last_of(":/") + 1); }
};

// There is no such workload, or it cannot be used: a sentence for the user, who can mend
// it.
class WorkloadRefused : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

class WorkloadKind {
 public:
  virtual ~WorkloadKind() = default;

  virtual const WorkloadDescription& description() const = 0;

  // `channel` outlives what is made, and is null where Redis is not needed. Throws what
  // keeps it from doing so.
  virtual std::unique_ptr<Workload> Make(const WorkloadSettings& settings,
                                         redis::CommandChannel* channel) = 0;
};

// Finds what was asked for, never null; what it refers to need not outlive the call.
// Throws WorkloadRefused.
using WorkloadFinder = std::unique_ptr<WorkloadKind> (*)(const WorkloadRequest& request);

}  // namespace redline::worker

#endif  // REDLINE_WORKER_TASK_WORKLOAD_KIND_H_
