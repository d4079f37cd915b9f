// The functions of a task that are neither values nor commands: redline.step and
// redline.own.
#ifndef REDLINE_WORKER_LUA_TASK_FUNCTIONS_H_
#define REDLINE_WORKER_LUA_TASK_FUNCTIONS_H_

#include <luajit-2.1/lua.hpp>

#include "worker/lua/lua_context.h"

namespace redline::worker {

void AddTaskFunctions(lua_State* lua, LuaContext& context);

}  // namespace redline::worker

#endif  // REDLINE_WORKER_LUA_TASK_FUNCTIONS_H_
