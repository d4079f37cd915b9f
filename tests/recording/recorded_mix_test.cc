// scripts/record: the mix of commands and transactions that it writes.

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <hiredis/hiredis.h>

#include <cstddef>
#include <memory>
#include <string>
#include <vector>

#include "tests/recording/recording.h"
#include "tests/testing/redis_server.h"
#include "tests/testing/temporary_folder.h"

namespace redline {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;
using testing::Recording;
using testing::RedisServer;
using testing::TemporaryFolder;
using testing::WithoutComments;

std::string Times(int count, const std::string& text) {
  std::string all;
  for (int i = 0; i < count; ++i) all += text;
  return all;
}

class RecordedMix : public ::testing::Test {
 protected:
  // The task file of what redis-cli does with these lines.
  std::string Recorded(const std::string& commands) {
    Recording recording({"--redis_url=" + server_.Url(), "--seconds=60"});
    EXPECT_TRUE(recording.Listens()) << recording.Said();
    const TemporaryFolder folder;
    const std::string file = folder.Write("commands", commands);
    static_cast<void>(server_.Cli("<'" + file + "'"));
    EXPECT_EQ(recording.End(), 130) << recording.Said();
    return recording.TaskFile();
  }

  RedisServer server_{RedisServer::Transport::kTcp};
};

TEST_F(RecordedMix, HasEachCommandWithItsShare) {
  std::string commands;
  for (int i = 1; i <= 100; ++i) {
    const std::string id = std::to_string(i);
    commands += Times(6, "GET cart:" + id + "\n") + Times(3, "LPUSH log xxxx\n") +
                "EXPIRE cart:" + id + " 60\n";
  }
  EXPECT_EQ(WithoutComments(Recorded(commands)), R"(
param cart_keys = 100  # cart:{seq}

keys cart:
keys log

prepare cart_keys times:
  SET cart:{seq} {text(100)}  # the size is a guess: none was written meanwhile

task:
  choose:
    60.0%: GET cart:{uniform(1, cart_keys)}
    30.0%: LPUSH log {text(4)}
    10.0%: EXPIRE cart:{uniform(1, cart_keys)} 60
)");
}

TEST_F(RecordedMix, HasSharesOfOneAndOfTwoDigitsInOneColumn) {
  EXPECT_THAT(Recorded(Times(190, "GET a\n") + Times(10, "INCR n\n")),
              HasSubstr("\n  choose:\n    95.0%: GET a\n    5.0%: INCR n\n"));
}

// Of which none makes up a thousandth.
TEST_F(RecordedMix, HasTheFirstOfVeryManyKinds) {
  const std::vector<std::string> names{"GET",    "INCR",    "STRLEN", "TTL",
                                       "PTTL",   "TYPE",    "EXISTS", "TOUCH",
                                       "GETDEL", "PERSIST", "DEL"};
  std::string commands;
  for (unsigned kind = 1; kind < 1u << names.size(); ++kind) {
    commands += "MULTI\n";
    for (std::size_t i = 0; i < names.size(); ++i) {
      if (kind >> i & 1) commands += names[i] + " a\n";
    }
    commands += "EXEC\n";
  }
  EXPECT_THAT(Recorded(commands), HasSubstr("\n    0.5%: MULTI | "));
}

TEST_F(RecordedMix, IsTheSameForTheSameCommands) {
  std::string commands;
  for (int i = 0; i < 300; ++i) {
    const std::string id = std::to_string(i * 7919 % 50);
    commands += "HGET user:" + id + " name\nSADD online " + id + "\nSET s:" + id + " " +
                std::string(i % 40 + 1, 'x') + " EX 30\n";
  }
  const std::string first = Recorded(commands);
  EXPECT_THAT(first, HasSubstr("task:\n"));
  EXPECT_EQ(WithoutComments(Recorded(commands)), WithoutComments(first));
}

TEST_F(RecordedMix, IsAPlainStatementIfThereIsOneKind) {
  EXPECT_THAT(Recorded(Times(20, "INCR hits\n")), HasSubstr("\ntask:\n  INCR hits\n"));
}

TEST_F(RecordedMix, KeepsATransactionTogetherWithItsEqualIds) {
  std::string commands;
  for (int i = 1; i <= 50; ++i) {
    const std::string id = std::to_string(i);
    commands += "MULTI\nHSET cart:" + id + " total 17\nEXPIRE cart:" + id +
                " 3600\nLPUSH recent ab\nEXEC\n";
  }
  EXPECT_THAT(Recorded(commands), HasSubstr(R"(
task:
  id1 = uniform(1, cart_keys)
  MULTI
  | HSET cart:{id1} total {uniform(10, 99)}
  | EXPIRE cart:{id1} 3600
  | LPUSH recent {text(2)}
  | EXEC
)"));
}

// Sends the parts of two clients' transactions by turns.
TEST_F(RecordedMix, TellsTransactionsOfSeveralClientsApart) {
  Recording recording({"--redis_url=" + server_.Url(), "--seconds=60"});
  ASSERT_TRUE(recording.Listens()) << recording.Said();
  using Client = std::unique_ptr<redisContext, void (*)(redisContext*)>;
  const Client a(redisConnect("127.0.0.1", server_.port()), redisFree);
  const Client b(redisConnect("127.0.0.1", server_.port()), redisFree);
  const auto send = [](const Client& client, const char* command) {
    freeReplyObject(redisCommand(client.get(), command));
  };
  for (int i = 0; i < 20; ++i) {
    send(a, "MULTI");
    send(b, "MULTI");
    send(a, "INCR one");
    send(b, "INCR two");
    send(b, "EXEC");
    send(b, "GET three");
    send(a, "EXEC");
  }
  EXPECT_EQ(recording.End(), 130);
  EXPECT_THAT(recording.TaskFile(), HasSubstr(R"(
task:
  choose:
    33.4%: GET three
    33.3%: MULTI | INCR one | EXEC
    33.3%: MULTI | INCR two | EXEC
)"));
  EXPECT_THAT(recording.TaskFile(), HasSubstr("140 commands of 2 clients"));
}

TEST_F(RecordedMix, HasSizesOfValuesAndNeverTheValues) {
  std::string commands;
  for (int i = 0; i < 100; ++i) {
    const std::string size(i % 2 == 0 ? 50 : 150, 'x');
    commands += "SET fixed \"top secret\\n\\x00\"\nSET spread " + size +
                "\nHSET h name \"Alice Smith\" age 42\nZADD z 4711 \"Bob Jones\"\n"
                "RPUSH l \"Carol Baker\"\nINCRBY salary 54321\n";
  }
  const std::string file = Recorded(commands);
  EXPECT_THAT(file, AllOf(HasSubstr("SET fixed {text(12)}\n"),
                          HasSubstr("SET spread {text(normal(100, 50))}\n"),
                          HasSubstr("HSET h name {text(11)} age {uniform(10, 99)}\n"),
                          HasSubstr("ZADD z {uniform(1000, 9999)} 0000000{10 + uniform"
                                    "(1, 1)}\n"),
                          HasSubstr("RPUSH l {text(11)}\n")));
  EXPECT_THAT(file, HasSubstr("INCRBY salary {uniform(10000, 99999)}\n"));
  for (const char* secret : {"secret", "Alice", "Bob", "Carol", "4711", "54321"}) {
    EXPECT_THAT(file, Not(HasSubstr(secret)));
  }
}

TEST_F(RecordedMix, HasTheMeanOfSizesThatAreMostlySmall) {
  const std::string commands = Times(9, "SET k " + std::string(10, 'x') + "\n") +
                               "SET k " + std::string(910, 'x') + "\n";
  EXPECT_THAT(Recorded(Times(5, commands)),
              HasSubstr("SET k {text(exponential(100))}\n"));
}

TEST_F(RecordedMix, TakesNumbersInEachFormThatRedisTakes) {
  EXPECT_THAT(Recorded(Times(20,
                             "ZRANGEBYSCORE z 1.7e+09 +inf\n"
                             "ZCOUNT z (-INF (0.5\n"
                             "ZADD z 0.012345678901234567 m\n"
                             "ZADD y 12345.678901234567 m\n"
                             "ZINCRBY z -.5 m\n"
                             "INCRBYFLOAT f 0.25\n"
                             "GEOSEARCH g FROMLONLAT 15 37 BYRADIUS 2.5e2 km\n")),
              AllOf(HasSubstr("ZRANGEBYSCORE z {uniform(1000000000, 9999999999)} +inf\n"),
                    HasSubstr("ZCOUNT z (-INF (0.5\n"),
                    HasSubstr("ZADD z {real(0, 1)} {uniform(1, 1)}\n"),
                    HasSubstr("ZADD y {real(10000, 100000)} {uniform(1, 1)}\n"),
                    HasSubstr("ZINCRBY z -{real(0, 1)} {uniform(1, 1)}\n"),
                    HasSubstr("INCRBYFLOAT f {real(0, 1)}\n"),
                    HasSubstr("} BYRADIUS 2.5e2 KM\n")));
}

TEST_F(RecordedMix, HasLexicalBoundsOnlyWhereTheOrderIsLexical) {
  EXPECT_THAT(Recorded(Times(20,
                             "ZRANGEBYLEX z (5 +\n"
                             "ZRANGE z [7 (8 BYLEX\n"
                             "ZRANGE z (1 (8 BYSCORE\n")),
              AllOf(HasSubstr("ZRANGEBYLEX z [{text(8)} +\n"),
                    HasSubstr("ZRANGE z [{text(8)} [{text(8)} BYLEX\n"),
                    HasSubstr("ZRANGE z (1 (8 BYSCORE\n")));
}

TEST_F(RecordedMix, LeavesOutCommandsWhoseNumbersRedisRefuses) {
  EXPECT_THAT(Recorded(Times(20,
                             "GET k\n"
                             "EXPIRE k 123456789012345678901\n"
                             "INCRBY n 0.5\n"
                             "ZADD z many m\n"
                             "ZCOUNT z [a [b\n")),
              AllOf(HasSubstr("task:\n  GET k\n"),
                    HasSubstr("# Left out: 20 EXPIRE, 20 INCRBY, 20 ZADD, 20 ZCOUNT")));
}

TEST_F(RecordedMix, KnowsBinaryValuesAndTimesFromNow) {
  const std::string binary = "\"" + Times(40, "\\xff") + "\"";
  std::string commands;
  for (int i = 0; i < 20; ++i) {
    commands += "SET b " + binary + " PX 1500\nEXPIREAT b 4102444800\n";
  }
  EXPECT_THAT(Recorded(commands),
              AllOf(HasSubstr("SET b {bytes(40)} PX 1500\n"),
                    ::testing::ContainsRegex("EXPIREAT b \\{now_s \\+ [0-9]+\\}\n")));
}

TEST_F(RecordedMix, CountsWhatItLeavesOut) {
  const std::string file =
      Recorded(Times(30, "GET a\nPING\nINFO\nCLIENT SETNAME secret-name\n") +
               Times(7, "EVAL \"return redis.call('INCR', KEYS[1])\" 1 secret-key\n") +
               "WATCH a\nSELECT 0\n");
  EXPECT_THAT(file, AllOf(HasSubstr("# Left out: 30 CLIENT, 30 INFO, 30 PING, 7 EVAL, 7 "
                                    "commands that scripts sent,"),
                          HasSubstr("1 SELECT"), HasSubstr("1 WATCH"),
                          HasSubstr("`script NAME:`"), HasSubstr("task:\n  GET a\n"),
                          Not(HasSubstr("secret"))));
}

TEST_F(RecordedMix, MakesCommandsThatWaitDoNotWait) {
  std::string commands = "XGROUP CREATE s g 0 MKSTREAM\n";
  for (int i = 0; i < 20; ++i) {
    commands +=
        "RPUSH q a\nBLPOP q other 0\nXADD s * f v\n"
        "XREADGROUP GROUP g host-17 COUNT 1 BLOCK 0 STREAMS s >\n"
        "XACK s g 1526919030474-55\n";
  }
  EXPECT_THAT(Recorded(commands),
              AllOf(HasSubstr(": LPOP q\n"),
                    HasSubstr("XREADGROUP GROUP g worker-{worker} COUNT 1 STREAMS s >  "
                              "allow NOGROUP\n"),
                    HasSubstr("XACK s g {now_ms}-0\n"),
                    HasSubstr("  XGROUP CREATE s g 0  allow BUSYGROUP\n"),
                    Not(HasSubstr("host")), Not(HasSubstr("BLOCK"))));
}

TEST_F(RecordedMix, SaysHowMuchToAskFor) {
  Recording recording({"--redis_url=" + server_.Url(), "--seconds=2"});
  ASSERT_TRUE(recording.Listens()) << recording.Said();
  static_cast<void>(server_.Cli("-r 400 GET a"));
  EXPECT_EQ(recording.Wait(), 0) << recording.Said();
  // The 400, and COMMAND DOCS if redis-cli asks for it.
  EXPECT_THAT(recording.TaskFile(), HasSubstr("--tasks_per_second=200 "));
  EXPECT_THAT(recording.TaskFile(), HasSubstr("# Seen in 2.0 seconds: 40"));
}

TEST_F(RecordedMix, TakesOnlyTheDatabaseThatTheUrlNames) {
  Recording recording({"--redis_url=" + server_.Url() + "/3", "--seconds=60"});
  ASSERT_TRUE(recording.Listens()) << recording.Said();
  static_cast<void>(server_.Cli("-n 3 -r 20 GET there"));
  static_cast<void>(server_.Cli("-n 0 -r 20 GET elsewhere"));
  EXPECT_EQ(recording.End(), 130);
  EXPECT_THAT(recording.TaskFile(),
              AllOf(HasSubstr("task:\n  GET there\n"), Not(HasSubstr("elsewhere"))));
}

TEST_F(RecordedMix, IsWrittenAlsoIfRedisEnds) {
  Recording recording({"--redis_url=" + server_.Url(), "--seconds=60"});
  ASSERT_TRUE(recording.Listens()) << recording.Said();
  static_cast<void>(server_.Cli("-r 20 GET a"));
  server_.Kill();
  EXPECT_EQ(recording.Wait(), 3);
  EXPECT_THAT(recording.Said(), HasSubstr("ended the connection; the task file has what "
                                          "was seen until then.\n"));
  EXPECT_THAT(recording.TaskFile(), HasSubstr("task:\n  GET a\n"));
}

}  // namespace
}  // namespace redline
