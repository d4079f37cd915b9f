#include "worker/lua/endless_loop_watch.h"

#include <time.h>

#include "worker/lua/lua_place.h"

namespace redline::worker {
namespace {

// Its address is the key under which the state keeps its watch.
constexpr char kKey = 0;

// Not the time of day: hundreds of workers may read their script at once.
std::chrono::nanoseconds CpuTime() {
  timespec now{};
  ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return std::chrono::seconds(now.tv_sec) + std::chrono::nanoseconds(now.tv_nsec);
}

void PushKey(lua_State* lua) { lua_pushlightuserdata(lua, const_cast<char*>(&kKey)); }

}  // namespace

EndlessLoopWatch::EndlessLoopWatch(lua_State* lua) : lua_(lua) {
  PushKey(lua);
  lua_pushlightuserdata(lua, this);
  lua_rawset(lua, LUA_REGISTRYINDEX);
  Watch(kInstructions);
}

void EndlessLoopWatch::Look(lua_State* lua, lua_Debug*) {
  PushKey(lua);
  lua_rawget(lua, LUA_REGISTRYINDEX);
  auto& watch = *static_cast<EndlessLoopWatch*>(lua_touserdata(lua, -1));
  lua_pop(lua, 1);
  if (!watch.is_timed_) {
    watch.is_timed_ = true;
    watch.since_ = CpuTime();
  } else if (CpuTime() - watch.since_ > kPatience) {
    // Whatever catches this error.
    watch.Watch(1);
    RaiseInScript(lua, "computed for %d s without a call to Redis",
                  static_cast<int>(kPatience.count()));
  }
}

}  // namespace redline::worker
