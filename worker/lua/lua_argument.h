// The arguments of functions that a script calls. What does not fit raises an error of
// Lua's: "checkout.lua:12: redline.uniform: the first number must be ...".
#ifndef REDLINE_WORKER_LUA_LUA_ARGUMENT_H_
#define REDLINE_WORKER_LUA_LUA_ARGUMENT_H_

#include <cstdint>
#include <luajit-2.1/lua.hpp>
#include <string_view>

namespace redline::worker {

// `what` is how the error calls it: "redline.zipf: the exponent".

double NumberArgument(lua_State* lua, int index, const char* what);

// No further from 0 than 2^53, up to which numbers of Lua's are exact.
std::int64_t WholeArgument(lua_State* lua, int index, const char* what);

// Valid as long as it is on the stack.
std::string_view TextArgument(lua_State* lua, int index, const char* what);

}  // namespace redline::worker

#endif  // REDLINE_WORKER_LUA_LUA_ARGUMENT_H_
