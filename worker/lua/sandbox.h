// What a user's script may use of Lua: what Redis' scripts may, except that it cannot
// load code, write to the terminal, or run coroutines of its own.
#ifndef REDLINE_WORKER_LUA_SANDBOX_H_
#define REDLINE_WORKER_LUA_SANDBOX_H_

#include <luajit-2.1/lua.hpp>

namespace redline::worker {

// For a new state. The name of a variable that does not exist is an error from now on.
void OpenSandbox(lua_State* lua);

// From now on the script cannot make global variables, as one that lacks "local" would:
// a worker's tasks would share it.
void SealGlobals(lua_State* lua);

}  // namespace redline::worker

#endif  // REDLINE_WORKER_LUA_SANDBOX_H_
