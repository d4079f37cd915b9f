#include "worker/workloads/workload_registry.h"

#include <string>
#include <string_view>
#include <tuple>

#include "worker/lua/lua_kind.h"
#include "worker/task/described_kind.h"
#include "worker/task_file/task_file_kind.h"
#include "worker/workloads/workload_list.h"

namespace redline::worker {
namespace {

// One of redline's own; null if it is none.
std::unique_ptr<WorkloadKind> FindOwn(std::string_view name) {
  std::unique_ptr<WorkloadKind> found;
  const auto take_if_named = [&](auto workload) {
    if (workload.kSpec.name != name) return;
    found = std::make_unique<DescribedKind>(Describe(workload.kSpec),
                                            &decltype(workload)::Make);
  };
  std::apply([&](auto... workload) { (take_if_named(workload), ...); }, WorkloadList());
  return found;
}

// By how its name ends.
std::unique_ptr<WorkloadKind> FindOfFile(const WorkloadRequest& request) {
  if (request.name.ends_with(".task")) return ReadTaskFile(request);
  if (request.name.ends_with(".lua")) return ReadLuaTask(request);
  throw WorkloadRefused(
      "--workload (WORKLOAD): \"" + std::string(request.name) +
      "\" must be a task file, cart.task, or a script, cart.lua: name it "
      "so.");
}

}  // namespace

std::unique_ptr<WorkloadKind> FindWorkload(const WorkloadRequest& request) {
  if (request.name.starts_with("file:")) return FindOfFile(request);
  std::unique_ptr<WorkloadKind> own = FindOwn(request.name);
  if (own == nullptr) {
    throw WorkloadRefused("There is no workload \"" + std::string(request.name) + "\".");
  }
  if (request.parameters.empty()) return own;
  throw WorkloadRefused("--param (PARAM) is for a task of yours, and the workload " +
                        std::string(request.name) + " has no parameters: leave it out.");
}

}  // namespace redline::worker
