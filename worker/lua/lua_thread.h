// A thread of Lua's: a function of the script that runs until it waits for Redis, and
// then goes on from there.
//
// It is used again from one run to the next. Belongs to one Lua state, on the worker's
// only thread.
#ifndef REDLINE_WORKER_LUA_LUA_THREAD_H_
#define REDLINE_WORKER_LUA_LUA_THREAD_H_

#include <luajit-2.1/lua.hpp>

#include "worker/lua/lua_context.h"
#include "worker/lua/lua_script.h"

namespace redline::worker {

class LuaThread {
 public:
  enum class Outcome {
    kDone,
    kAwaits,  // LuaHand::awaited says what.
    kFailed,  // The error is on the top of the stack.
  };

  explicit LuaThread(LuaScript& script);
  ~LuaThread();
  LuaThread(const LuaThread&) = delete;
  LuaThread& operator=(const LuaThread&) = delete;

  // Makes the function the next to run, and forgets what has run, or waits, so far.
  // Arguments may be pushed then.
  void Begin(LuaFunctionRef function);

  // Runs for the hand. What has been pushed are arguments, or what was waited for.
  Outcome Resume(LuaHand& hand, int pushed);

  lua_State* state() const { return thread_; }

 private:
  void Renew();

  LuaScript& script_;
  lua_State* thread_ = nullptr;
  int anchor_ = LUA_NOREF;  // Keeps Lua from collecting it.
};

}  // namespace redline::worker

#endif  // REDLINE_WORKER_LUA_LUA_THREAD_H_
