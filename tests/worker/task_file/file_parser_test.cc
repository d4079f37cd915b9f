#include "worker/task_file/file_parser.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstddef>
#include <string>
#include <variant>

#include "worker/task_file/syntax.h"

namespace redline::worker::task_file {
namespace {

using ::testing::SizeIs;

// An expression with all of its parentheses.
std::string Shown(const Expression& expression) {
  using Kind = Expression::Kind;
  NumberBuffer buffer;
  switch (expression.kind) {
    case Kind::kNumber:
      return std::string(Bytes(expression.number, buffer));
    case Kind::kText:
      return "'" + expression.text + "'";
    case Kind::kNil:
      return "nil";
    case Kind::kName:
      return expression.text;
    case Kind::kAnswer:
      return "answer";
    case Kind::kElement:
      return Shown(expression.operands[0]) + "[" + Shown(expression.operands[1]) + "]";
    case Kind::kCall:
    case Kind::kOperator:
      break;
  }
  constexpr const char* kOperators[] = {
      "+", "-", "*", "/", "%", "-", "==", "!=", "<", "<=", ">", ">=", "not", "and", "or"};
  std::string shown = expression.kind == Kind::kCall
                          ? expression.text
                          : kOperators[static_cast<std::size_t>(expression.op)];
  shown += "(";
  for (const Expression& operand : expression.operands) {
    if (!shown.ends_with("(")) shown += " ";
    shown += Shown(operand);
  }
  return shown + ")";
}

std::string ShownExpression(const std::string& text) {
  const TaskFile file = ParseTaskFile("task: x = " + text);
  return Shown(std::get<Assignment>(file.task[0].action).value);
}

std::string ShownExpectation(const std::string& text) {
  const TaskFile file = ParseTaskFile("task: GET a expect " + text);
  return Shown(
      std::get<Pipeline>(file.task[0].action).commands[0].expectation->condition);
}

TEST(FileParser, BindsOperatorsAsUsual) {
  EXPECT_EQ(ShownExpression("1 + 2 * 3 - 4 % 5"), "-(+(1 *(2 3)) %(4 5))");
  EXPECT_EQ(ShownExpression("(1 + 2) * -x"), "*(+(1 2) -(x))");
  EXPECT_EQ(ShownExpression("a or b and not c == d + 1"),
            "or(a and(b not(==(c +(d 1)))))");
  EXPECT_EQ(ShownExpression("a[1][\"b\"] + f(1, g(2))"), "+(a[1]['b'] f(1 g(2)))");
  EXPECT_EQ(ShownExpression("- 3"), "-3");
}

TEST(FileParser, PutsTheAnswerWhereTheLeftSideIsMissing) {
  EXPECT_EQ(ShownExpectation("1"), "==(answer 1)");
  EXPECT_EQ(ShownExpectation("not nil"), "not(==(answer nil))");
  EXPECT_EQ(ShownExpectation("<= 100"), "<=(answer 100)");
  EXPECT_EQ(ShownExpectation("size <= 100 or nil"),
            "or(<=(size(answer) 100) ==(answer nil))");
  EXPECT_EQ(ShownExpectation("> (1 + x) * 2"), ">(answer *(+(1 x) 2))");
  EXPECT_EQ(ShownExpectation("pick(1, x)"), "==(answer pick(1 x))");
  EXPECT_EQ(ShownExpectation("(1 or 2) and x == y"),
            "and(or(==(answer 1) ==(answer 2)) ==(x y))");
}

TEST(FileParser, KeepsScriptsAsTheyAre) {
  const TaskFile file = ParseTaskFile(
      "script s:\n  -- \"#\" {x}\n\tif x then\n\n    y()\n\n# a comment\ntask: PING");
  ASSERT_THAT(file.scripts, SizeIs(1));
  EXPECT_EQ(file.scripts[0].text, "  -- \"#\" {x}\n\tif x then\n\n    y()");
}

TEST(FileParser, TakesBlocksByTheirIndentation) {
  const TaskFile file = ParseTaskFile(
      "task:\n"
      "  30%: step a:\n"
      "    PING\n"
      "    if x: PING\n"
      "    else:\n"
      "      PING\n"
      "# a comment at the margin\n"
      "      PING\n"
      "  PING\n"
      "      | PING\n"
      "prepare 3 times: PING\n"
      "prepare 4 times: PING\n");
  ASSERT_THAT(file.task, SizeIs(2));
  const auto& step = std::get<Step>(std::get<Chance>(file.task[0].action).body[0].action);
  EXPECT_EQ(step.name.name, "a");
  ASSERT_THAT(step.body, SizeIs(2));
  const auto& branch = std::get<Branch>(step.body[1].action);
  EXPECT_THAT(branch.body, SizeIs(1));
  EXPECT_THAT(branch.otherwise, SizeIs(2));
  EXPECT_THAT(std::get<Pipeline>(file.task[1].action).commands, SizeIs(2));
  EXPECT_THAT(file.preparations, SizeIs(2));
}

TEST(FileParser, TakesWhatStandsBehindACommand) {
  const TaskFile file =
      ParseTaskFile("task: GET a -> x expect 1 allow ERR allow OOM | PING");
  const auto& commands = std::get<Pipeline>(file.task[0].action).commands;
  ASSERT_THAT(commands, SizeIs(2));
  EXPECT_THAT(commands[0].arguments, SizeIs(2));
  EXPECT_EQ(commands[0].answer->name, "x");
  EXPECT_EQ(commands[0].expectation->source, "expect 1");
  EXPECT_THAT(commands[0].allowed, ::testing::ElementsAre("ERR", "OOM"));
}

}  // namespace
}  // namespace redline::worker::task_file
