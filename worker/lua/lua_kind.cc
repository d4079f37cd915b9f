#include "worker/lua/lua_kind.h"

#include <string>

#include "worker/lua/lua_script.h"
#include "worker/lua/lua_workload.h"
#include "worker/task/parameters.h"

namespace redline::worker {
namespace {

class LuaKind final : public WorkloadKind {
 public:
  explicit LuaKind(const WorkloadRequest& request)
      : script_(std::string(request.FileName()), request.text,
                ParseParameters(request.parameters)) {
    description_.name = request.name;
    description_.steps = script_.declared().steps;
    description_.needs_redis = true;
    description_.prepares_by_itself = !script_.declared().preparations.empty();
    description_.needs_own_connection = script_.declared().watches;
  }

  const WorkloadDescription& description() const override { return description_; }

  std::unique_ptr<Workload> Make(const WorkloadSettings& settings,
                                 redis::CommandChannel* channel) override {
    return std::make_unique<LuaWorkload>(script_, settings, *channel);
  }

 private:
  LuaScript script_;
  WorkloadDescription description_;
};

}  // namespace

std::unique_ptr<WorkloadKind> ReadLuaTask(const WorkloadRequest& request) {
  return std::make_unique<LuaKind>(request);
}

}  // namespace redline::worker
