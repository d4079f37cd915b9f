#include "worker/lua/lua_thread.h"

namespace redline::worker {

LuaThread::LuaThread(LuaScript& script) : script_(script) { Renew(); }

LuaThread::~LuaThread() { luaL_unref(script_.state(), LUA_REGISTRYINDEX, anchor_); }

void LuaThread::Renew() {
  lua_State* const lua = script_.state();
  luaL_unref(lua, LUA_REGISTRYINDEX, anchor_);
  thread_ = lua_newthread(lua);
  anchor_ = luaL_ref(lua, LUA_REGISTRYINDEX);
}

void LuaThread::Begin(LuaFunctionRef function) {
  // It waits, or has failed: such a thread cannot begin anew.
  if (lua_status(thread_) != 0) Renew();
  lua_settop(thread_, 0);
  lua_rawgeti(thread_, LUA_REGISTRYINDEX, function);
}

LuaThread::Outcome LuaThread::Resume(LuaHand& hand, int pushed) {
  LuaContext& context = script_.context();
  script_.watch().Restart();
  context.hand = &hand;
  const int status = lua_resume(thread_, pushed);
  context.hand = nullptr;
  if (status == LUA_YIELD) return Outcome::kAwaits;
  return status == 0 ? Outcome::kDone : Outcome::kFailed;
}

}  // namespace redline::worker
