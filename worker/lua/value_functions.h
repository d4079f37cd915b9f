// The functions that give a script its values: redline.uniform, redline.text, and the
// like; and math.random, whose numbers are the run's.
#ifndef REDLINE_WORKER_LUA_VALUE_FUNCTIONS_H_
#define REDLINE_WORKER_LUA_VALUE_FUNCTIONS_H_

#include <luajit-2.1/lua.hpp>

#include "worker/lua/lua_context.h"

namespace redline::worker {

void AddValueFunctions(lua_State* lua, LuaContext& context);

}  // namespace redline::worker

#endif  // REDLINE_WORKER_LUA_VALUE_FUNCTIONS_H_
