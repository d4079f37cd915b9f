// Where in a user's script something happens, and errors that say so.
#ifndef REDLINE_WORKER_LUA_LUA_PLACE_H_
#define REDLINE_WORKER_LUA_LUA_PLACE_H_

#include <luajit-2.1/lua.hpp>

namespace redline::worker {

// Pushes "checkout.lua:12: ", the line of the script that runs, or an empty text if the
// script does not: a call that is a function's last statement leaves no trace of it.
void PushPlace(lua_State* lua);

// Raises an error of Lua's: the place, and the text, as lua_pushfstring makes it of
// `format`. REQUIRES: no destructor has anything to do on the way to Lua.
[[noreturn]] void RaiseInScript(lua_State* lua, const char* format, ...)
    __attribute__((format(printf, 2, 3)));

}  // namespace redline::worker

#endif  // REDLINE_WORKER_LUA_LUA_PLACE_H_
