// redis.call, redis.pcall and redline.pipeline.
//
// Each adds its commands to the batch of the hand for which the script runs, says in
// LuaHand::awaited what it waits for, and yields. Whoever resumes it with what
// PushAnswers pushes makes it go on.
#ifndef REDLINE_WORKER_LUA_REDIS_FUNCTIONS_H_
#define REDLINE_WORKER_LUA_REDIS_FUNCTIONS_H_

#include <cstddef>
#include <luajit-2.1/lua.hpp>

#include "redis/reply.h"
#include "worker/lua/lua_context.h"

namespace redline::worker {

void AddRedisFunctions(lua_State* lua, LuaContext& context);

// Pushes, for a script that waits for them, the answers from the `first` on; returns the
// number of values.
int PushAnswers(lua_State* lua, redis::Replies replies, std::size_t first,
                const LuaAwaited& awaited);

}  // namespace redline::worker

#endif  // REDLINE_WORKER_LUA_REDIS_FUNCTIONS_H_
