#include "worker/lua/sandbox.h"

#include <algorithm>
#include <string_view>

#include "worker/lua/lua_place.h"

namespace redline::worker {
namespace {

// Sorted.
constexpr std::string_view kGlobals[] = {
    "_G",       "_VERSION", "assert",   "bit",    "error",        "getmetatable",
    "ipairs",   "math",     "next",     "os",     "pairs",        "pcall",
    "rawequal", "rawget",   "rawset",   "select", "setmetatable", "string",
    "table",    "tonumber", "tostring", "type",   "unpack",       "xpcall"};
static_assert(std::ranges::is_sorted(kGlobals));

constexpr std::string_view kOfOs[] = {"clock", "date", "difftime", "time"};
static_assert(std::ranges::is_sorted(kOfOs));

void OpenLibrary(lua_State* lua, lua_CFunction open, const char* name) {
  lua_pushcfunction(lua, open);
  lua_pushstring(lua, name);
  lua_call(lua, 1, 0);
}

// Keeps these entries of the table on the top of the stack, and pops it.
template <std::size_t n>
void KeepOnly(lua_State* lua, const std::string_view (&names)[n]) {
  lua_pushnil(lua);
  while (lua_next(lua, -2) != 0) {
    lua_pop(lua, 1);
    if (lua_type(lua, -1) == LUA_TSTRING &&
        std::ranges::binary_search(names, std::string_view(lua_tostring(lua, -1)))) {
      continue;
    }
    lua_pushvalue(lua, -1);
    lua_pushnil(lua);
    lua_rawset(lua, -4);
  }
  lua_pop(lua, 1);
}

void Remove(lua_State* lua, const char* library, const char* name) {
  lua_getglobal(lua, library);
  lua_pushnil(lua);
  lua_setfield(lua, -2, name);
  lua_pop(lua, 1);
}

// The name that the script has used. A local's key is always a text; through _G it may
// be anything.
const char* NameOf(lua_State* lua) {
  return lua_type(lua, 2) == LUA_TSTRING ? lua_tostring(lua, 2) : luaL_typename(lua, 2);
}

int RefuseUnknown(lua_State* lua) {
  RaiseInScript(lua, "there is no variable or function \"%s\"", NameOf(lua));
}

int RefuseNew(lua_State* lua) {
  RaiseInScript(lua,
                "\"%s\" needs \"local\" in front of it: without that, all tasks of a "
                "worker would share it",
                NameOf(lua));
}

}  // namespace

void OpenSandbox(lua_State* lua) {
  OpenLibrary(lua, luaopen_base, "");
  OpenLibrary(lua, luaopen_table, LUA_TABLIBNAME);
  OpenLibrary(lua, luaopen_string, LUA_STRLIBNAME);
  OpenLibrary(lua, luaopen_math, LUA_MATHLIBNAME);
  OpenLibrary(lua, luaopen_os, LUA_OSLIBNAME);
  OpenLibrary(lua, luaopen_bit, LUA_BITLIBNAME);
  lua_pushvalue(lua, LUA_GLOBALSINDEX);
  KeepOnly(lua, kGlobals);
  lua_getglobal(lua, "os");
  KeepOnly(lua, kOfOs);
  Remove(lua, "string", "dump");
  // Its numbers are the run's, and begin with the run's seed.
  Remove(lua, "math", "randomseed");
  lua_createtable(lua, 0, 2);
  lua_pushcfunction(lua, RefuseUnknown);
  lua_setfield(lua, -2, "__index");
  lua_setmetatable(lua, LUA_GLOBALSINDEX);
}

void SealGlobals(lua_State* lua) {
  lua_getmetatable(lua, LUA_GLOBALSINDEX);
  lua_pushcfunction(lua, RefuseNew);
  lua_setfield(lua, -2, "__newindex");
  lua_pop(lua, 1);
}

}  // namespace redline::worker
