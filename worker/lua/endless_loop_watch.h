// Ends a script that computes on and on: a worker cannot do anything else meanwhile, and
// so could not be stopped.
//
// Lua calls it once for a million of its instructions, which is too rare to be measured.
// A function of a library is none of them, however long it takes: string.find with a
// pattern that backtracks without end is not seen. A script cannot catch the error: it is
// raised anew at each instruction, until the script has ended.
//
// Belongs to one Lua state and outlives it.
#ifndef REDLINE_WORKER_LUA_ENDLESS_LOOP_WATCH_H_
#define REDLINE_WORKER_LUA_ENDLESS_LOOP_WATCH_H_

#include <chrono>
#include <luajit-2.1/lua.hpp>

namespace redline::worker {

class EndlessLoopWatch {
 public:
  // The CPU time that a script may take from one call to Redis to the next: less than
  // what a supervisor gives to a worker that is to stop.
  static constexpr std::chrono::seconds kPatience{2};

  explicit EndlessLoopWatch(lua_State* lua);
  EndlessLoopWatch(const EndlessLoopWatch&) = delete;
  EndlessLoopWatch& operator=(const EndlessLoopWatch&) = delete;

  // The script has got on, or begins.
  void Restart() {
    if (is_timed_) Watch(kInstructions);
    is_timed_ = false;
  }

 private:
  static constexpr int kInstructions = 1'000'000;

  static void Look(lua_State* lua, lua_Debug*);
  // Has Look called each so many instructions from here.
  void Watch(int instructions) { lua_sethook(lua_, Look, LUA_MASKCOUNT, instructions); }

  lua_State* const lua_;
  bool is_timed_ = false;
  std::chrono::nanoseconds since_{};  // Of this thread's CPU time.
};

}  // namespace redline::worker

#endif  // REDLINE_WORKER_LUA_ENDLESS_LOOP_WATCH_H_
