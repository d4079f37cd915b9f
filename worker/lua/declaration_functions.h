// The functions with which a script says, while it is read, what it is about:
// redline.keys, redline.steps, redline.param, redline.script, redline.prepare.
#ifndef REDLINE_WORKER_LUA_DECLARATION_FUNCTIONS_H_
#define REDLINE_WORKER_LUA_DECLARATION_FUNCTIONS_H_

#include <luajit-2.1/lua.hpp>

#include "worker/lua/lua_context.h"

namespace redline::worker {

// What they are told goes to context.declared.
void AddDeclarationFunctions(lua_State* lua, LuaContext& context);

}  // namespace redline::worker

#endif  // REDLINE_WORKER_LUA_DECLARATION_FUNCTIONS_H_
