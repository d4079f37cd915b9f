// Redis' answers as values of Lua, as Redis itself gives them to scripts:
//
//   nil          false
//   a text       a string
//   an integer   a number
//   a status     a table with the status in "ok"
//   an error     a table with the error in "err"
//   an array     a table of such values, from 1
#ifndef REDLINE_WORKER_LUA_REPLY_VALUE_H_
#define REDLINE_WORKER_LUA_REPLY_VALUE_H_

#include <luajit-2.1/lua.hpp>

#include "redis/reply.h"

namespace redline::worker {

// Pushes the value, which is a copy.
void PushReply(lua_State* lua, redis::Reply reply);

}  // namespace redline::worker

#endif  // REDLINE_WORKER_LUA_REPLY_VALUE_H_
