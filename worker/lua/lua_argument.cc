#include "worker/lua/lua_argument.h"

#include <cmath>

#include "worker/lua/lua_place.h"

namespace redline::worker {
namespace {

const char* TypeOf(lua_State* lua, int index) {
  const char* const type = luaL_typename(lua, index);
  return lua_isnoneornil(lua, index) ? "missing (nil)" : type;
}

}  // namespace

double NumberArgument(lua_State* lua, int index, const char* what) {
  if (lua_type(lua, index) == LUA_TNUMBER) {
    const double number = lua_tonumber(lua, index);
    if (std::isfinite(number)) return number;
    RaiseInScript(lua, "%s must be a number, but is %f", what, number);
  }
  RaiseInScript(lua, "%s must be a number, but is %s", what, TypeOf(lua, index));
}

std::int64_t WholeArgument(lua_State* lua, int index, const char* what) {
  const double number = NumberArgument(lua, index, what);
  if (number != std::floor(number) || std::abs(number) > 0x1p53) {
    RaiseInScript(lua, "%s must be a whole number, but is %f", what, number);
  }
  return static_cast<std::int64_t>(number);
}

std::string_view TextArgument(lua_State* lua, int index, const char* what) {
  if (lua_type(lua, index) != LUA_TSTRING) {
    RaiseInScript(lua, "%s must be a text, but is %s", what, TypeOf(lua, index));
  }
  std::size_t size = 0;
  const char* const text = lua_tolstring(lua, index, &size);
  return {text, size};
}

}  // namespace redline::worker
