// What a task sends, and what it makes of the answers.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstddef>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "redis/redis_error.h"
#include "tests/worker/task_file/conversation.h"
#include "worker/task/workload.h"

namespace redline::worker::task_file {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::MatchesRegex;
using ::testing::SizeIs;
using ::testing::StartsWith;

using Sent = std::vector<std::string>;

// What a task of one line sends.
Sent SentBy(const std::string& line, Sent answers = {}) {
  Conversation conversation("keys cart: recent\ntask:\n  " + line + "\n");
  return conversation.Task(std::move(answers));
}

std::string TaskFailure(std::string_view text, Sent answers = {}) {
  Conversation conversation(text);
  try {
    conversation.Task(std::move(answers));
  } catch (const TaskFailed& failed) {
    return failed.what();
  }
  return "none";
}

TEST(SentCommands, AreWrittenAsForRedisCli) {
  EXPECT_THAT(SentBy("SET plain value"), ElementsAre("SET plain value"));
  EXPECT_THAT(SentBy(R"(SET "with blanks" "a\tb\x41\\\"c")"),
              ElementsAre("SET with blanks a\tbA\\\"c"));
  EXPECT_THAT(SentBy(R"(SET 'as {it} \n is' 'don\'t')"),
              ElementsAre("SET as {it} \\n is don't"));
  EXPECT_THAT(SentBy("SET {{braces}} \"{{1}}\""), ElementsAre("SET {braces} {1}"));
  EXPECT_THAT(SentBy("ECHO \"\""), ElementsAre("ECHO "));
  EXPECT_THAT(SentBy("SET a#b c # a comment"), ElementsAre("SET a#b c"));
  EXPECT_THAT(SentBy("ECHO a|b"), ElementsAre("ECHO a|b"));
  EXPECT_THAT(SentBy("SET \"expect\" \"|\""), ElementsAre("SET expect |"));
  EXPECT_THAT(SentBy("get lower"), ElementsAre("get lower"));
}

TEST(SentCommands, HaveTheBytesThatRedisReads) {
  Conversation constant("task: SET a 1 | PING");
  constant.Task();
  EXPECT_EQ(constant.bytes(),
            "*3\r\n$3\r\nSET\r\n$1\r\na\r\n$1\r\n1\r\n*1\r\n$4\r\nPING\r\n");
  Conversation varying("task: SET a{seq}b {seq} | PING");
  varying.Task();
  EXPECT_EQ(varying.bytes(),
            "*3\r\n$3\r\nSET\r\n$3\r\na1b\r\n$1\r\n1\r\n*1\r\n$4\r\nPING\r\n");
}

TEST(SentCommands, AreReadyWhereNothingVaries) {
  const Conversation constant("param n = 3\ntask: SET a{n} {n * 2} | PING");
  EXPECT_THAT(constant.program().ready, SizeIs(1));
  EXPECT_THAT(constant.program().literals, IsEmpty());
  EXPECT_EQ(Readable(constant.program().ready[0].batch), "SET a3 6 | PING");
}

TEST(SentCommands, JoinConstantBytesAcrossCommands) {
  const Conversation varying("task: SET a {seq} | PING | SET b {seq}");
  EXPECT_THAT(varying.program().literals, SizeIs(2));
}

TEST(SentCommands, LeaveTogetherInAPipeline) {
  EXPECT_THAT(SentBy("GET a | GET b\n  GET c"), ElementsAre("GET a | GET b", "GET c"));
}

TEST(SentCommands, GoOnInALineThatBeginsWithABar) {
  EXPECT_THAT(SentBy("GET a # the first\n    | GET b\n\n    | GET c"),
              ElementsAre("GET a | GET b | GET c"));
}

TEST(SentCommands, BeginWithTheRunsKeysWhereTheNameIsOurs) {
  EXPECT_THAT(SentBy("SET cart:{seq} cart"), ElementsAre("SET run-cart:1 cart"));
  EXPECT_THAT(SentBy("LPUSH recent 1"), ElementsAre("LPUSH run-recent 1"));
  EXPECT_THAT(SentBy("GET \"cart:{seq}:x\""), ElementsAre("GET run-cart:1:x"));
  EXPECT_THAT(SentBy("GET other:cart:1"), ElementsAre("GET other:cart:1"));
  EXPECT_THAT(SentBy("GET {own(\"any\")}"), ElementsAre("GET run-any"));
  EXPECT_THAT(
      Conversation("param shop = \"cart:\"\nkeys cart:\ntask: GET {shop}{seq}").Task(),
      ElementsAre("GET run-cart:1"));
}

TEST(SentCommands, KeepTheirOwnNameWhateverKeysAreOurs) {
  EXPECT_THAT(Conversation("keys s\ntask: set s1 s2").Task(),
              ElementsAre("set run-s1 run-s2"));
}

TEST(SentCommands, DoNotPutTheRunsKeysInFrontOfWhatOwnGives) {
  Conversation conversation("keys run\ntask: GET {own(\"x\")}");
  EXPECT_THAT(conversation.Task(), ElementsAre("GET run-x"));
}

TEST(SentCommands, KnowParamsAndWhoSends) {
  Conversation conversation(
      "param size = 2.5\nparam name = \"Ann Lee\"\n"
      "task: ECHO {size} {name} {worker}/{workers} {seq}");
  EXPECT_THAT(conversation.Task(), ElementsAre("ECHO 2.5 Ann Lee 2/4 1"));
  EXPECT_THAT(conversation.Task(), ElementsAre("ECHO 2.5 Ann Lee 2/4 2"));
}

TEST(SentCommands, HoldWhatExpressionsCompute) {
  EXPECT_THAT(SentBy("ECHO {seq + 2 * 3} {(seq + 2) * 3} {-seq} {7 / 2} {7 % 4} {seq / "
                     "2.0} {10 - 3 - 2}"),
              ElementsAre("ECHO 7 9 -1 3 3 0.5 5"));
  EXPECT_THAT(SentBy("x = seq * 10\n  y = x + 1\n  ECHO {x} {y}"),
              ElementsAre("ECHO 10 11"));
  EXPECT_THAT(SentBy("x = seq\n  x = x + 1\n  ECHO {x}"), ElementsAre("ECHO 2"));
  EXPECT_THAT(SentBy("x = pick(\"only\")\n  ECHO {x} {pick(x)}"),
              ElementsAre("ECHO only only"));
}

TEST(SentCommands, ComputeAValueOnceForLaterUse) {
  const Sent sent = SentBy("x = hex(16)\n  ECHO {x}\n  ECHO {x}");
  ASSERT_THAT(sent, SizeIs(2));
  EXPECT_THAT(sent[0], MatchesRegex("ECHO [0-9a-f]{16}"));
  EXPECT_EQ(sent[0], sent[1]);
}

TEST(SentCommands, HoldWhatIsDrawnByChance) {
  const Sent sent = SentBy(
      "repeat 300 times: ECHO {uniform(1, 3)} {zipf(5, 7, 1)} {normal(5, 9)} "
      "{exponential(10)} {real(0, 1)} {pick(\"a\", \"b\")} {text(9)} {hex(3)}");
  ASSERT_THAT(sent, SizeIs(300));
  std::map<std::string, int> first;
  for (const std::string& command : sent) {
    EXPECT_THAT(command, MatchesRegex("ECHO [123] [567] [0-9]+ [0-9]+ [-.0-9e]+ [ab] "
                                      "[-A-Za-z0-9 ]{9} [0-9a-f]{3}"));
    ++first[command.substr(0, 6)];
  }
  EXPECT_THAT(first, SizeIs(3));
}

TEST(SentCommands, HoldZipfsNumbersOfArgumentsThatChange) {
  const Sent sent = SentBy(
      "repeat 5 times: ECHO {zipf(count, count, 1)}\n"
      "  half = 8 / 2\n"
      "  repeat 50 times: ECHO {zipf(3, half, 0.99)}");
  ASSERT_THAT(sent, SizeIs(55));
  for (std::size_t i = 0; i < 5; ++i) EXPECT_EQ(sent[i], "ECHO " + std::to_string(i + 1));
  const std::set<std::string> others(sent.begin() + 5, sent.end());
  EXPECT_THAT(others, ElementsAre("ECHO 3", "ECHO 4"));
}

TEST(SentCommands, HoldNumbersOfTheWidestRange) {
  const std::string range = "(-9223372036854775807 - 1, 9223372036854775807";
  EXPECT_THAT(SentBy("ECHO {uniform" + range + ")} {zipf" + range + ", 0.5)} {zipf" +
                     range + ", seq)}"),
              ElementsAre(MatchesRegex("ECHO -?[0-9]+ -?[0-9]+ -?[0-9]+")));
}

TEST(SentCommands, HoldOtherNumbersThanTheFirstOfTheWidestRange) {
  Conversation conversation(
      "task: ECHO {zipf(-9223372036854775807 - 1, 9223372036854775807, 0.5)}");
  const Sent first = conversation.Task();
  EXPECT_NE(first, conversation.Task());
}

TEST(SentCommands, HoldLongTextsOfTheLengthAskedFor) {
  for (const std::size_t size : {0u, 1u, 63u, 64u, 1023u, 1024u, 70'000u, 300'000u}) {
    for (const char* function : {"text", "bytes", "hex"}) {
      const Sent sent =
          SentBy("ECHO {" + std::string(function) + "(" + std::to_string(size) + ")}");
      EXPECT_EQ(sent[0].size(), size + 5) << function << "(" << size << ")";
    }
  }
}

TEST(SentCommands, DifferEachTimeThoughTheyLeaveTogether) {
  const Sent sent = SentBy("pipeline:\n    repeat 2 times: ECHO {hex(2000)}");
  ASSERT_THAT(sent, SizeIs(1));
  const std::string first = sent[0].substr(5, 2000);
  EXPECT_THAT(sent[0], MatchesRegex("ECHO [0-9a-f]{2000} \\| ECHO [0-9a-f]{2000}"));
  EXPECT_THAT(sent[0].substr(2010), ::testing::Not(HasSubstr(first)));
}

TEST(Repetitions, CountWithin) {
  EXPECT_THAT(SentBy("repeat 2 times:\n    repeat count times: ECHO {count}"),
              ElementsAre("ECHO 1", "ECHO 1", "ECHO 2"));
  EXPECT_THAT(SentBy("repeat 0 times: PING"), IsEmpty());
  EXPECT_THAT(SentBy("repeat seq + 1 times: PING"), ElementsAre("PING", "PING"));
}

TEST(Pipelines, HoldLoopsAndConditions) {
  EXPECT_THAT(SentBy("pipeline:\n"
                     "    repeat 3 times: SET k{count} {count}\n"
                     "    if seq == 1: PING\n"
                     "    else: GET x\n"
                     "    TIME | DBSIZE"),
              ElementsAre("SET k1 1 | SET k2 2 | SET k3 3 | PING | TIME | DBSIZE"));
}

TEST(Pipelines, SendNothingWhereThereIsNothingToSend) {
  EXPECT_THAT(SentBy("pipeline:\n    if seq == 2: PING\n  TIME"), ElementsAre("TIME"));
}

TEST(Pipelines, SendCommandsBeforeAConditionWhateverItIs) {
  EXPECT_THAT(SentBy("pipeline:\n    GET a\n    if seq == 2: GET b\n    GET c"),
              ElementsAre("GET a | GET c"));
}

TEST(Pipelines, OfTooManyCommandsFailTheTask) {
  const std::string text = "task:\n  pipeline:\n    repeat seq * ";
  EXPECT_EQ(TaskFailure(text + "200000 times: ECHO {count}"),
            "test.task:3: a pipeline has more than 100000 commands");
  EXPECT_EQ(TaskFailure(text + "100000 times: ECHO {count}"), "none");
}

TEST(Repetitions, ThatSendNothingOnAndOnFailTheTask) {
  EXPECT_EQ(TaskFailure("task:\n  PING\n  repeat 1e15 times: x = seq"),
            "test.task:3: \"repeat\" went round 10000000 times without anything sent");
}

TEST(Chances, HitInTheirShareOfCases) {
  Conversation conversation("task:\n  30%: PING\n  0%: GET never\n  100%: GET always");
  int hits = 0;
  for (int i = 0; i < 10'000; ++i) {
    const Sent sent = conversation.Task();
    EXPECT_EQ(sent.back(), "GET always");
    EXPECT_LE(sent.size(), 2u);
    hits += sent.front() == "PING" ? 1 : 0;
  }
  EXPECT_NEAR(hits, 3000, 200);
}

TEST(Chances, MayBeAParam) {
  Conversation conversation("param writes = 100\ntask:\n  writes%: PING");
  EXPECT_THAT(conversation.Task(), ElementsAre("PING"));
}

TEST(Choices, AreMadeByTheirWeights) {
  Conversation conversation(
      "task:\n  choose:\n    7: GET a\n    2: GET b\n    0: GET never\n    1:\n      GET "
      "c\n      GET d");
  std::map<std::string, int> chosen;
  for (int i = 0; i < 10'000; ++i) {
    const Sent sent = conversation.Task();
    ++chosen[sent[0]];
    EXPECT_EQ(sent.size(), sent[0] == "GET c" ? 2u : 1u);
  }
  EXPECT_NEAR(chosen["GET a"], 7000, 200);
  EXPECT_NEAR(chosen["GET b"], 2000, 200);
  EXPECT_NEAR(chosen["GET c"], 1000, 200);
  EXPECT_THAT(chosen, SizeIs(3));
}

TEST(Steps, AreTimed) {
  Conversation conversation("task:\n  step one: PING\n  50%: step two: PING\n  PING");
  EXPECT_THAT(conversation.program().steps, ElementsAre("one", "two"));
  conversation.Task();
  EXPECT_TRUE(conversation.timer().Elapsed(0));
  EXPECT_FALSE(conversation.timer().Elapsed(2));
}

TEST(Steps, MayBeOpenedAgain) {
  const Conversation conversation("task:\n  step one: PING\n  step one: PING");
  EXPECT_THAT(conversation.program().steps, ElementsAre("one"));
}

TEST(Answers, AreKeptAsValues) {
  EXPECT_THAT(SentBy("GET a -> x\n  SET b {x}", {"$5\r\nhello\r\n"}),
              ElementsAre("GET a", "SET b hello"));
  EXPECT_THAT(SentBy("INCR a -> x\n  SET b {x + 1}", {":41\r\n"}),
              ElementsAre("INCR a", "SET b 42"));
}

TEST(Answers, OutliveTheNextOne) {
  EXPECT_THAT(SentBy("GET a -> x\n  GET b -> y\n  y2 = y\n  GET c -> y\n  ECHO {x} {y} "
                     "{y2}",
                     {"$3\r\none\r\n", "$3\r\ntwo\r\n", "$5\r\nthree\r\n"}),
              ElementsAre("GET a", "GET b", "GET c", "ECHO one three two"));
}

TEST(Answers, HaveElements) {
  const std::string cart = "*4\r\n$5\r\ntotal\r\n:12\r\n$4\r\nnote\r\n$2\r\nhi\r\n";
  EXPECT_THAT(
      SentBy("HGETALL a -> c\n  ECHO {c[\"total\"]} {c[3]} {size(c)} {size(c[3])}",
             {cart}),
      ElementsAre("HGETALL a", "ECHO 12 hi 4 2"));
  EXPECT_THAT(SentBy("XREAD s -> job\n  ECHO {job[1][0]}",
                     {"*2\r\n$1\r\na\r\n*1\r\n$4\r\ndeep\r\n"}),
              ElementsAre("XREAD s", "ECHO deep"));
  EXPECT_THAT(
      SentBy("HGETALL a -> c\n  if c[9] == nil and c[\"none\"] == nil: PING", {cart}),
      ElementsAre("HGETALL a", "PING"));
}

TEST(Answers, OfAFieldAreNotTakenForItsName) {
  EXPECT_THAT(SentBy("HGETALL a -> c\n  ECHO {c[\"x\"]}",
                     {"*4\r\n$1\r\ny\r\n$1\r\nx\r\n$1\r\nx\r\n$1\r\nz\r\n"}),
              ElementsAre("HGETALL a", "ECHO z"));
}

TEST(Answers, AreNilInTheNextTaskUntilTheyComeAgain) {
  Conversation conversation("task:\n  if seq == 1: GET a -> x\n  if x: ECHO {x}");
  EXPECT_THAT(conversation.Task({"$1\r\n1\r\n"}), ElementsAre("GET a", "ECHO 1"));
  EXPECT_THAT(conversation.Task(), IsEmpty());
}

TEST(Answers, OfATransactionAreThoseOfExec) {
  EXPECT_THAT(SentBy("MULTI | INCR a -> x expect 7 | GET b -> y | EXEC -> done\n"
                     "  ECHO {x} {y} {size(done)}",
                     {"+OK\r\n+QUEUED\r\n+QUEUED\r\n*2\r\n:7\r\n$1\r\nz\r\n"}),
              ElementsAre("MULTI | INCR a | GET b | EXEC", "ECHO 7 z 2"));
}

TEST(Answers, OfATransactionThatIsDiscardedAreNil) {
  EXPECT_THAT(SentBy("MULTI | INCR a -> x | DISCARD\n  if not x: PING",
                     {"+OK\r\n+QUEUED\r\n+OK\r\n"}),
              ElementsAre("MULTI | INCR a | DISCARD", "PING"));
}

TEST(Answers, OfATransactionThatDidNotHappenAreNil) {
  EXPECT_THAT(SentBy("MULTI | INCR a -> x expect 7 | EXEC -> done\n"
                     "  if not done and not x: PING",
                     {"+OK\r\n+QUEUED\r\n*-1\r\n"}),
              ElementsAre("MULTI | INCR a | EXEC", "PING"));
}

TEST(Conditions, AreAsThePageSays) {
  const std::map<std::string, bool> conditions = {
      {"seq == 1", true},
      {"seq != 1", false},
      {"seq < 1", false},
      {"seq <= 1", true},
      {"seq > 0", true},
      {"seq >= 2", false},
      {"\"1\" == seq", true},
      {"\"a\" == \"a\"", true},
      {"seq == 1 and seq == 2", false},
      {"seq == 1 or seq == 2", true},
      {"seq == 2 or seq == 1 and seq == 1", true},
      {"(seq == 1 or seq == 1) and seq == 2", false},
      {"not seq == 2", true},
      {"not (seq == 1)", false},
      {"x", false},
      {"not x", true},
      {"x and x + 1 == 2", false},
      {"not x or x + 1 == 2", true},
      {"e", false},
      {"size(e) == 0", true},
      {"f", true},
  };
  for (const auto& [condition, is_so] : conditions) {
    EXPECT_THAT(SentBy("GET a -> x | LRANGE b 0 -1 -> e | LRANGE c 0 -1 -> f\n  if " +
                           condition + ": PING\n  else: TIME",
                       {"$-1\r\n*0\r\n*1\r\n:1\r\n"})
                    .back(),
                is_so ? "PING" : "TIME")
        << condition;
  }
}

TEST(Expectations, AcceptWhatIsExpected) {
  const std::map<std::string, std::string> expectations = {
      {"1", ":1\r\n"},
      {"OK", "+OK\r\n"},
      {"\"a text\"", "$6\r\na text\r\n"},
      {"nil", "$-1\r\n"},
      {"not nil", "$1\r\n0\r\n"},
      {"<= 100", ":100\r\n"},
      {"> 0 and < 3", ":2\r\n"},
      {"nil or 5", "$1\r\n5\r\n"},
      {"size <= 2", "*2\r\n:1\r\n:2\r\n"},
      {"size == seq * (1 + 1)", "*2\r\n:1\r\n:2\r\n"},
      {"seq", ":1\r\n"},
      {"!= 3", ":1\r\n"},
      {"seq == 1", ":9\r\n"},
  };
  for (const auto& [expected, answer] : expectations) {
    EXPECT_EQ(TaskFailure("task: GET a expect " + expected, {answer}), "none")
        << expected;
  }
}

TEST(Expectations, MayNameAnElementOfTheAnswerThatIsKept) {
  const std::string cart = "*2\r\n$5\r\ntotal\r\n$1\r\n0\r\n";
  EXPECT_EQ(TaskFailure("task: HGETALL a -> c expect c[\"total\"] == 0", {cart}), "none");
  EXPECT_EQ(TaskFailure("task: HGETALL a -> c expect c[\"total\"] == 1", {cart}),
            "test.task:1: HGETALL answered 2 elements, but \"expect c[\"total\"] == 1\" "
            "was asked for");
}

TEST(Expectations, MayNameTheCountOfALoopAroundAPipeline) {
  EXPECT_EQ(TaskFailure("task:\n  repeat 2 times:\n    pipeline:\n      INCR a expect "
                        "count\n      INCR a expect > count",
                        {":1\r\n:2\r\n", ":2\r\n:3\r\n"}),
            "none");
}

TEST(Expectations, MayNameAValueThatIsComputedAnewInAnotherPipeline) {
  EXPECT_EQ(
      TaskFailure("task:\n  pipeline:\n    x = 1\n    x = x + 1\n    ECHO {x} expect "
                  "x\n  x = 3\n  ECHO {x} expect x\n  pipeline:\n    x = 4\n    "
                  "ECHO {x} expect x\n    GET a expect nil or x\n",
                  {":2\r\n", ":3\r\n", ":4\r\n:4\r\n"}),
      "none");
  EXPECT_EQ(TaskFailure("task:\n  pipeline:\n    repeat 3 times:\n      x = count\n      "
                        "PING\n  ECHO {x} expect x",
                        {"+PONG\r\n+PONG\r\n+PONG\r\n", ":3\r\n"}),
            "none");
}

TEST(Preparations, JoinUnlessTheyNeedAnswers) {
  const auto joins = [](const std::string& command) {
    return Conversation("prepare 3 times: " + command + "\ntask: PING")
        .program()
        .preparations[0]
        .joins;
  };
  EXPECT_TRUE(joins("SET a{seq} {seq} expect OK"));
  EXPECT_TRUE(joins("30%: repeat 3 times: GET a expect nil or size > 3"));
  EXPECT_FALSE(joins("INCR a expect seq"));
  EXPECT_FALSE(joins("\n  N = seq\n  GET a expect N"));
  EXPECT_FALSE(
      joins("\n  if seq == 2: N = seq\n  else:\n    N = 2\n    GET a expect "
            "nil or size > N"));
  EXPECT_FALSE(joins("if seq == 2: GET a -> x"));
}

std::vector<std::size_t> SizesOfPreparation(const std::string& statement) {
  Conversation conversation("prepare 1 times: " + statement + "\ntask: PING");
  std::vector<std::size_t> sizes;
  for (const std::string& sent : conversation.Prepare(1)) {
    sizes.push_back(1 + static_cast<std::size_t>(std::ranges::count(sent, '|')));
  }
  return sizes;
}

TEST(Preparations, AreSentInTheMiddleOfATimeThatIsLong) {
  EXPECT_THAT(SizesOfPreparation("repeat 1200 times: SET k{count} x"),
              ElementsAre(500, 500, 200));
  EXPECT_THAT(SizesOfPreparation("repeat 300 times: SET a x | SET b x"),
              ElementsAre(500, 100));
  EXPECT_THAT(SizesOfPreparation("repeat 60 times: SET k{count} {hex(10000)}"),
              ElementsAre(27, 27, 6));
}

TEST(Preparations, SendAPipelineWhole) {
  EXPECT_THAT(SizesOfPreparation("pipeline: repeat 1200 times: SET k{count} x"),
              ElementsAre(1200));
}

TEST(Expectations, FailTheTaskWithTheAnswerThatCame) {
  EXPECT_EQ(
      TaskFailure("task:\n  lrange a 0 -1 expect size <= 1", {"*2\r\n:1\r\n:2\r\n"}),
      "test.task:2: LRANGE answered 2 elements, but \"expect size <= 1\" was asked "
      "for");
  EXPECT_EQ(TaskFailure("task: GET a expect OK | PING", {"$-1\r\n+PONG\r\n"}),
            "test.task:1: GET answered nil, but \"expect OK\" was asked for");
  EXPECT_EQ(TaskFailure("task: GET a expect 1", {"$3\r\na\nb\r\n"}),
            "test.task:1: GET answered \"a b\", but \"expect 1\" was asked for");
  EXPECT_EQ(TaskFailure("task: GET a expect \"x\"",
                        {"$100\r\n" + std::string(100, 'y') + "\r\n"}),
            "test.task:1: GET answered \"" + std::string(60, 'y') +
                "...\", but \"expect \"x\"\" was asked for");
}

TEST(TaskFailures, NameTheLineAndWhatIsWrong) {
  EXPECT_EQ(TaskFailure("task:\n  GET a -> x\n  DEL {x}", {"$-1\r\n"}),
            "test.task:3: DEL cannot have {x} as an argument, because it is nil: ask "
            "\"if\" first");
  EXPECT_EQ(
      TaskFailure("task:\n  GET a -> x\n  DEL b:{x}:c", {"*2\r\n:1\r\n:2\r\n"}),
      "test.task:3: DEL cannot have {x} as an argument, because it is an array of 2 "
      "elements");
  EXPECT_EQ(TaskFailure("task:\n  y = 1 / (seq - 1)"),
            "test.task:2: a value cannot be computed because of a division by zero");
  EXPECT_EQ(
      TaskFailure("task:\n  GET a -> x\n\n  y = x + 1", {"$1\r\na\r\n"}),
      "test.task:4: a value cannot be computed because of \"a\", which is no number");
  EXPECT_EQ(
      TaskFailure("task: ECHO {uniform(2, seq)}"),
      "test.task:1: a value cannot be computed because of a range from 2 to 1, which "
      "is empty");
  EXPECT_EQ(TaskFailure("task: ECHO {zipf(1, 10, seq * 1e308 * 10)}"),
            "test.task:1: a value cannot be computed because of inf, which is no finite "
            "number");
  EXPECT_EQ(TaskFailure("task: ECHO {uniform(9223372036854775806 + seq, "
                        "9223372036854775806)}"),
            "test.task:1: a value cannot be computed because of a range from "
            "9223372036854775807 to 9223372036854775806, which is empty");
  EXPECT_EQ(TaskFailure("task: ECHO {text(seq - 2)}"),
            "test.task:1: a value cannot be computed because of a length of -1, which is "
            "to be at least 0");
  EXPECT_EQ(TaskFailure("task: GET a expect > 1 / (seq - 1)"),
            "test.task:1: what is expected cannot be computed because of a division by "
            "zero");
}

std::string RedisFailure(std::string_view text, Sent answers) {
  Conversation conversation(text);
  try {
    conversation.Task(std::move(answers));
  } catch (const redis::RedisError& error) {
    EXPECT_EQ(error.kind(), redis::RedisError::Kind::kErrorReply);
    return error.what();
  }
  return "none";
}

TEST(Errors, NameTheCommandAndItsLine) {
  EXPECT_EQ(RedisFailure("task:\n  PING\n  hget a b", {"+PONG\r\n", "-WRONGTYPE no\r\n"}),
            "Redis answered HGET (test.task:3) with an error: WRONGTYPE no");
  EXPECT_EQ(RedisFailure("task: PING | GET a", {"+PONG\r\n-ERR no\r\n"}),
            "Redis answered GET (test.task:1) with an error: ERR no");
}

TEST(Errors, OfATransactionAreThoseOfItsCommands) {
  EXPECT_THAT(RedisFailure("task: MULTI | GET a | EXEC",
                           {"+OK\r\n-ERR unknown command\r\n-EXECABORT gone\r\n"}),
              StartsWith("Redis answered GET (test.task:1) with an error: ERR unknown"));
  EXPECT_THAT(RedisFailure("task: MULTI | INCR a | EXEC",
                           {"+OK\r\n+QUEUED\r\n*1\r\n-WRONGTYPE no\r\n"}),
              StartsWith("Redis answered INCR (test.task:1) with an error: WRONGTYPE"));
  EXPECT_THAT(
      RedisFailure("task: MULTI | GET a | EXEC", {"+OK\r\n+QUEUED\r\n-ERR odd\r\n"}),
      StartsWith("Redis answered EXEC (test.task:1) with an error: ERR odd"));
}

TEST(Errors, ThatAreAllowedCountAsNil) {
  EXPECT_THAT(SentBy("XGROUP x -> g allow BUSYGROUP allow ERR\n  if not g: PING",
                     {"-BUSYGROUP exists\r\n"}),
              ElementsAre("XGROUP x", "PING"));
  EXPECT_THAT(
      RedisFailure("task: XGROUP x allow BUSYGROUP", {"-OOM command not allowed\r\n"}),
      HasSubstr("OOM"));
  EXPECT_THAT(RedisFailure("task: EVALSHA x 0 allow NO allow NOSCRIP",
                           {"-NOSCRIPT No matching script\r\n"}),
              HasSubstr("NOSCRIPT"));
  EXPECT_EQ(TaskFailure("task: GET a allow ERR", {"-ERR\r\n"}), "none");
  EXPECT_EQ(TaskFailure("task: GET a expect 1 allow ERR", {"-ERR odd\r\n"}),
            "test.task:1: GET answered nil, but \"expect 1\" was asked for");
}

TEST(RoundTrips, AreCountedAsTheyComeOnAverage) {
  const auto round_trips = [](const std::string& task) {
    return Conversation("task:\n  " + task).program().round_trips;
  };
  EXPECT_DOUBLE_EQ(round_trips("PING"), 1);
  EXPECT_DOUBLE_EQ(round_trips("PING | PING\n  PING"), 2);
  EXPECT_DOUBLE_EQ(round_trips("30%: PING"), 0.3);
  EXPECT_DOUBLE_EQ(round_trips("choose:\n    3: PING\n    1: repeat 2 times: PING"),
                   1.25);
  EXPECT_DOUBLE_EQ(round_trips("repeat uniform(1, 9) times: PING"), 5);
  EXPECT_DOUBLE_EQ(round_trips("n = normal(4, 1)\n  repeat n + 1 times: PING"), 5);
  EXPECT_DOUBLE_EQ(round_trips("pipeline:\n    repeat 9 times: PING"), 1);
  EXPECT_DOUBLE_EQ(round_trips("GET a -> x\n  if x: PING\n  else: TIME"), 2);
  EXPECT_NEAR(round_trips("repeat zipf(1, 3, 1) times: PING"), 18.0 / 11, 0.1);
}

TEST(RoundTrips, AreNotKnownWhereARepetitionIsNot) {
  const auto round_trips = [](const std::string& task) {
    return Conversation("task:\n  PING\n  " + task).program().round_trips;
  };
  EXPECT_EQ(round_trips("repeat workers times: PING"), 0);
  EXPECT_EQ(round_trips("repeat seq + 1 times: 50%: PING"), 0);
  EXPECT_EQ(round_trips("repeat zipf(1, workers, 1) times: PING"), 0);
  EXPECT_EQ(round_trips("GET a -> n\n  repeat n times: PING"), 0);
  EXPECT_EQ(round_trips("n = 2\n  50%: n = 4\n  repeat n times: PING"), 0);
  EXPECT_EQ(round_trips("pipeline: repeat workers times: PING"), 2);
  EXPECT_EQ(round_trips("repeat workers times: x = 1"), 1);
}

}  // namespace
}  // namespace redline::worker::task_file
