#include "worker/lua/lua_context.h"

#include "worker/lua/lua_place.h"

namespace redline::worker {

void AddFunctions(lua_State* lua, LuaContext& context, const char* table,
                  std::initializer_list<LuaFunction> functions) {
  lua_pushstring(lua, table);
  lua_rawget(lua, LUA_GLOBALSINDEX);
  if (lua_isnil(lua, -1)) {
    lua_pop(lua, 1);
    lua_newtable(lua);
    lua_pushvalue(lua, -1);
    lua_setglobal(lua, table);
  }
  for (const auto& [name, function] : functions) {
    lua_pushlightuserdata(lua, &context);
    lua_pushcclosure(lua, function, 1);
    lua_setfield(lua, -2, name);
  }
  lua_pop(lua, 1);
}

LuaHand& HandOf(lua_State* lua, const char* function) {
  LuaHand* const hand = ContextOf(lua).hand;
  if (hand != nullptr) return *hand;
  RaiseInScript(lua, "%s works in task and in what redline.prepare is given only",
                function);
}

}  // namespace redline::worker
