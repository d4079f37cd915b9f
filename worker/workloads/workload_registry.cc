#include "worker/workloads/workload_registry.h"

#include <stdexcept>
#include <string>
#include <tuple>

#include "worker/workloads/workload_list.h"

namespace redline::worker {

std::unique_ptr<Workload> MakeWorkload(std::string_view name,
                                       const WorkloadSettings& settings,
                                       redis::CommandChannel* channel) {
  std::unique_ptr<Workload> made;
  const auto make_if_named = [&](auto workload) {
    if (workload.kSpec.name != name) return;
    if (workload.kSpec.needs_redis && channel == nullptr) {
      throw std::invalid_argument("The workload \"" + std::string(name) +
                                  "\" needs a Redis: name one in REDIS_URL.");
    }
    made = workload.Make(settings, channel);
  };
  std::apply([&](auto... workload) { (make_if_named(workload), ...); }, WorkloadList());
  if (made != nullptr) return made;
  throw std::invalid_argument("There is no workload \"" + std::string(name) + "\".");
}

}  // namespace redline::worker
