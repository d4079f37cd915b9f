// What the functions that a script calls know: what the script has declared, and the hand
// for which it runs.
//
// One for each Lua state, which it outlives, on the worker's only thread.
#ifndef REDLINE_WORKER_LUA_LUA_CONTEXT_H_
#define REDLINE_WORKER_LUA_LUA_CONTEXT_H_

#include <cstdint>
#include <initializer_list>
#include <luajit-2.1/lua.hpp>
#include <string>
#include <vector>

#include "base/split_mix.h"
#include "worker/lua/lua_hand.h"
#include "worker/task/parameters.h"
#include "worker/task/zipf_distribution.h"

namespace redline::worker {

// A function of the script's, by its place in Lua's registry.
using LuaFunctionRef = int;

// What the script says about itself while it is read.
struct LuaDeclarations {
  struct Preparation {
    std::int64_t times;
    LuaFunctionRef function;
  };

  std::vector<std::string> keys;        // How the names of its keys begin.
  std::vector<std::string> steps;       // At most shm::kMaxSteps.
  std::vector<std::string> parameters;  // Their names.
  std::vector<std::string> scripts;     // For Redis.
  std::vector<Preparation> preparations;
  bool watches = false;  // Its tasks may send WATCH.
};

struct LuaContext {
  Parameters given;  // As the user gave them.
  LuaDeclarations declared;
  bool is_reading = true;   // The script is being read, and may declare.
  LuaHand* hand = nullptr;  // Null unless a task or a preparation runs.
  // While the script is read, the same in all workers.
  SplitMix random_of_reading{1};
  // A task draws from the same one again and again, most often.
  ZipfDistribution latest_zipf{1, 1, 1};
  std::string payload = {};  // Used again and again.

  SplitMix& random() { return hand != nullptr ? hand->random : random_of_reading; }
};

struct LuaFunction {
  const char* name;
  lua_CFunction function;
};

// Adds functions to the global table, which is made if it is not there.
void AddFunctions(lua_State* lua, LuaContext& context, const char* table,
                  std::initializer_list<LuaFunction> functions);

// For the functions added so.
inline LuaContext& ContextOf(lua_State* lua) {
  return *static_cast<LuaContext*>(lua_touserdata(lua, lua_upvalueindex(1)));
}

// The hand for which the script runs. Raises an error of Lua's if it is being read.
LuaHand& HandOf(lua_State* lua, const char* function);

}  // namespace redline::worker

#endif  // REDLINE_WORKER_LUA_LUA_CONTEXT_H_
