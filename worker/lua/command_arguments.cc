#include "worker/lua/command_arguments.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "worker/lua/lua_place.h"
#include "worker/task/own_keys.h"
#include "worker/task/refused_commands.h"

namespace redline::worker {
namespace {

// In capitals; cut where it is longer than any that matters here. No string, which an
// error of Lua's might not destroy.
struct CommandName {
  explicit CommandName(std::string_view name) : size(std::min(name.size(), sizeof text)) {
    std::ranges::transform(name.substr(0, size), text, [](char c) {
      return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
    });
  }
  std::string_view view() const { return {text, size}; }

  char text[16];
  std::size_t size;
};

// As Redis turns a script's numbers into arguments: whole ones in full.
std::string_view Digits(double number, char (&buffer)[32]) {
  // Beyond, a double may not be exact, nor fit.
  const bool is_whole = number == std::floor(number) && std::abs(number) < 0x1p63;
  const auto result = is_whole ? std::to_chars(buffer, std::end(buffer),
                                               static_cast<std::int64_t>(number))
                               : std::to_chars(buffer, std::end(buffer), number);
  return {buffer, result.ptr};
}

void CheckWatch(lua_State* lua, const LuaContext& context) {
  if (context.hand->step == nullptr) {
    RaiseInScript(lua,
                  "WATCH is for tasks: calls of what redline.prepare is given share a "
                  "connection");
  }
  if (!context.declared.watches) {
    RaiseInScript(lua,
                  "WATCH needs a connection of its own, so the file must name it in "
                  "quotes, as \"WATCH\"");
  }
}

}  // namespace

CommandRole RoleOfCommand(lua_State* lua, const LuaContext& context) {
  if (lua_type(lua, -1) != LUA_TSTRING) {
    RaiseInScript(lua, "a command begins with its name, a text, but here with %s",
                  lua_isnoneornil(lua, -1) ? "nothing (nil)" : luaL_typename(lua, -1));
  }
  std::size_t size = 0;
  const char* const text = lua_tolstring(lua, -1, &size);
  const CommandName capitals({text, size});
  const std::string_view name = capitals.view();
  if (const RefusedCommand* const refused = FindRefusedCommand(name)) {
    RaiseInScript(lua, "a task may not send %s, %s", refused->name.data(),
                  refused->why.data());
  }
  if (name == "WATCH") CheckWatch(lua, context);
  if (name == "MULTI") return CommandRole::kMulti;
  if (name == "EXEC" || name == "DISCARD") return CommandRole::kExec;
  return CommandRole::kOther;
}

void CheckArgument(lua_State* lua, int position) {
  const int type = lua_type(lua, -1);
  if (type == LUA_TSTRING || type == LUA_TNUMBER) return;
  RaiseInScript(lua, "argument %d of the command must be a text or a number, but is %s",
                position - 1, lua_typename(lua, type));
}

void AddArgument(lua_State* lua, int index, int position,
                 const std::vector<std::string>& keys, LuaHand& hand) {
  if (lua_type(lua, index) == LUA_TNUMBER) {
    char buffer[32];
    return hand.batch.Argument(Digits(lua_tonumber(lua, index), buffer));
  }
  std::size_t size = 0;
  const char* const bytes = lua_tolstring(lua, index, &size);
  const std::string_view text(bytes, size);
  const bool is_own = position > 1 && IsOwnKey(text, keys);
  if (!is_own) return hand.batch.Argument(text);
  hand.scratch.assign(hand.keys_of_run).append(text);
  hand.batch.Argument(hand.scratch);
}

}  // namespace redline::worker
