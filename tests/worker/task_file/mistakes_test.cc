// Each mistake gets its sentence, which names its place and what was expected there.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <ostream>
#include <string>
#include <vector>

#include "worker/task/workload_kind.h"
#include "worker/task_file/task_file_kind.h"

namespace redline::worker {
namespace {

std::string SentenceFor(const std::string& text, const std::string& parameters = "") {
  try {
    ReadTaskFile({.name = "file:shop/cart.task", .text = text, .parameters = parameters});
  } catch (const WorkloadRefused& refused) {
    return refused.what();
  }
  return "none";
}

struct WrongFile {
  std::string text;
  std::string sentence;  // Behind "cart.task:".
};

void PrintTo(const WrongFile& wrong, std::ostream* out) { *out << wrong.text; }

class WrongFiles : public ::testing::TestWithParam<WrongFile> {};

TEST_P(WrongFiles, GetTheirSentence) {
  EXPECT_EQ(SentenceFor(GetParam().text), "cart.task:" + GetParam().sentence);
}

// In a task of one line.
WrongFile Line(const std::string& line, const std::string& sentence) {
  return {"task:\n  " + line, "2:" + sentence};
}

const std::vector<WrongFile> kFiles = {
    {"", "1:1: expected \"task:\" and below it what a task does, but found none."},
    {"# nothing\n",
     "1:1: expected \"task:\" and below it what a task does, but found none."},
    {"tusk: PING",
     "1:1: expected param, keys, script, prepare or task at the left margin, but found "
     "\"tusk\"; did you mean task?"},
    {"task: PING\ntask: PING",
     "2:1: expected \"task:\" once, but found another one below that in line 1."},
    {"task PING", "1:6: expected \":\" behind \"task\", but found \"PING\"."},
    {"task:\n",
     "1:6: expected a statement behind the \":\" of \"task\", or below and indented, but "
     "found none."},
    {"task:\nPING",
     "1:6: expected a statement behind the \":\" of \"task\", or below and indented, but "
     "found none."},
    {"  task: PING",
     "1:3: expected a line at the left margin, but found an indented one that belongs to "
     "nothing above it."},
    {"task:\n\tPING", "2:1: expected an indentation of blanks, but found a tab."},
    {"task:\n  PING\n    PING",
     "3:5: expected a line that begins in column 3, as the block's others do, but found "
     "one that begins in column 5."},
    {"task:\n    PING\n  PING",
     "3:3: expected a line that begins in column 5, as the block's others do, but found "
     "one that begins in column 3."},
    {"param users\ntask: PING",
     "1:12: expected \"=\" behind the name, such as \"param users = 1000\", but found "
     "the "
     "end of the line."},
    {"param users = many\ntask: PING",
     "1:15: expected a number or a \"text\", such as \"param users = 1000\", but found "
     "\"many\"."},
    {"param users = 1 2\ntask: PING",
     "1:17: expected the end of the line, but found \"2\"."},
    {"param users = 12abc\ntask: PING",
     "1:15: expected a number, such as 300, 0.99 or 1e6, but found \"12abc\"."},
    {"param x = 1\nparam x = 2\ntask: PING",
     "2:7: expected a name that is not given yet, but found \"x\", which line 1 gives."},
    {"param seq = 1\ntask: PING",
     "1:7: expected a name of your own, but found \"seq\", which is a word of the "
     "language."},
    {"keys\ntask: PING",
     "1:5: expected how names of keys begin, such as \"keys cart:\", but found the end "
     "of "
     "the line."},
    {"keys a cart:{x}\ntask: PING",
     "1:13: expected the plain beginning of a key's name, such as \"keys cart:\", but "
     "found \"{\"."},
    {"script s:\ntask: PING",
     "1:10: expected the script on the lines below, indented, but found none."},
    {"script s: return 1\ntask: PING",
     "1:11: expected the script on the lines below, but found \"return\"."},
    {"prepare usres times:\n  PING\nparam users = 3\ntask: PING",
     "1:9: expected a value, but found \"usres\": there is no param or value of this "
     "name; did you mean users?"},
    {"prepare 1.5 times: PING\ntask: PING",
     "1:9: expected a whole number of times, such as \"prepare 1000 times:\", but found "
     "1.5."},
    {"prepare seq times: PING\ntask: PING",
     "1:9: expected a whole number of times, such as \"prepare 1000 times:\", but found "
     "what is not constant."},
    {"prepare 10: PING\ntask: PING",
     "1:11: expected \"times:\" behind a number, such as \"prepare 1000 times:\", but "
     "found \":\"."},
    {"prepare 1 times:\n  step a: PING\ntask: PING",
     "2:3: expected steps in \"task:\" only, but found step a."},
    Line("GET {user}",
         "8: expected a value, but found \"user\": there is no param or value of this "
         "name."),
    {"task:\n  user = 1\n  GET {usr}",
     "3:8: expected a value, but found \"usr\": there is no param or value "
     "of this name; did you mean user?"},
    Line("GET {count}", "8: expected \"count\" within \"repeat\", but found it outside."),
    Line("GET {uniform}",
         "8: expected \"(\" and arguments behind the function uniform, but found none."),
    Line(
        "GET {unifrom(1, 2)}",
        "8: expected a function, such as \"uniform(1, 100)\", but found \"unifrom\"; did "
        "you mean uniform?"),
    Line("GET {uniform(1)}", "8: expected uniform(a, b), but found 1 argument."),
    Line("GET {pick()}", "8: expected pick(x, y, ...), but found 0 arguments."),
    Line(
        "GET {uniform(5, 3)}",
        "8: expected arguments as in uniform(a, b), but found a range from 5 to 3, which "
        "is empty."),
    Line("GET {zipf(1, 10, 0)}",
         "8: expected arguments as in zipf(a, b, s), but found an exponent s of 0, which "
         "is to be above 0."),
    Line(
        "GET {zipf(1, seq, -1)}",
        "8: expected arguments as in zipf(a, b, s), but found an exponent s of -1, which "
        "is to be above 0."),
    Line("GET {zipf(1, 10, 1e308 * 10)}",
         "8: expected arguments as in zipf(a, b, s), but found inf, which is no finite "
         "number."),
    Line("GET {real(0, -1e308 * 10)}",
         "8: expected arguments as in real(a, b), but found -inf, which is no finite "
         "number."),
    Line("GET {uniform(9223372036854775807, 9223372036854775806)}",
         "8: expected arguments as in uniform(a, b), but found a range from "
         "9223372036854775807 to 9223372036854775806, which is empty."),
    Line("GET {zipf(9223372036854775807, 9223372036854775806, 1)}",
         "8: expected arguments as in zipf(a, b, s), but found a range from "
         "9223372036854775807 to 9223372036854775806, which is empty."),
    Line("GET {text(-1)}",
         "8: expected arguments as in text(n), but found a length of -1, which is to be "
         "at least 0."),
    Line("GET {text(\"long\")}",
         "8: expected arguments as in text(n), but found \"long\", which is no number."),
    Line("GET {normal(1, -1)}",
         "8: expected arguments as in normal(mean, deviation), but found a deviation of "
         "-1, which is to be at least 0."),
    Line("GET {1 / 0}",
         "10: expected a value that can be computed, but found a division by zero."),
    Line(
        "GET {1 +}",
        "11: expected a value, such as a number, a name or a \"text\", but found \"}\"."),
    Line("GET {1 < 2}", "10: expected a value, but found a condition."),
    Line("GET {nil}", "7: expected a value as an argument, but found nil."),
    Line("GET {(1}",
         "10: expected \")\" behind what stands in parentheses, but found \"}\"."),
    Line("GET {seq",
         "11: expected \"}\" behind the value (a brace itself is written \"{{\"), but "
         "found the end of the line."),
    Line("GET a}",
         "8: expected a \"{\" before a \"}\" (a brace itself is written \"}}\"), but "
         "found "
         "none."),
    Line("GET \"abc",
         "7: expected a text that ends with the quote that it begins with, but found the "
         "end of the line."),
    Line("GET \"a\"b", "10: expected a blank behind a text, but found \"b\"."),
    Line("GET it's",
         "9: expected an argument that is in quotes as a whole, but found a quote within "
         "it."),
    Line("GET \"\\q\"",
         "9: expected n, r, t, \\, \" or x and two hexadecimal digits behind a \"\\\", "
         "but "
         "found \"q\"."),
    Line("-5%: GET a", "3: expected a command's name, such as GET, but found \"-5%:\"."),
    Line("{cmd} a",
         "3: expected a command's name, such as GET, but found what is put together."),
    Line("GET a | | GET b",
         "11: expected a command, such as \"GET key\", but found \"|\"."),
    Line("GET a |",
         "10: expected a command, such as \"GET key\", but found the end of the line."),
    Line("| GET a",
         "3: expected a command in the line above, which a \"|\" goes on with, but found "
         "none."),
    Line("GET a ->",
         "11: expected a name for the answer behind \"->\", but found the end of the "
         "line."),
    Line("GET a expect 1 -> x",
         "18: expected \"|\" and another command, or \"->\", \"expect\" and \"allow\" in "
         "this order, behind a command, but found \"->\"."),
    Line(
        "GET a expect",
        "15: expected a value, such as a number, a name or a \"text\", but found the end "
        "of the line."),
    Line(
        "GET a expect size",
        "20: expected a comparison, such as \"expect size <= 100\", but found the end of "
        "the line."),
    Line("GET a expect ok",
         "16: expected a value, but found \"ok\": there is no param or value of this "
         "name."),
    Line("GET a allow",
         "14: expected the word with which an error begins, such as BUSYGROUP, but found "
         "the end of the line."),
    Line("GET a -> x | SET b {x}",
         "23: expected a value that is known before the pipeline is sent, but found "
         "\"x\", which is one of its answers."),
    {"task:\n  x = 1\n  GET a -> x",
     "3:12: expected a name that means nothing else, but found \"x\", which "
     "is a value in line 2."},
    {"task:\n  x = 1\n  ECHO {x[0]}",
     "3:9: expected an answer, kept by \"-> NAME\", to take an element of, "
     "but found \"x\"."},
    {"task:\n  GET a -> x\n  ECHO {x[seq]}",
     "3:11: expected an element's number from 0 on, or the \"text\" in front of it, but "
     "found what is not constant."},
    {"task:\n  GET a -> x\n  ECHO {x[-1]}",
     "3:11: expected an element's number from 0 on, or the \"text\" in front of it, but "
     "found -1."},
    {"param x = 1\ntask:\n  x = 2",
     "3:3: expected a name that means nothing else, but found \"x\", which is a param in "
     "line 1."},
    Line("EXEC", "3: expected MULTI before EXEC, in the same pipeline, but found none."),
    Line("MULTI | GET a",
         "3: expected EXEC or DISCARD behind MULTI, in the same pipeline, but found "
         "none."),
    Line("MULTI | MULTI | EXEC",
         "11: expected EXEC or DISCARD before another MULTI, but found none."),
    {"task:\n  pipeline:\n    if seq: MULTI\n    EXEC",
     "3:13: expected MULTI and its EXEC or DISCARD in the same block, but found one of "
     "them."},
    Line(
        "select 1",
        "3: expected a command that a task may send, but found SELECT, which changes the "
        "connection, that other tasks may share."),
    Line("FLUSHALL",
         "3: expected a command that a task may send, but found FLUSHALL, which would "
         "delete what is not the run's."),
    Line("SUBSCRIBE news",
         "3: expected a command that a task may send, but found SUBSCRIBE, which has no "
         "single answer."),
    Line("step: PING",
         "7: expected a name for the step, such as \"step read:\", but found \":\"."),
    Line("step lateness: PING",
         "8: expected a name of your own for a step, but found \"lateness\", which every "
         "task has."),
    Line("step a_name_24_characters_lon: PING",
         "8: expected a step's name of at most 23 characters, but found "
         "\"a_name_24_characters_lon\"."),
    Line("step a: step b: PING",
         "11: expected a statement of a step, but found step b: steps do not nest."),
    Line("step queue: PING",
         "8: expected a name of your own for a step, but found \"queue\", which every "
         "task "
         "has."),
    {"task:\n  step a: PING\n  step b: PING\n  step c: PING\n  step d: PING\n  step e: "
     "PING",
     "6:8: expected at most 4 steps, but found one more, \"e\"."},
    {"task:\n  pipeline:\n    repeat 3 times: INCR a expect count",
     "3:35: expected a value that remains the same while the pipeline is sent, but found "
     "\"count\", which is another one each time."},
    {"task:\n  pipeline:\n    repeat 3 times:\n      x = count\n      INCR a expect x",
     "5:21: expected a value that remains the same while the pipeline is sent, but found "
     "\"x\", which is another one each time."},
    {"task:\n  pipeline:\n    x = 1\n    ECHO {x} expect x\n    x = 2\n    ECHO {x}",
     "5:5: expected a value that remains the same while the pipeline is sent, but found "
     "another one for \"x\", which line 4 expects."},
    {"task:\n  pipeline:\n    X = 1\n    if seq == 1: ECHO a expect size > X + 1\n"
     "    50%: X = 2",
     "5:10: expected a value that remains the same while the pipeline is sent, but found "
     "another one for \"X\", which line 4 expects."},
    {"task:\n  x = 1\n  pipeline:\n    repeat 3 times:\n      INCR a expect x\n"
     "      choose:\n        100%: x = count",
     "7:15: expected a value that remains the same while the pipeline is sent, but found "
     "another one for \"x\", which line 5 expects."},
    {"task:\n  pipeline:\n    PING\n    repeat 1000 times: repeat 100 times: PING",
     "4:42: expected at most 100000 commands in a pipeline, but found 100001."},
    {"task:\n  pipeline:\n    step a: PING",
     "3:5: expected a statement of a pipeline, but found step a."},
    {"task:\n  pipeline:\n    pipeline: PING",
     "3:5: expected a statement of a pipeline, but found another pipeline."},
    Line("101%: PING", "3: expected a percentage from 0 to 100, but found 101%."),
    Line("7: PING",
         "4: expected \"%\" behind a number that begins a line (weights stand in "
         "\"choose:\"), but found \":\"."),
    {"task:\n  choose:\n    30%: PING\n    60%: PING",
     "2:3: expected percentages that make 100 together, but found 90."},
    {"task:\n  choose:\n    30%: PING\n    70: PING",
     "4:5: expected a percentage, as above, but found a weight."},
    {"task:\n  choose:\n    0: PING", "2:3: expected a weight above 0, but found none."},
    Line("choose: 100%: PING",
         "11: expected the choices on the lines below \"choose:\", each such as \"70%: "
         "...\", but found \"100\"."),
    {"task:\n  choose:\n    PING",
     "3:9: expected \":\" behind a share, but found the end of the line."},
    Line(
        "repeat 3: PING",
        "11: expected \"times:\" behind a number, such as \"repeat 3 times:\", but found "
        "\":\"."),
    Line("repeat 2.5 times: PING",
         "10: expected a whole number of times, such as \"repeat 3 times:\", but found "
         "2.5."),
    Line("else: PING",
         "3: expected \"else\" below an \"if\", in the same column, but found none above "
         "it."),
    Line("if seq PING", "10: expected \":\" behind a condition, but found \"PING\"."),
    {"task:\n  pipelin:\n    PING",
     "2:3: expected a statement or a command, but found \"pipelin\"; did "
     "you mean pipeline?"},
    Line("setp read: PING",
         "3: expected a statement or a command, but found \"setp\"; did you mean step?"),
    Line("ECHO \"äöü\" {x}",
         "15: expected a value, but found \"x\": there is no param or value of this "
         "name."),
};

std::string Repeated(const std::string& text, int times) {
  std::string all;
  for (int i = 0; i < times; ++i) all += text;
  return all;
}

TEST(DeepNesting, OfStatementsIsRefused) {
  EXPECT_EQ(SentenceFor("task:\n  " + Repeated("1%:", 8000) + " PING"),
            "cart.task:2:302: expected statements that hold others 100 deep at most, but "
            "found one more level.");
  EXPECT_EQ(SentenceFor("task:\n  " + Repeated("1%:", 99) + " PING"), "none");
}

TEST(DeepNesting, OfChainsOfOperatorsIsRefused) {
  const std::string sentence =
      ": expected at most 500 operators in an expression, but found one more.";
  for (const std::string chain : {"1+", "seq*", "1<2 and ", "not 1<2 or "}) {
    EXPECT_THAT(SentenceFor("task:\n  if " + Repeated(chain, 32'000) + "1: PING"),
                ::testing::EndsWith(sentence))
        << chain;
    EXPECT_EQ(SentenceFor("task:\n  if " + Repeated(chain, 150) + "1: PING"), "none")
        << chain;
  }
  EXPECT_THAT(SentenceFor("task:\n  GET a -> x\n  y = x" + Repeated("[0]", 32'000)),
              ::testing::EndsWith(sentence));
}

INSTANTIATE_TEST_SUITE_P(TaskFile, WrongFiles, ::testing::ValuesIn(kFiles));

TEST(GivenParams, MustBeParamsOfTheFile) {
  const std::string text = "param users = 10\nparam size = 3\ntask: ECHO {users} {size}";
  EXPECT_EQ(
      SentenceFor(text, "usres=3"),
      "--param (PARAM) gives a value to usres, but cart.task has no such param; did "
      "you mean users?");
  EXPECT_EQ(SentenceFor(text, "nothing_like_it=3"),
            "--param (PARAM) gives a value to nothing_like_it, but cart.task has no such "
            "param, only users and size.");
  EXPECT_EQ(SentenceFor("task: PING", "users=3"),
            "--param (PARAM) gives a value to users, but cart.task has no params: a line "
            "such as \"param users = 1000\" makes one.");
}

TEST(GivenParams, MustBeNumbersWhereTheFileHasOne) {
  EXPECT_EQ(SentenceFor("param users = 10\ntask: ECHO {users}", "users=many"),
            "--param (PARAM) gives users the value \"many\", but it is a number, such as "
            "300, 0.99 or 1e6.");
}

TEST(GivenParams, AreCheckedWhereTheyAreUsed) {
  EXPECT_EQ(SentenceFor("param users = 10\ntask: ECHO {uniform(1, users)}", "users=0"),
            "cart.task:2:13: expected arguments as in uniform(a, b), but found a range "
            "from 1 to 0, which is empty.");
}

}  // namespace
}  // namespace redline::worker
