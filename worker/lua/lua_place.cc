#include "worker/lua/lua_place.h"

#include <cstdarg>
#include <cstdlib>

namespace redline::worker {

void PushPlace(lua_State* lua) {
  lua_Debug frame;
  for (int level = 0; lua_getstack(lua, level, &frame) != 0; ++level) {
    lua_getinfo(lua, "Sl", &frame);
    // So begins a file's name, and no other chunk's.
    if (frame.source[0] != '@') continue;
    lua_pushfstring(lua, "%s:%d: ", frame.source + 1, frame.currentline);
    return;
  }
  lua_pushliteral(lua, "");
}

void RaiseInScript(lua_State* lua, const char* format, ...) {
  PushPlace(lua);
  std::va_list arguments;
  va_start(arguments, format);
  lua_pushvfstring(lua, format, arguments);
  va_end(arguments);
  lua_concat(lua, 2);
  lua_error(lua);
  std::abort();  // lua_error does not return, but is not declared so.
}

}  // namespace redline::worker
