#include "redis/redis_url.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace redline::redis {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

TcpAddress Tcp(const RedisUrl& url) { return std::get<TcpAddress>(url.address); }
std::string Path(const RedisUrl& url) { return std::get<UnixAddress>(url.address).path; }

std::string Refusal(std::string_view text) {
  try {
    ParseRedisUrl(text);
  } catch (const RedisUrlError& error) {
    return error.what();
  }
  return "accepted";
}

TEST(RedisUrl, TakesPort6379AndDatabase0WhereNoneIsNamed) {
  const auto url = ParseRedisUrl("redis://example.org");
  EXPECT_EQ(Tcp(url), (TcpAddress{"example.org", 6379}));
  EXPECT_EQ(url.database, 0u);
  EXPECT_FALSE(url.user);
  EXPECT_FALSE(url.password);
  EXPECT_FALSE(url.tls);
}

TEST(RedisUrl, ReadsPortAndDatabase) {
  const auto url = ParseRedisUrl("redis://example.org:7000/3");
  EXPECT_EQ(Tcp(url), (TcpAddress{"example.org", 7000}));
  EXPECT_EQ(url.database, 3u);
}

TEST(RedisUrl, AllowsASlashWithoutADatabase) {
  EXPECT_EQ(ParseRedisUrl("redis://example.org/").database, 0u);
}

TEST(RedisUrl, IgnoresSpacesAroundIt) {
  EXPECT_EQ(Tcp(ParseRedisUrl(" \tredis://h:1\r\n")), (TcpAddress{"h", 1}));
}

TEST(RedisUrl, TakesTheSchemeInAnyLetterCase) {
  EXPECT_EQ(Tcp(ParseRedisUrl("ReDiS://h")).host, "h");
  EXPECT_EQ(Path(ParseRedisUrl("UNIX:///s")), "/s");
}

TEST(RedisUrl, TakesRedissAsTls) {
  const auto url = ParseRedisUrl("rediss://h:6380");
  EXPECT_TRUE(url.tls);
  EXPECT_EQ(Tcp(url), (TcpAddress{"h", 6380}));
}

TEST(RedisUrl, ReadsUserAndPassword) {
  const auto url = ParseRedisUrl("redis://default:pw@h");
  EXPECT_EQ(url.user, "default");
  EXPECT_EQ(url.password, "pw");
}

TEST(RedisUrl, TakesAPasswordWithoutAUserAlone) {
  const auto url = ParseRedisUrl("redis://:pw@h");
  EXPECT_FALSE(url.user);
  EXPECT_EQ(url.password, "pw");
}

TEST(RedisUrl, TakesAnEmptyLoginAsNone) {
  EXPECT_FALSE(ParseRedisUrl("redis://:@h").password);
}

TEST(RedisUrl, DecodesThePasswordOnceAndKeepsThePlus) {
  EXPECT_EQ(ParseRedisUrl("redis://:a%40b%2Fc+d%3D%25@h").password, "a@b/c+d=%");
  EXPECT_EQ(ParseRedisUrl("redis://:%2540@h").password, "%40");
}

TEST(RedisUrl, EndsTheLoginAtTheLastAt) {
  const auto url = ParseRedisUrl("redis://:a@b/c@h:1/2");
  EXPECT_EQ(url.password, "a@b/c");
  EXPECT_EQ(Tcp(url), (TcpAddress{"h", 1}));
  EXPECT_EQ(url.database, 2u);
}

TEST(RedisUrl, KeepsAColonInThePassword) {
  EXPECT_EQ(ParseRedisUrl("redis://u:a:b@h").password, "a:b");
}

TEST(RedisUrl, ReadsAnIpv6HostInBrackets) {
  EXPECT_EQ(Tcp(ParseRedisUrl("redis://[::1]:7000")), (TcpAddress{"::1", 7000}));
  EXPECT_EQ(Tcp(ParseRedisUrl("redis://:p@[fe80::1]/1")), (TcpAddress{"fe80::1", 6379}));
}

TEST(RedisUrl, ReadsAUnixSocketAndItsDatabase) {
  const auto url = ParseRedisUrl("unix:///run/redis.sock?db=4");
  EXPECT_EQ(Path(url), "/run/redis.sock");
  EXPECT_EQ(url.database, 4u);
  EXPECT_EQ(Path(ParseRedisUrl("redis+unix:///a@b%20c")), "/a@b c");
}

TEST(RedisUrl, ReadsALoginBeforeAUnixSocket) {
  const auto url = ParseRedisUrl("unix://:pw@/run/redis.sock");
  EXPECT_EQ(url.password, "pw");
  EXPECT_EQ(Path(url), "/run/redis.sock");
}

TEST(RedisUrl, RefusesAnUnknownScheme) {
  EXPECT_THAT(Refusal("http://h"), HasSubstr("must begin with redis://"));
  EXPECT_THAT(Refusal("localhost:6379"), HasSubstr("must begin with redis://"));
  EXPECT_THAT(Refusal(""), HasSubstr("must begin with redis://"));
}

TEST(RedisUrl, RefusesAPercentWithoutTwoDigits) {
  EXPECT_THAT(Refusal("redis://:%zz@h"), HasSubstr("write a '%' itself as \"%25\""));
  EXPECT_THAT(Refusal("redis://:%4@h"), HasSubstr("password"));
  EXPECT_THAT(Refusal("redis://:%+1@h"), HasSubstr("password"));
  EXPECT_THAT(Refusal("redis://u%:p@h"), HasSubstr("user"));
}

TEST(RedisUrl, RefusesALoginWithoutAColonAndDoesNotShowIt) {
  EXPECT_THAT(Refusal("redis://secret@h"),
              AllOf(HasSubstr("\":password@\""), Not(HasSubstr("secret"))));
}

TEST(RedisUrl, RefusesAnInvalidPort) {
  for (const auto* text : {"redis://h:0", "redis://h:65536", "redis://h:x",
                           "redis://h:", "redis://h:-1", "redis://h:1x"}) {
    EXPECT_THAT(Refusal(text), HasSubstr("no number from 1 to 65535")) << text;
  }
}

TEST(RedisUrl, RefusesADatabaseThatIsNotANumber) {
  for (const auto* text :
       {"redis://h/x", "redis://h/-1", "redis://h?db=1x", "unix:///s?db="}) {
    EXPECT_THAT(Refusal(text), HasSubstr("a database that is no number")) << text;
  }
}

// Where an '@' is missing, or the URL has another product's form.
TEST(RedisUrl, ShowsNoPasswordThatStandsWhereSomethingElseIsExpected) {
  for (const auto* text :
       {"redis://default:sesame", "redis://:sesame", "redis://default:123456789",
        "rediss://h:6380,password=sesame,ssl=True", "redis://h/sesame",
        "redis://h?sesame", "redis://default:open?sesame", "unix:///s?db=sesame"}) {
    EXPECT_THAT(Refusal(text), AllOf(Not(HasSubstr("sesame")), Not(HasSubstr("1234"))))
        << text;
  }
}

TEST(RedisUrl, RefusesAnUnknownOption) {
  EXPECT_THAT(Refusal("redis://h?ssl=none"), HasSubstr("\"ssl\""));
}

TEST(RedisUrl, RefusesAMissingHost) {
  EXPECT_THAT(Refusal("redis://"), HasSubstr("names no host"));
  EXPECT_THAT(Refusal("redis://:p@:1"), HasSubstr("names no host"));
  EXPECT_THAT(Refusal("redis://[]"), HasSubstr("names no host"));
}

TEST(RedisUrl, RefusesAnIpv6HostWithoutBrackets) {
  EXPECT_THAT(Refusal("redis://::1"), HasSubstr("brackets"));
  EXPECT_THAT(Refusal("redis://fe80::1"), HasSubstr("brackets"));
  EXPECT_THAT(Refusal("redis://[::1"), HasSubstr("'[' without a ']'"));
  EXPECT_THAT(Refusal("redis://[::1]x"), HasSubstr("after the ']'"));
}

TEST(RedisUrl, RefusesAUnixSocketWithoutAFullPath) {
  EXPECT_THAT(Refusal("unix://redis.sock"), HasSubstr("names no path"));
  EXPECT_THAT(Refusal("unix://"), HasSubstr("names no path"));
  EXPECT_THAT(Refusal("unix:///a%00b"), HasSubstr("names no path"));
}

TEST(RedisUrl, TellsItsHost) {
  EXPECT_EQ(HostOf(ParseRedisUrl("redis://u:pw@[::1]:7")), "::1");
  EXPECT_EQ(HostOf(ParseRedisUrl("unix:///s")), "");
}

TEST(RedisUrl, IsDescribedWithoutItsLogin) {
  EXPECT_EQ(Describe(ParseRedisUrl("redis://u:pw@h:7/2")), "redis://h:7/2");
  EXPECT_EQ(Describe(ParseRedisUrl("rediss://:pw@[::1]")), "rediss://[::1]:6379");
  EXPECT_EQ(Describe(ParseRedisUrl("unix://:pw@/s?db=1")), "unix:///s?db=1");
}

SentinelAddress Sentinel(const RedisUrl& url) {
  return std::get<SentinelAddress>(url.address);
}

TEST(SentinelUrl, NamesSentinelsAndTheirMaster) {
  const auto url =
      ParseRedisUrl("redis+sentinel://u:p@a,b:7000,[::1]:7001,[::2]/mymaster/3");
  EXPECT_EQ(Sentinel(url),
            (SentinelAddress{
                .sentinels = {{"a", 26379}, {"b", 7000}, {"::1", 7001}, {"::2", 26379}},
                .master = "mymaster"}));
  EXPECT_EQ(url.user, "u");
  EXPECT_EQ(url.password, "p");
  EXPECT_EQ(url.database, 3u);
  EXPECT_FALSE(url.tls);
}

TEST(SentinelUrl, TakesRedissAsTls) {
  EXPECT_TRUE(ParseRedisUrl("rediss+sentinel://a/m").tls);
}

TEST(SentinelUrl, HasALoginOfTheSentinelsBesideThatOfRedis) {
  const auto url = ParseRedisUrl(
      "redis+sentinel://:p@a/m?sentinel_username=su&sentinel_password=s%40p&db=2");
  EXPECT_EQ(Sentinel(url).user, "su");
  EXPECT_EQ(Sentinel(url).password, "s@p");
  EXPECT_EQ(url.password, "p");
  EXPECT_EQ(url.database, 2u);
}

TEST(SentinelUrl, TakesAPasswordOfTheSentinelsAsItStands) {
  for (const std::string password : {"ab@cd:topsecret", "ab@c/d/top?secret", "?a=b"}) {
    const auto url =
        ParseRedisUrl("redis+sentinel://:p?@a/m?sentinel_password=" + password);
    EXPECT_EQ(Sentinel(url).password, password);
    EXPECT_EQ(url.password, "p?");
  }
}

TEST(SentinelUrl, ShowsNothingOfAPasswordThatEndsItself) {
  EXPECT_THAT(Refusal("redis+sentinel://a/m?sentinel_password=top&secret"),
              AllOf(HasSubstr("as \"%26\""), Not(HasSubstr("secret\""))));
}

TEST(SentinelUrl, IsShownWithoutAnyLogin) {
  EXPECT_EQ(
      Describe(ParseRedisUrl("rediss+sentinel://u:p@a,[::1]:7/m/3?sentinel_username="
                             "su&sentinel_password=sp")),
      "rediss+sentinel://a:26379,[::1]:7/m/3");
  EXPECT_EQ(Describe(ParseRedisUrl("redis+sentinel://a/m")),
            "redis+sentinel://a:26379/m");
}

TEST(SentinelUrl, IsRefusedWithoutItsParts) {
  EXPECT_THAT(Refusal("redis+sentinel://a:26379"), HasSubstr("no master"));
  EXPECT_THAT(Refusal("redis+sentinel://a//0"), HasSubstr("no master"));
  EXPECT_THAT(Refusal("redis+sentinel:///m"), HasSubstr("names no host"));
  EXPECT_THAT(Refusal("redis+sentinel://a,/m"), HasSubstr("names no host"));
  EXPECT_THAT(Refusal("redis+sentinel://a/m/x"),
              HasSubstr("a database that is no number"));
  EXPECT_THAT(Refusal("redis+sentinel://a/m?sentinel_username=u"),
              HasSubstr("without a sentinel_password"));
  EXPECT_THAT(Refusal("redis+sentinel://a/m?pw=sesame"),
              AllOf(HasSubstr("the option \"pw\""), HasSubstr("sentinel_password"),
                    Not(HasSubstr("sesame"))));
}

}  // namespace
}  // namespace redline::redis
