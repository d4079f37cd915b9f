#include "worker/lua/redis_functions.h"

#include <cstddef>
#include <optional>
#include <string_view>

#include "worker/lua/command_arguments.h"
#include "worker/lua/lua_place.h"
#include "worker/lua/reply_value.h"

namespace redline::worker {
namespace {

// What a function in C awaits ends it, so that what comes then is written in Lua. "send"
// gives an answer, and true behind it if that is an error; "send_all" a table of them
// and, if one is an error, that and the index of its command.
constexpr std::string_view kInLua = R"lua(
local send, send_all, raise = ...

function redis.call(...)
  local answer, failed = send(...)
  if failed then raise(answer, (...)) end
  return answer
end

function redis.pcall(...)
  return (send(...))
end

function redline.pipeline(commands)
  local answers, failed, at = send_all(commands)
  if failed then raise(failed, commands[at][1]) end
  return answers
end
)lua";

// Raises an error of Redis', the first argument, and adds to it where: the script's line,
// and the command, the second.
int Raise(lua_State* lua) {
  lua_settop(lua, 2);
  PushPlace(lua);
  lua_insert(lua, 2);
  lua_concat(lua, 2);
  lua_setfield(lua, 1, "at");
  return lua_error(lua);
}

void CheckCanWait(lua_State* lua) {
  if (lua_isyieldable(lua) != 0) return;
  RaiseInScript(
      lua,
      "Redis cannot be called in a function that table.sort, string.gsub or the "
      "like call");
}

int Yield(lua_State* lua, LuaHand& hand, const LuaAwaited& awaited) {
  hand.awaited = awaited;
  return lua_yield(lua, 0);
}

int Send(lua_State* lua) {
  LuaHand& hand = HandOf(lua, "redis.call");
  const LuaContext& context = ContextOf(lua);
  CheckCanWait(lua);
  const int count = lua_gettop(lua);
  lua_pushvalue(lua, 1);
  if (RoleOfCommand(lua, context) != CommandRole::kOther) {
    RaiseInScript(lua,
                  "MULTI, EXEC and DISCARD stand in a redline.pipeline, all of a "
                  "transaction in one: other tasks may use the connection in between");
  }
  lua_pop(lua, 1);
  for (int i = 2; i <= count; ++i) {
    lua_pushvalue(lua, i);
    CheckArgument(lua, i);
    lua_pop(lua, 1);
  }
  hand.batch.Begin(static_cast<std::size_t>(count));
  for (int i = 1; i <= count; ++i) {
    AddArgument(lua, i, i, context.declared.keys, hand);
  }
  return Yield(lua, hand, {.commands = 1, .is_pipeline = false});
}

// Looks at all commands of the pipeline at index 1; returns their number.
int CheckPipeline(lua_State* lua, const LuaContext& context) {
  if (lua_type(lua, 1) != LUA_TTABLE) {
    RaiseInScript(lua,
                  "redline.pipeline needs a table of commands, as in "
                  "redline.pipeline{{\"GET\", \"a\"}, {\"GET\", \"b\"}}");
  }
  const int commands = static_cast<int>(lua_objlen(lua, 1));
  bool in_transaction = false;
  for (int i = 1; i <= commands; ++i) {
    lua_rawgeti(lua, 1, i);
    if (lua_type(lua, -1) != LUA_TTABLE) {
      RaiseInScript(lua, "command %d of redline.pipeline must be a table, but is %s", i,
                    luaL_typename(lua, -1));
    }
    lua_rawgeti(lua, -1, 1);
    const CommandRole role = RoleOfCommand(lua, context);
    lua_pop(lua, 1);
    if (role != CommandRole::kOther) {
      if (in_transaction == (role == CommandRole::kMulti)) {
        RaiseInScript(lua, "redline.pipeline: MULTI and EXEC do not go in pairs");
      }
      in_transaction = !in_transaction;
    }
    const int arguments = static_cast<int>(lua_objlen(lua, -1));
    for (int k = 2; k <= arguments; ++k) {
      lua_rawgeti(lua, -1, k);
      CheckArgument(lua, k);
      lua_pop(lua, 1);
    }
    lua_pop(lua, 1);
  }
  if (in_transaction) RaiseInScript(lua, "redline.pipeline: MULTI without an EXEC");
  return commands;
}

int SendAll(lua_State* lua) {
  LuaHand& hand = HandOf(lua, "redline.pipeline");
  const LuaContext& context = ContextOf(lua);
  CheckCanWait(lua);
  const int commands = CheckPipeline(lua, context);
  if (commands == 0) {
    lua_newtable(lua);
    return 1;
  }
  for (int i = 1; i <= commands; ++i) {
    lua_rawgeti(lua, 1, i);
    const int arguments = static_cast<int>(lua_objlen(lua, -1));
    hand.batch.Begin(static_cast<std::size_t>(arguments));
    for (int k = 1; k <= arguments; ++k) {
      lua_rawgeti(lua, -1, k);
      AddArgument(lua, -1, k, context.declared.keys, hand);
      lua_pop(lua, 1);
    }
    lua_pop(lua, 1);
  }
  return Yield(lua, hand,
               {.commands = static_cast<std::size_t>(commands), .is_pipeline = true});
}

// The first error among a pipeline's answers, and the index of its command, from 0.
struct PipelineError {
  redis::Reply reply;
  std::size_t command;
};

std::optional<PipelineError> FindError(redis::Replies replies, std::size_t first,
                                       std::size_t commands) {
  for (std::size_t i = 0; i < commands; ++i) {
    const redis::Reply reply = replies[first + i];
    if (reply.is_error()) return PipelineError{reply, i};
    // EXEC answers the commands before it.
    if (i < reply.size() || replies[first + i - 1].text() != "QUEUED") continue;
    for (std::size_t k = 0; k < reply.size(); ++k) {
      if (reply[k].is_error()) return PipelineError{reply[k], i - reply.size() + k};
    }
  }
  return std::nullopt;
}

}  // namespace

void AddRedisFunctions(lua_State* lua, LuaContext& context) {
  AddFunctions(lua, context, "redis", {});
  luaL_loadbuffer(lua, kInLua.data(), kInLua.size(), "=redline");
  for (const lua_CFunction function : {Send, SendAll, Raise}) {
    lua_pushlightuserdata(lua, &context);
    lua_pushcclosure(lua, function, 1);
  }
  lua_call(lua, 3, 0);
}

int PushAnswers(lua_State* lua, redis::Replies replies, std::size_t first,
                const LuaAwaited& awaited) {
  if (!awaited.is_pipeline) {
    const redis::Reply reply = replies[first];
    PushReply(lua, reply);
    if (!reply.is_error()) return 1;
    lua_pushboolean(lua, true);
    return 2;
  }
  lua_createtable(lua, static_cast<int>(awaited.commands), 0);
  for (std::size_t i = 0; i < awaited.commands; ++i) {
    PushReply(lua, replies[first + i]);
    lua_rawseti(lua, -2, static_cast<int>(i) + 1);
  }
  const auto error = FindError(replies, first, awaited.commands);
  if (!error) return 1;
  PushReply(lua, error->reply);
  lua_pushinteger(lua, static_cast<lua_Integer>(error->command) + 1);
  return 3;
}

}  // namespace redline::worker
