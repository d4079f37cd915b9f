// Commands of a script on their way from Lua's stack into a batch.
//
// They are looked at first, as a whole, so that an error of Lua's leaves no half command
// in a batch.
#ifndef REDLINE_WORKER_LUA_COMMAND_ARGUMENTS_H_
#define REDLINE_WORKER_LUA_COMMAND_ARGUMENTS_H_

#include <luajit-2.1/lua.hpp>
#include <string>
#include <vector>

#include "worker/lua/lua_context.h"

namespace redline::worker {

enum class CommandRole {
  kOther,
  kMulti,  // Opens a transaction.
  kExec,   // Ends one: EXEC, DISCARD.
};

// What a command is to its connection. Raises an error of Lua's if a task may not send
// it, or the value on the top of the stack is not the name of a command.
CommandRole RoleOfCommand(lua_State* lua, const LuaContext& context);

// Raises an error of Lua's unless the value on the top of the stack can be an argument:
// a text or a number. `position` counts from 1, the command's name.
void CheckArgument(lua_State* lua, int position);

// Adds the value at `index`, which has been checked, to the batch of the hand. A key of
// our own, which no command's name is, gets what makes it the run's in front of it.
void AddArgument(lua_State* lua, int index, int position,
                 const std::vector<std::string>& keys, LuaHand& hand);

}  // namespace redline::worker

#endif  // REDLINE_WORKER_LUA_COMMAND_ARGUMENTS_H_
