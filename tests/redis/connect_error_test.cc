#include "redis/connect_error.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/asio/error.hpp>
#include <string>

namespace redline::redis {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;
using Kind = RedisError::Kind;

std::string Login(const char* url, const char* answer) {
  const RedisError error = LoginRefused(ParseRedisUrl(url), answer);
  EXPECT_EQ(error.kind(), Kind::kMisconfigured);
  EXPECT_THAT(error.reply(), Not(HasSubstr("sesame")));
  return error.what();
}

TEST(LoginRefused, NeverShowsThePasswordThatAServerRepeats) {
  EXPECT_THAT(Login("redis://u:sesame@h",
                    "ERR unknown command 'AUTH', with args "
                    "beginning with: 'u' 'sesame' "),
              AllOf(HasSubstr("refused the login (ERR)"), Not(HasSubstr("sesame"))));
  EXPECT_THAT(Login("redis://u:sesame123@h",
                    "ERR unknown command 'AUTH', with args "
                    "beginning with: 'u' 'sesame"),
              Not(HasSubstr("sesame")));
  EXPECT_THAT(Login("redis://:sesame@h", "DENIED for sesame"),
              AllOf(HasSubstr("(DENIED)"), Not(HasSubstr("sesame"))));
}

TEST(LoginRefused, KnowsTheAnswersOfOlderVersions) {
  EXPECT_THAT(Login("redis://:sesame@h", "ERR invalid password"),
              HasSubstr("does not accept the password"));
  EXPECT_THAT(Login("redis://:sesame@h", "ERR Client sent AUTH, but no password is set"),
              HasSubstr("has no password"));
  EXPECT_THAT(
      Login("redis://u:sesame@h", "ERR wrong number of arguments for 'auth' command"),
      HasSubstr("too old for users: leave the user \"u\" out"));
}

TEST(TurnedAway, TellsAFullServerFromAProtectedOne) {
  const RedisUrl url = ParseRedisUrl("redis://h");
  EXPECT_EQ(TurnedAway(url, "ERR max number of clients reached").kind(), Kind::kNotReady);
  const RedisError error = TurnedAway(
      url, "DENIED Redis is running in protected mode because x. In this mode");
  EXPECT_EQ(error.kind(), Kind::kMisconfigured);
  EXPECT_THAT(error.what(), HasSubstr("start it with --protected-mode no"));
}

TEST(StillLoading, ShowsHowFarItIsWhereThatIsKnown) {
  const RedisUrl url = ParseRedisUrl("redis://h");
  EXPECT_STREQ(
      StillLoading(url, "LOADING",
                   "loading:1\r\nloading_loaded_perc:42.50\r\n"
                   "loading_eta_seconds:7\r\n")
          .what(),
      "Redis at redis://h:6379 is still loading its data (42 % done, about 7 s to "
      "go): wait until it is ready.");
  EXPECT_STREQ(StillLoading(url, "LOADING", "").what(),
               "Redis at redis://h:6379 is still loading its data: wait until it is "
               "ready.");
}

// A service's name is there a moment after the service.
TEST(HostNotFound, MayHeal) {
  const RedisUrl url = ParseRedisUrl("redis://nowhere");
  for (const auto error : {boost::asio::error::host_not_found,
                           boost::asio::error::host_not_found_try_again}) {
    EXPECT_EQ(HostNotFound(url, error).kind(), Kind::kUnreachable);
  }
}

}  // namespace
}  // namespace redline::redis
