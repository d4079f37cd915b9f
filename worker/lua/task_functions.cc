#include "worker/lua/task_functions.h"

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "worker/lua/lua_argument.h"
#include "worker/lua/lua_place.h"

namespace redline::worker {
namespace {

[[noreturn]] void RefuseStep(lua_State* lua, const std::vector<std::string>& steps) {
  if (steps.empty()) {
    RaiseInScript(lua, "there is no step \"%s\": redline.steps at the top names them",
                  lua_tostring(lua, 1));
  }
  lua_pushliteral(lua, "");
  for (const std::string& step : steps) {
    lua_pushfstring(lua, "%s%s", &step == &steps.front() ? "" : ", ", step.c_str());
    lua_concat(lua, 2);
  }
  RaiseInScript(lua, "there is no step \"%s\": redline.steps names %s",
                lua_tostring(lua, 1), lua_tostring(lua, -1));
}

int Step(lua_State* lua) {
  LuaHand& hand = HandOf(lua, "redline.step");
  if (hand.step == nullptr) RaiseInScript(lua, "redline.step is for tasks");
  const std::vector<std::string>& steps = ContextOf(lua).declared.steps;
  if (lua_isnoneornil(lua, 1)) {
    hand.step->End();
    return 0;
  }
  const std::string_view name = TextArgument(lua, 1, "redline.step: the name");
  const auto step = std::ranges::find(steps, name);
  if (step == steps.end()) RefuseStep(lua, steps);
  hand.step->Begin(static_cast<std::size_t>(step - steps.begin()));
  return 0;
}

int Own(lua_State* lua) {
  const LuaHand& hand = HandOf(lua, "redline.own");
  TextArgument(lua, 1, "redline.own: the name");
  lua_settop(lua, 1);
  lua_pushlstring(lua, hand.keys_of_run.data(), hand.keys_of_run.size());
  lua_insert(lua, 1);
  lua_concat(lua, 2);
  return 1;
}

}  // namespace

void AddTaskFunctions(lua_State* lua, LuaContext& context) {
  AddFunctions(lua, context, "redline", {{"step", Step}, {"own", Own}});
}

}  // namespace redline::worker
