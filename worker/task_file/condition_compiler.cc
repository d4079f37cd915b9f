#include "worker/task_file/condition_compiler.h"

namespace redline::worker::task_file {
namespace {

std::uint32_t LineOf(const Expression& expression) {
  return static_cast<std::uint32_t>(expression.at.line);
}

}  // namespace

Operand ConditionCompiler::Condition(const Expression& expression) {
  const auto truth = [](bool is_so) { return Value::Integer(is_so ? 1 : 0); };
  if (!IsCondition(expression)) {
    const Operand operand = expressions_.Shape(expression);
    if (operand.constant) {
      return expressions_.Constant(truth(IsThere(expressions_.ValueOf(operand))));
    }
    return expressions_.Computed(
        {.op = Op::kIsThere, .line = LineOf(expression), .b = operand.slot}, 0.5);
  }
  if (expression.op == Operator::kNot) {
    const Operand operand = Condition(expression.operands[0]);
    if (operand.constant) {
      return expressions_.Constant(truth(expressions_.ValueOf(operand).integer == 0));
    }
    return expressions_.Computed(
        {.op = Op::kNot, .line = LineOf(expression), .b = operand.slot},
        1 - operand.mean);
  }
  if (Compares(expression.op)) return Comparison(expression);
  return AndOr(expression);
}

Operand ConditionCompiler::Comparison(const Expression& expression) {
  const auto side = [&](const Expression& of) {
    const bool word = expressions_.in_expectation() &&
                      of.kind == Expression::Kind::kName && !names_.Find(of.text) &&
                      MayBeWord(of.text);
    if (!word) return expressions_.Value(of);
    return expressions_.Constant(
        Value::Text(builder_.Keep(of.text), Value::Lifetime::kForever));
  };
  const Operand left = side(expression.operands[0]);
  const Operand right = side(expression.operands[1]);
  if (left.constant && right.constant) {
    const bool is_so =
        Compare(expression.op, expressions_.ValueOf(left), expressions_.ValueOf(right));
    return expressions_.Constant(Value::Integer(is_so ? 1 : 0));
  }
  return expressions_.Computed({.op = Op::kCompare,
                                .operation = expression.op,
                                .line = LineOf(expression),
                                .b = left.slot,
                                .c = right.slot},
                               0.5);
}

Operand ConditionCompiler::AndOr(const Expression& expression) {
  const bool both = expression.op == Operator::kAnd;
  const Operand left = Condition(expression.operands[0]);
  const std::uint32_t line = LineOf(expression);
  const Slot outcome = builder_.NewSlot();
  builder_.Emit({.op = Op::kCopy, .line = line, .a = outcome, .b = left.slot});
  // What stands behind `or` counts if what stands before it is not so.
  Slot goes_on = outcome;
  if (!both) {
    goes_on = builder_.NewSlot();
    builder_.Emit({.op = Op::kNot, .line = line, .a = goes_on, .b = left.slot});
  }
  const std::uint32_t skip =
      builder_.Emit({.op = Op::kJumpUnless, .line = line, .a = goes_on});
  const Operand right = Condition(expression.operands[1]);
  builder_.Emit({.op = Op::kCopy, .line = line, .a = outcome, .b = right.slot});
  builder_.LeadHere(skip);
  const double mean =
      both ? left.mean * right.mean : 1 - (1 - left.mean) * (1 - right.mean);
  return {.slot = outcome, .mean = mean};
}

Operand ConditionCompiler::Expectation(const Expression& expression, Answer& answer) {
  expressions_.BeginExpectation(answer);
  const Operand outcome = Condition(expression);
  builder_.Emit({.op = Op::kEnd, .line = LineOf(expression)});
  expressions_.EndExpectation();
  return outcome;
}

}  // namespace redline::worker::task_file
