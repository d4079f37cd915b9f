#include "worker/workloads/workload_registry.h"

#include <stdexcept>
#include <string>

#include "worker/workloads/building_workload.h"
#include "worker/workloads/noop_workload.h"

namespace redline::worker {
namespace {

struct Registration {
  std::string_view name;
  bool needs_redis;
  std::unique_ptr<Workload> (*make)(const WorkloadSettings&, redis::RedisConnection*);
};

// Add your own here.
constexpr Registration kWorkloads[] = {
    {"building", true,
     [](const WorkloadSettings& settings,
        redis::RedisConnection* connection) -> std::unique_ptr<Workload> {
       return std::make_unique<BuildingWorkload>(settings, *connection);
     }},
    {"noop", false,
     [](const WorkloadSettings&, redis::RedisConnection*) -> std::unique_ptr<Workload> {
       return std::make_unique<NoopWorkload>();
     }},
};

const Registration& Find(std::string_view name) {
  std::string names;
  for (const auto& workload : kWorkloads) {
    if (workload.name == name) return workload;
    names.append(names.empty() ? "" : ", ").append(workload.name);
  }
  throw std::invalid_argument("There is no workload \"" + std::string(name) +
                              "\": choose one of " + names + ".");
}

}  // namespace

std::vector<std::string_view> WorkloadNames() {
  std::vector<std::string_view> names;
  for (const auto& workload : kWorkloads) names.push_back(workload.name);
  return names;
}

bool NeedsRedis(std::string_view name) { return Find(name).needs_redis; }

std::unique_ptr<Workload> MakeWorkload(std::string_view name,
                                       const WorkloadSettings& settings,
                                       redis::RedisConnection* connection) {
  const Registration& workload = Find(name);
  if (workload.needs_redis && connection == nullptr) {
    throw std::invalid_argument("The workload \"" + std::string(name) +
                                "\" needs a Redis: name one in REDIS_URL.");
  }
  return workload.make(settings, connection);
}

}  // namespace redline::worker
