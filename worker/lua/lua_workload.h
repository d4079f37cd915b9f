// Performs the tasks of a user's script for one hand, and prepares its share of what they
// are to find.
#ifndef REDLINE_WORKER_LUA_LUA_WORKLOAD_H_
#define REDLINE_WORKER_LUA_LUA_WORKLOAD_H_

#include <boost/asio/awaitable.hpp>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

#include "redis/command_channel.h"
#include "worker/lua/lua_hand.h"
#include "worker/lua/lua_script.h"
#include "worker/lua/lua_thread.h"
#include "worker/task/script_loader.h"
#include "worker/task/workload.h"
#include "worker/task/workload_settings.h"

namespace redline::worker {

class LuaWorkload final : public Workload {
 public:
  // What it refers to outlives it.
  LuaWorkload(LuaScript& script, const WorkloadSettings& settings,
              redis::CommandChannel& channel);

  // Of all that is to be prepared, this hand does every so many-th that there are hands.
  // A part's calls run side by side: what they send leaves together. Until the part is
  // done it counts as not begun.
  boost::asio::awaitable<bool> Prepare() override;

  boost::asio::awaitable<void> Perform(StepTimer& timer) override;

 private:
  // Where it has got to in the preparations.
  struct Progress {
    std::size_t preparation = 0;
    std::int64_t calls = 0;  // Of this hand, that are done.
  };

  // A call of what redline.prepare was given, as it waits for Redis.
  struct Waiting {
    LuaThread* thread;
    LuaAwaited awaited;
  };

  boost::asio::awaitable<void> PreparePart(LuaFunctionRef function,
                                           std::int64_t first_call, std::int64_t calls);
  void Resume(LuaThread& thread, int pushed, std::vector<Waiting>& waiting);

  LuaScript& script_;
  redis::CommandChannel& channel_;
  LuaHand hand_;
  LuaThread thread_;
  ScriptLoader scripts_;
  Progress progress_;
  std::vector<std::unique_ptr<LuaThread>> preparing_;
};

}  // namespace redline::worker

#endif  // REDLINE_WORKER_LUA_LUA_WORKLOAD_H_
