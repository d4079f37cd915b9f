#include "worker/lua/reply_value.h"

#include <cstddef>
#include <string_view>

namespace redline::worker {
namespace {

void PushText(lua_State* lua, std::string_view text) {
  lua_pushlstring(lua, text.data(), text.size());
}

void PushTable(lua_State* lua, const char* field, std::string_view text) {
  lua_createtable(lua, 0, 1);
  PushText(lua, text);
  lua_setfield(lua, -2, field);
}

}  // namespace

void PushReply(lua_State* lua, redis::Reply reply) {
  using redis::ReplyType;
  luaL_checkstack(lua, 4, "an answer is nested too deeply");
  switch (reply.type()) {
    case ReplyType::kNil:
      return lua_pushboolean(lua, false);
    case ReplyType::kString:
      return PushText(lua, reply.text());
    case ReplyType::kStatus:
      return PushTable(lua, "ok", reply.text());
    case ReplyType::kError:
      return PushTable(lua, "err", reply.text());
    case ReplyType::kInteger:
      return lua_pushnumber(lua, static_cast<lua_Number>(reply.integer()));
    case ReplyType::kArray:
      break;
  }
  lua_createtable(lua, static_cast<int>(reply.size()), 0);
  for (std::size_t i = 0; i < reply.size(); ++i) {
    PushReply(lua, reply[i]);
    lua_rawseti(lua, -2, static_cast<int>(i) + 1);
  }
}

}  // namespace redline::worker
