// A user's script that has been read: its Lua state, and what it has declared.
//
// Shared by all hands of a worker, on its only thread.
#ifndef REDLINE_WORKER_LUA_LUA_SCRIPT_H_
#define REDLINE_WORKER_LUA_LUA_SCRIPT_H_

#include <luajit-2.1/lua.hpp>
#include <memory>
#include <string>
#include <string_view>

#include "worker/lua/endless_loop_watch.h"
#include "worker/lua/lua_context.h"

namespace redline::worker {

class LuaScript {
 public:
  // Reads it: what stands outside of functions is done. `file` is its name in messages.
  // Throws WorkloadRefused (worker/task/workload_kind.h).
  LuaScript(std::string file, std::string_view text, Parameters parameters);
  LuaScript(const LuaScript&) = delete;
  LuaScript& operator=(const LuaScript&) = delete;

  lua_State* state() const { return state_.get(); }
  const std::string& file() const { return file_; }
  const LuaDeclarations& declared() const { return context_.declared; }
  LuaFunctionRef task() const { return task_; }

  // For LuaThread.
  LuaContext& context() { return context_; }
  EndlessLoopWatch& watch() { return watch_; }

  // Throws the error on the top of the stack of one of the state's threads: as
  // redis::RedisError if it is one of Redis' that the script has not caught, else as
  // TaskFailed.
  [[noreturn]] void ThrowError(lua_State* thread) const;

 private:
  struct Close {
    void operator()(lua_State* state) const { lua_close(state); }
  };

  // The text of the error on the top of the stack, which begins with the place.
  std::string ErrorText(lua_State* thread) const;
  void Read(std::string_view text);

  const std::string file_;
  LuaContext context_;
  const std::unique_ptr<lua_State, Close> state_;
  EndlessLoopWatch watch_;
  LuaFunctionRef task_ = LUA_NOREF;
};

}  // namespace redline::worker

#endif  // REDLINE_WORKER_LUA_LUA_SCRIPT_H_
