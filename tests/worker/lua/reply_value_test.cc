#include "worker/lua/reply_value.h"

#include <gtest/gtest.h>

#include <memory>
#include <string>

#include "redis/reply_reader.h"

namespace redline::worker {
namespace {

class ReplyValueTest : public ::testing::Test {
 protected:
  // Whether, of `answer`, what the expression says of `v` is true.
  bool Holds(const std::string& answer, const std::string& expression) {
    redis::ReplyReader reader;
    reader.Feed(answer);
    lua_State* const lua = state_.get();
    luaL_openlibs(lua);
    PushReply(lua, reader.replies()[0]);
    lua_setglobal(lua, "v");
    EXPECT_EQ(luaL_dostring(lua, ("return " + expression).c_str()), 0)
        << lua_tostring(lua, -1);
    const bool holds = lua_toboolean(lua, -1) != 0;
    lua_settop(lua, 0);
    return holds;
  }

  struct Close {
    void operator()(lua_State* state) const { lua_close(state); }
  };
  const std::unique_ptr<lua_State, Close> state_{luaL_newstate()};
};

TEST_F(ReplyValueTest, IsFalseForNil) {
  EXPECT_TRUE(Holds("$-1\r\n", "v == false"));
  EXPECT_TRUE(Holds("*-1\r\n", "v == false"));
}

TEST_F(ReplyValueTest, IsAStringForATextOfAnyBytes) {
  EXPECT_TRUE(Holds(std::string("$4\r\na\0\r\n\r\n", 10), "v == 'a\\0\\r\\n'"));
  EXPECT_TRUE(Holds("$0\r\n\r\n", "v == ''"));
}

TEST_F(ReplyValueTest, IsANumberForAnInteger) {
  EXPECT_TRUE(Holds(":-42\r\n", "v == -42"));
  EXPECT_TRUE(Holds(":9007199254740992\r\n", "v == 2^53"));
}

TEST_F(ReplyValueTest, IsATableWithTheTextOfAStatusOrAnError) {
  EXPECT_TRUE(Holds("+OK\r\n", "v.ok == 'OK' and v.err == nil"));
  EXPECT_TRUE(Holds("-ERR no\r\n", "v.err == 'ERR no' and v.ok == nil"));
}

TEST_F(ReplyValueTest, IsATableForAnArrayAsDeepAsItGoes) {
  EXPECT_TRUE(Holds("*0\r\n", "type(v) == 'table' and #v == 0"));
  EXPECT_TRUE(
      Holds("*3\r\n:1\r\n*2\r\n$1\r\nx\r\n-ERR no\r\n$-1\r\n",
            "v[1] == 1 and v[2][1] == 'x' and v[2][2].err == 'ERR no' and v[3] == "
            "false"));
}

}  // namespace
}  // namespace redline::worker
