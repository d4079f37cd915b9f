#include "worker/lua/lua_script.h"

#include <new>
#include <utility>

#include "base/ascii.h"
#include "redis/reply.h"
#include "worker/lua/declaration_functions.h"
#include "worker/lua/redis_functions.h"
#include "worker/lua/sandbox.h"
#include "worker/lua/task_functions.h"
#include "worker/lua/value_functions.h"
#include "worker/task/workload_kind.h"

namespace redline::worker {
namespace {

lua_State* NewState() {
  lua_State* const state = luaL_newstate();
  if (state == nullptr) throw std::bad_alloc();
  // Compiled loops cannot be ended by EndlessLoopWatch, and tasks spend their time in
  // calls to Redis, which are not compiled: docs/decisions.md has figures.
  luaJIT_setmode(state, 0, LUAJIT_MODE_ENGINE | LUAJIT_MODE_OFF);
  return state;
}

// The field of the table on the top of the stack, or nothing if it is no text.
std::string TextField(lua_State* lua, const char* field) {
  lua_pushstring(lua, field);
  lua_rawget(lua, -2);
  std::size_t size = 0;
  const char* const text =
      lua_type(lua, -1) == LUA_TSTRING ? lua_tolstring(lua, -1, &size) : "";
  std::string copy(text, size);
  lua_pop(lua, 1);
  return copy;
}

// The commands of a script are not known before it sends them; but this one is a text in
// quotes, or is refused then.
bool NamesWatch(std::string_view script) {
  const std::string capitals = UpperCase(script);
  return capitals.find("\"WATCH\"") != std::string::npos ||
         capitals.find("'WATCH'") != std::string::npos;
}

}  // namespace

LuaScript::LuaScript(std::string file, std::string_view text, Parameters parameters)
    : file_(std::move(file)),
      context_{.given = std::move(parameters), .declared = {}},
      state_(NewState()),
      watch_(state_.get()) {
  OpenSandbox(state());
  AddDeclarationFunctions(state(), context_);
  AddValueFunctions(state(), context_);
  AddTaskFunctions(state(), context_);
  AddRedisFunctions(state(), context_);
  Read(text);
  const auto& known = context_.declared.parameters;
  RefuseUnknownParameters(context_.given, {known.begin(), known.end()}, file_,
                          "redline.param(\"users\", 1000) at its top");
  SealGlobals(state());
  context_.is_reading = false;
}

void LuaScript::Read(std::string_view text) {
  lua_State* const lua = state();
  const std::string chunk = "@" + file_;
  if (luaL_loadbufferx(lua, text.data(), text.size(), chunk.c_str(), "t") != 0 ||
      lua_pcall(lua, 0, 0, 0) != 0) {
    std::string error = ErrorText(lua);
    if (!error.ends_with('.')) error += '.';
    throw WorkloadRefused(error);
  }
  lua_pushliteral(lua, "task");
  lua_rawget(lua, LUA_GLOBALSINDEX);
  if (lua_type(lua, -1) != LUA_TFUNCTION) {
    throw WorkloadRefused(file_ +
                          " has no task: write what one does as \"function task() ... "
                          "end\", without \"local\".");
  }
  task_ = luaL_ref(lua, LUA_REGISTRYINDEX);
  context_.declared.watches = NamesWatch(text);
}

void LuaScript::ThrowError(lua_State* thread) const {
  if (lua_type(thread, -1) == LUA_TTABLE) {
    const std::string answer = TextField(thread, "err");
    if (!answer.empty()) {
      const std::string at = TextField(thread, "at");
      if (at.empty()) redis::ThrowErrorReply(answer, file_);
      redis::ThrowErrorReply(answer, at.starts_with(file_) ? at : file_ + ": " + at);
    }
  }
  throw TaskFailed(ErrorText(thread));
}

std::string LuaScript::ErrorText(lua_State* thread) const {
  if (lua_type(thread, -1) == LUA_TTABLE) {
    const std::string answer = TextField(thread, "err");
    if (!answer.empty()) return file_ + ": " + answer;
  }
  if (lua_type(thread, -1) != LUA_TSTRING) {
    return file_ + ": error() was given " + luaL_typename(thread, -1) +
           ", where it needs a text";
  }
  const std::string text = lua_tostring(thread, -1);
  return text.starts_with(file_ + ":") ? text : file_ + ": " + text;
}

}  // namespace redline::worker
