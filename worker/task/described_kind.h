// A workload that is written in C++: its description and the function that makes it.
#ifndef REDLINE_WORKER_TASK_DESCRIBED_KIND_H_
#define REDLINE_WORKER_TASK_DESCRIBED_KIND_H_

#include <memory>
#include <string>
#include <utility>

#include "redis/command_channel.h"
#include "worker/task/workload.h"
#include "worker/task/workload_description.h"
#include "worker/task/workload_kind.h"
#include "worker/task/workload_settings.h"

namespace redline::worker {

class DescribedKind final : public WorkloadKind {
 public:
  using Maker = std::unique_ptr<Workload> (*)(const WorkloadSettings& settings,
                                              redis::CommandChannel* channel);

  DescribedKind(WorkloadDescription description, Maker make)
      : description_(std::move(description)), make_(make) {}

  const WorkloadDescription& description() const override { return description_; }

  std::unique_ptr<Workload> Make(const WorkloadSettings& settings,
                                 redis::CommandChannel* channel) override {
    if (description_.needs_redis && channel == nullptr) {
      throw WorkloadRefused("The workload \"" + description_.name +
                            "\" needs a Redis: name one in REDIS_URL.");
    }
    return make_(settings, channel);
  }

 private:
  const WorkloadDescription description_;
  const Maker make_;
};

}  // namespace redline::worker

#endif  // REDLINE_WORKER_TASK_DESCRIBED_KIND_H_
