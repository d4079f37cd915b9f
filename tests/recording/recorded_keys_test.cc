// scripts/record: which parts of keys it keeps, and how it generalises the others.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <random>
#include <string>
#include <vector>

#include "tests/recording/recording.h"
#include "tests/testing/redis_server.h"
#include "tests/testing/temporary_folder.h"

namespace redline {
namespace {

using ::testing::AllOf;
using ::testing::ContainsRegex;
using ::testing::HasSubstr;
using ::testing::Not;
using testing::Recording;
using testing::RedisServer;
using testing::TemporaryFolder;

class RecordedKeys : public ::testing::Test {
 protected:
  std::string Recorded(const std::string& commands, const std::string& limits = "") {
    Recording recording({"--redis_url=" + server_.Url(), "--seconds=120"}, limits);
    EXPECT_TRUE(recording.Listens()) << recording.Said();
    const TemporaryFolder folder;
    const std::string file = folder.Write("commands", commands);
    static_cast<void>(server_.Cli("<'" + file + "'"));
    EXPECT_EQ(recording.End(), 130) << recording.Said();
    return recording.TaskFile();
  }

  RedisServer server_;
};

// A name of eight letters that is not a word of the tests.
std::string Letters(std::mt19937& random) {
  std::string name = "q";
  for (int i = 0; i < 7; ++i) name += static_cast<char>('a' + random() % 26);
  return name;
}

TEST_F(RecordedKeys, KeepOnlyTheWordsThatRecur) {
  std::mt19937 random(1);
  std::string commands;
  std::vector<std::string> names;
  for (int i = 0; i < 200; ++i) {
    names.push_back(Letters(random));
    commands += "GET user:" + names.back() + ":mail\nGET config:flags\n";
  }
  // Busy, but one of many.
  for (int i = 0; i < 40; ++i) commands += "GET user:alice:mail\n";
  commands += "GET bob\nGET mail:to:carol@example.org\n";
  const std::string file = Recorded(commands);
  EXPECT_THAT(file, AllOf(HasSubstr("GET config:flags\n"),
                          HasSubstr("GET user:0000{1000 + "), HasSubstr("}:mail\n")));
  for (const char* name : {"alice", "bob", "carol"}) {
    EXPECT_THAT(file, Not(HasSubstr(name)));
  }
  for (const std::string& name : names) ASSERT_THAT(file, Not(HasSubstr(name)));
}

TEST_F(RecordedKeys, GeneraliseNumbersUuidsAndHexadecimals) {
  std::string commands;
  for (int i = 0; i < 100; ++i) {
    const std::string two = std::to_string(10 + i % 90);
    commands += "GET order17:" + two + "\nGET s/6fa459ea-ee8a-3ca4-894e-db77e160" + two +
                "aa\nGET blob.deadbeef01" + two + "\n";
  }
  EXPECT_THAT(
      Recorded(commands),
      AllOf(HasSubstr("GET order1:{uniform(1, order_keys)}\n"),
            HasSubstr("GET s/000000000000000000000000000000000{100 + uniform(1, s_keys)}"
                      "\n"),
            HasSubstr("GET blob.000000000{100 + uniform(1, blob_keys)}\n"),
            HasSubstr("keys blob.\nkeys order\nkeys s/\n"), Not(HasSubstr("deadbeef")),
            Not(HasSubstr("6fa459ea"))));
}

TEST_F(RecordedKeys, ShowHowUnevenlyTheyAreUsed) {
  std::mt19937 random(2);
  std::vector<double> weights(500);
  for (int k = 1; k <= 500; ++k) weights[k - 1] = std::pow(k, -0.99);
  std::discrete_distribution<int> zipf(weights.begin(), weights.end());
  std::string commands;
  for (int i = 0; i < 8000; ++i) {
    commands += "GET busy:" + std::to_string(zipf(random)) +
                "\nGET even:" + std::to_string(random() % 500) + "\n";
  }
  const std::string file = Recorded(commands);
  EXPECT_THAT(file, ContainsRegex("GET busy:\\{zipf\\(1, busy_keys, "
                                  "(0\\.9[0-9]*|1\\.0[0-9]*)\\)\\}\n"));
  EXPECT_THAT(file, HasSubstr("GET even:{uniform(1, even_keys)}\n"));
  EXPECT_THAT(file, HasSubstr("param even_keys = 500 "));
}

TEST_F(RecordedKeys, WithSeveralPartsAreAsManyAsThereWere) {
  std::string commands;
  for (int i = 0; i < 300; ++i) {
    commands +=
        "GET user:" + std::to_string(i % 10) + ":order:" + std::to_string(i) + "\n";
  }
  EXPECT_THAT(
      Recorded(commands),
      AllOf(HasSubstr("param user_keys = 300  # user:{seq % 10 + 1}:order:{seq}\n"),
            HasSubstr("  id1 = uniform(1, user_keys)\n"
                      "  GET user:{id1 % 10 + 1}:order:{id1}\n")));
}

TEST_F(RecordedKeys, ThatBeginWithWhatVariesGetANameOfOurs) {
  std::string commands;
  for (int i = 0; i < 100; ++i) {
    commands += "GET " + std::to_string(i) + "\nGET {" + std::to_string(i) + "}:a\n";
  }
  EXPECT_THAT(Recorded(commands),
              AllOf(HasSubstr("GET key:{uniform(1, key_keys2)}\n"),
                    HasSubstr("GET key:{{{uniform(1, key_keys)}}}:a\n"),
                    HasSubstr("keys key:\n")));
}

TEST_F(RecordedKeys, AreOwnByThePlainTextWithWhichTheyBegin) {
  std::string commands;
  for (int i = 0; i < 20; ++i) {
    commands += "SET \"keys x\" abc\nSET 'say\"hi' abc\nSET tag{x} abc\nSET '\"q' abc\n";
  }
  EXPECT_THAT(Recorded(commands),
              AllOf(HasSubstr("\nkeys key:\nkeys keys\nkeys say\nkeys tag\n\n"),
                    HasSubstr("SET \"keys x\" {text(3)}\n"),
                    HasSubstr("SET \"say\\\"hi\" {text(3)}\n"),
                    HasSubstr("SET tag{{x}} {text(3)}\n"),
                    HasSubstr("SET \"key:\\\"q\" {text(3)}\n")));
}

TEST_F(RecordedKeys, ThatOtherArgumentsWouldBeTakenForAreRenamed) {
  std::string commands;
  for (int i = 0; i < 20; ++i) commands += "HSET total total_price 1234\n";
  const std::string file = Recorded(commands);
  EXPECT_THAT(file,
              AllOf(HasSubstr("keys key1:total\n"),
                    HasSubstr("HSET key1:total total_price {uniform(1000, 9999)}")));
}

TEST_F(RecordedKeys, OfEachTypeArePrepared) {
  std::string commands;
  for (int i = 0; i < 20; ++i) {
    commands +=
        "SET a:1 12345\nGET a:1\nHSET b:1 f 12 g abc\nHGETALL b:1\nRPUSH c:1 abcd\n"
        "LRANGE c:1 0 9\nSADD d:1 abc\nSMEMBERS d:1\nZADD e:1 12 abcd\n"
        "ZREVRANGE e:1 0 9\nXADD f:1 * f v\nXLEN f:1\nINCR g:1\nGET g:1\nPFADD h:1 abc\n"
        "PFCOUNT h:1\nSET only:written x\n";
  }
  const std::string file = Recorded(commands);
  for (const char* block :
       {"prepare 1 times:\n  SET a:1 {text(5)}\n",
        "prepare 1 times:\n  HSET b:1 f {text(2)} g {text(3)}\n",
        "prepare 1 times:\n  repeat items times: RPUSH c:1 {text(4)}\n",
        "  repeat items times: SADD d:1 0{10 + uniform(1, 1)}\n",
        "  repeat items times: ZADD e:1 {uniform(1, 1000000)} 00{10 + uniform(1, 1)}\n",
        "  repeat items times: XADD f:1 * field {text(1)}\n",
        "prepare 1 times:\n  SET g:1 0\n",
        "  repeat items times: PFADD h:1 0{10 + uniform(1, 1)}\n", "param items = 10 "}) {
    EXPECT_THAT(file, HasSubstr(block));
  }
  EXPECT_THAT(file, Not(HasSubstr("prepare 1 times:\n  SET only:written")));
}

// 60000 names of people, each with a pattern of its own until it shows what they are.
TEST_F(RecordedKeys, TakeLittleMemoryHoweverManyThereAre) {
  std::mt19937 random(3);
  std::string commands;
  for (int i = 0; i < 60000; ++i) commands += "GET user:" + Letters(random) + "\n";
  const std::string file = Recorded(commands, "ulimit -v 120000; ");
  EXPECT_THAT(file,
              ContainsRegex("GET user:00\\{100000 \\+ uniform\\(1, user_keys\\)\\}"));
}

}  // namespace
}  // namespace redline
