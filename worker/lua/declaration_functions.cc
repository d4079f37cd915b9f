#include "worker/lua/declaration_functions.h"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "worker/lua/lua_argument.h"
#include "worker/lua/lua_place.h"
#include "worker/task/names.h"
#include "worker/task/plain_number.h"
#include "worker/task/sha1.h"
#include "worker/task/step_names.h"

namespace redline::worker {
namespace {

LuaContext& Reading(lua_State* lua, const char* function) {
  LuaContext& context = ContextOf(lua);
  if (!context.is_reading) {
    RaiseInScript(lua, "%s stands at the top of the file, and in no function", function);
  }
  return context;
}

void PushText(lua_State* lua, std::string_view text) {
  lua_pushlstring(lua, text.data(), text.size());
}

int Keys(lua_State* lua) {
  LuaContext& context = Reading(lua, "redline.keys");
  for (int i = 1; i <= lua_gettop(lua); ++i) {
    const std::string_view key = TextArgument(lua, i, "redline.keys: each name");
    if (key.empty()) RaiseInScript(lua, "redline.keys: a name is empty");
    context.declared.keys.emplace_back(key);
  }
  return 0;
}

// Pushes what was expected in place of a step's name, and what it is; false if it is
// right.
bool PushWrongStep(lua_State* lua, std::string_view name,
                   const std::vector<std::string>& before) {
  const auto wrong = CheckStepName(name, before);
  if (!wrong) return false;
  lua_pushstring(lua, wrong->expected.c_str());
  lua_pushstring(lua, wrong->found.c_str());
  return true;
}

int Steps(lua_State* lua) {
  LuaContext& context = Reading(lua, "redline.steps");
  std::vector<std::string>& steps = context.declared.steps;
  const int count = lua_gettop(lua);
  for (int i = 1; i <= count; ++i) {
    const std::string_view step = TextArgument(lua, i, "redline.steps: each name");
    if (PushWrongStep(lua, step, steps)) {
      RaiseInScript(lua, "redline.steps: expected %s, but found %s",
                    lua_tostring(lua, -2), lua_tostring(lua, -1));
    }
    steps.emplace_back(step);
  }
  return 0;
}

int Param(lua_State* lua) {
  LuaContext& context = Reading(lua, "redline.param");
  const std::string_view name = TextArgument(lua, 1, "redline.param: the name");
  if (!IsName(name)) {
    RaiseInScript(lua,
                  "redline.param: a name has letters, digits and '_', which \"%s\" does "
                  "not fit",
                  lua_tostring(lua, 1));
  }
  const bool is_number = lua_type(lua, 2) == LUA_TNUMBER;
  if (!is_number && lua_type(lua, 2) != LUA_TSTRING) {
    RaiseInScript(
        lua,
        "redline.param: %s needs a number or a text, which it is unless --param "
        "gives another",
        lua_tostring(lua, 1));
  }
  context.declared.parameters.emplace_back(name);
  lua_settop(lua, 2);
  const auto given = context.given.find(name);
  if (given == context.given.end()) return 1;
  const std::string& value = given->second;
  if (!is_number) {
    PushText(lua, value);
    return 1;
  }
  const std::optional<double> number = ParseReal(value);
  if (!number) {
    // No destructor may be left to do when the error is raised.
    PushText(lua, RefusalOfNumber(name, value));
    RaiseInScript(lua, "%s", lua_tostring(lua, -1));
  }
  lua_pushnumber(lua, *number);
  return 1;
}

int Script(lua_State* lua) {
  LuaContext& context = Reading(lua, "redline.script");
  const std::string_view text = TextArgument(lua, 1, "redline.script: the script");
  context.declared.scripts.emplace_back(text);
  PushText(lua, Sha1Hex(text));
  return 1;
}

int Prepare(lua_State* lua) {
  LuaContext& context = Reading(lua, "redline.prepare");
  const std::int64_t times = WholeArgument(lua, 1, "redline.prepare: how many times");
  if (times < 0) RaiseInScript(lua, "redline.prepare: how many times is below 0");
  if (lua_type(lua, 2) != LUA_TFUNCTION) {
    RaiseInScript(lua,
                  "redline.prepare needs a function, as in redline.prepare(1000, "
                  "function(i) ... end)");
  }
  lua_settop(lua, 2);
  context.declared.preparations.push_back(
      {.times = times, .function = luaL_ref(lua, LUA_REGISTRYINDEX)});
  return 0;
}

}  // namespace

void AddDeclarationFunctions(lua_State* lua, LuaContext& context) {
  AddFunctions(lua, context, "redline",
               {{"keys", Keys},
                {"steps", Steps},
                {"param", Param},
                {"script", Script},
                {"prepare", Prepare}});
}

}  // namespace redline::worker
