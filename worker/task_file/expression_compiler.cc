#include "worker/task_file/expression_compiler.h"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

#include "base/flag_suggestion.h"

namespace redline::worker::task_file {
namespace {

using Kind = Expression::Kind;

struct OwnName {
  std::string_view name;
  Slot slot;
};
constexpr std::array kOwnNames = std::to_array<OwnName>({
    {"seq", kSeq},
    {"worker", kWorker},
    {"workers", kWorkers},
});

}  // namespace

Operand ExpressionCompiler::Constant(const task_file::Value& value) {
  const auto number = AsNumber(value);
  return {.slot = builder_.Constant(value),
          .constant = true,
          .mean = number ? RealNumber(*number) : kUnknownMean};
}

Operand ExpressionCompiler::Computed(Instruction instruction, double mean) {
  instruction.a = builder_.NewSlot();
  builder_.Emit(instruction);
  return {.slot = instruction.a, .own = true, .mean = mean};
}

Operand ExpressionCompiler::Value(const Expression& expression) {
  switch (expression.kind) {
    case Kind::kNumber:
      return Constant(expression.number);
    case Kind::kText:
      return Constant(task_file::Value::Text(builder_.Keep(expression.text),
                                             task_file::Value::Lifetime::kForever));
    case Kind::kNil:
      return Constant({});
    case Kind::kName:
      return Named(expression);
    case Kind::kCall:
      return Call(expression);
    case Kind::kOperator:
      return Arithmetic(expression);
    case Kind::kElement:
    case Kind::kAnswer:
      break;
  }
  Path path;
  Answer& answer = FindAnswer(expression, path);
  return OfAnswer(answer, path, true);
}

Operand ExpressionCompiler::Named(const Expression& name) {
  for (const auto& [own, slot] : kOwnNames) {
    if (name.text == own) return {.slot = slot};
  }
  if (name.text == "count") {
    if (counters_.empty()) {
      throw Mistake(name.at, "\"count\" within \"repeat\"", "it outside");
    }
    if (in_pipeline_loop()) RefuseInExpectation(name);
    return {.slot = counters_.back()};
  }
  if (name.text == "now_ms") return Computed({.op = Op::kNowMs}, kUnknownMean);
  if (name.text == "now_s") return Computed({.op = Op::kNowS}, kUnknownMean);
  Name* const known = names_.Find(name.text);
  if (!known) RefuseName(name);
  switch (known->kind) {
    case Name::Kind::kAnswer: {
      Path path;
      Answer& answer = FindAnswer(name, path);
      return OfAnswer(answer, path, true);
    }
    case Name::Kind::kValue:
      if (known->in_pipeline_loop) RefuseInExpectation(name);
      if (answer_ && in_pipeline()) known->expected_in_line = name.at.line;
      return {.slot = known->slot, .mean = known->mean};
    default: {
      const auto number = AsNumber(builder_.program().slots[known->slot]);
      return {.slot = known->slot,
              .constant = true,
              .mean = number ? RealNumber(*number) : kUnknownMean};
    }
  }
}

// Expectations are looked at when the answers have come, and the loop is over then.
void ExpressionCompiler::RefuseInExpectation(const Expression& name) {
  if (!answer_) return;
  throw Mistake(name.at, "a value that remains the same while the pipeline is sent",
                Quoted(name.text) + ", which is another one each time");
}

void ExpressionCompiler::RefuseName(const Expression& name) {
  const bool function =
      name.text == "size" || name.text == "own" ||
      std::ranges::find(kFunctions, name.text, &FunctionRow::name) != kFunctions.end();
  if (function) {
    throw Mistake(name.at, "\"(\" and arguments behind the function " + name.text,
                  "none");
  }
  throw Mistake(name.at, "a value",
                Quoted(name.text) + ": there is no param or value of this name" +
                    names_.DidYouMean(name.text, {"seq", "worker", "workers", "count",
                                                  "now_ms", "now_s"}));
}

Operand ExpressionCompiler::OfAnswer(Answer& answer, const Path& path, bool keep_text) {
  Extraction& use = answer.Use(path, builder_.program().slots.size());
  if (use.slot == builder_.program().slots.size()) builder_.NewSlot();
  use.keep_text = use.keep_text || keep_text;
  return {.slot = use.slot};
}

Operand ExpressionCompiler::Shape(const Expression& expression) {
  const Name* const named =
      expression.kind == Kind::kName ? names_.Find(expression.text) : nullptr;
  const bool of_answer = expression.kind == Kind::kElement ||
                         expression.kind == Kind::kAnswer ||
                         (named && named->kind == Name::Kind::kAnswer);
  if (!of_answer) return Value(expression);
  Path path;
  Answer& answer = FindAnswer(expression, path);
  return OfAnswer(answer, path, false);
}

Answer& ExpressionCompiler::FindAnswer(const Expression& expression, Path& path) {
  if (expression.kind == Kind::kElement) {
    Answer& answer = FindAnswer(expression.operands[0], path);
    path.push_back(Element(expression.operands[1]));
    return answer;
  }
  if (expression.kind == Kind::kAnswer) return *answer_;
  const Name* const known =
      expression.kind == Kind::kName ? names_.Find(expression.text) : nullptr;
  if (!known && expression.kind == Kind::kName) RefuseName(expression);
  if (!known || known->kind != Name::Kind::kAnswer) {
    throw Mistake(
        expression.at, "an answer, kept by \"-> NAME\", to take an element of",
        expression.kind == Kind::kName ? Quoted(expression.text) : "something else");
  }
  // Behind `expect` the answers are there.
  if (known->answer->under_way && !answer_) {
    throw Mistake(expression.at, "a value that is known before the pipeline is sent",
                  Quoted(expression.text) + ", which is one of its answers");
  }
  return *known->answer;
}

ElementName ExpressionCompiler::Element(const Expression& expression) {
  const Operand operand = Value(expression);
  const task_file::Value value = ValueOf(operand);
  using ValueKind = task_file::Value::Kind;
  if (operand.constant && value.kind == ValueKind::kText) return std::string(value.text);
  if (operand.constant && value.kind == ValueKind::kInteger && value.integer >= 0) {
    return static_cast<std::size_t>(value.integer);
  }
  throw Mistake(expression.at,
                "an element's number from 0 on, or the \"text\" in front of it",
                operand.constant ? Description(value) : "what is not constant");
}

Operand ExpressionCompiler::Call(const Expression& call) {
  if (call.text == "size") return SizeOf(call);
  if (call.text == "own") return OwnName(call);
  const auto known = std::ranges::find(kFunctions, call.text, &FunctionRow::name);
  if (known == kFunctions.end()) {
    std::vector<std::string_view> names = {"size", "own"};
    for (const FunctionRow& row : kFunctions) names.push_back(row.name);
    throw Mistake(call.at, "a function, such as \"uniform(1, 100)\"",
                  Quoted(call.text) + DidYouMean(call.text, names));
  }
  const std::size_t count = call.operands.size();
  if (known->arguments == kAny ? count == 0 : count != known->arguments) {
    throw Mistake(call.at, std::string(known->form),
                  std::to_string(count) + (count == 1 ? " argument" : " arguments"));
  }
  return Draw(call, known->value);
}

Operand ExpressionCompiler::SizeOf(const Expression& call) {
  if (call.operands.size() != 1) {
    throw Mistake(call.at, "size(NAME)",
                  std::to_string(call.operands.size()) + " arguments");
  }
  const Operand operand = Shape(call.operands[0]);
  if (operand.constant) {
    return Constant(task_file::Value::Integer(Size(ValueOf(operand))));
  }
  return Computed({.op = Op::kSize, .line = LineOf(call), .b = operand.slot},
                  kUnknownMean);
}

Operand ExpressionCompiler::OwnName(const Expression& call) {
  const std::string form = "own(\"NAME\")";
  if (call.operands.size() != 1) {
    throw Mistake(call.at, form, std::to_string(call.operands.size()) + " arguments");
  }
  const Operand operand = Value(call.operands[0]);
  if (!operand.constant || ValueOf(operand).kind != task_file::Value::Kind::kText) {
    throw Mistake(call.operands[0].at, "a \"text\" in " + form, "something else");
  }
  const std::string name = keys_of_run_ + std::string(ValueOf(operand).text);
  return Constant(
      task_file::Value::Text(builder_.Keep(name), task_file::Value::Lifetime::kForever));
}

Operand ExpressionCompiler::Draw(const Expression& call, Function function) {
  std::vector<Operand> operands;
  for (const Expression& argument : call.operands) operands.push_back(Value(argument));
  std::vector<task_file::Value> values;
  std::vector<const task_file::Value*> known;
  std::vector<double> means;
  values.reserve(operands.size());
  for (const Operand& operand : operands) {
    values.push_back(ValueOf(operand));
    known.push_back(operand.constant ? &values.back() : nullptr);
    means.push_back(operand.mean);
  }
  try {
    CheckArguments(function, known);
  } catch (const BadValue& bad) {
    throw Mistake(call.at, "arguments as in " + std::string(RowOf(function).form),
                  bad.what());
  }
  Program& program = builder_.program();
  const double mean = Mean(function, means);
  const auto begin = static_cast<std::uint32_t>(program.operands.size());
  for (const Operand& operand : operands) program.operands.push_back(operand.slot);
  if (function == Function::kZipf) {
    const auto index = static_cast<std::uint32_t>(program.zipfs.size());
    ZipfDistribution& zipf = program.zipfs.emplace_back(1, 1, 1);
    if (std::ranges::find(known, nullptr) == known.end()) {
      SetZipf(known, zipf);
    } else {
      builder_.Emit({.op = Op::kSetZipf, .line = LineOf(call), .b = begin, .c = index});
    }
    return Computed({.op = Op::kDrawZipf, .line = LineOf(call), .c = index}, mean);
  }
  Operand drawn = Computed({.op = Op::kDraw,
                            .function = function,
                            .line = LineOf(call),
                            .b = begin,
                            .c = static_cast<std::uint32_t>(operands.size())},
                           mean);
  // One of its arguments' bytes.
  if (function == Function::kPick) drawn.own = false;
  return drawn;
}

Operand ExpressionCompiler::Arithmetic(const Expression& expression) {
  if (IsCondition(expression)) {
    throw Mistake(expression.at, "a value", "a condition");
  }
  const Operand left = Value(expression.operands[0]);
  if (expression.op == Operator::kNegate) {
    if (!left.constant) {
      return Computed({.op = Op::kNegate, .line = LineOf(expression), .b = left.slot},
                      -left.mean);
    }
  }
  const Operand right =
      expression.operands.size() > 1 ? Value(expression.operands[1]) : Operand();
  const auto compute = [&](const task_file::Value& a, const task_file::Value& b) {
    return expression.op == Operator::kNegate ? Negate(a) : Compute(expression.op, a, b);
  };
  if (left.constant && (right.constant || expression.operands.size() == 1)) {
    try {
      return Constant(compute(ValueOf(left), ValueOf(right)));
    } catch (const BadValue& bad) {
      throw Mistake(expression.at, "a value that can be computed", bad.what());
    }
  }
  double mean = kUnknownMean;
  try {
    mean = RealNumber(
        compute(task_file::Value::Real(left.mean), task_file::Value::Real(right.mean)));
  } catch (const BadValue&) {
    // It remains unknown.
  }
  return Computed({.op = Op::kCompute,
                   .operation = expression.op,
                   .line = LineOf(expression),
                   .b = left.slot,
                   .c = right.slot},
                  mean);
}

void ExpressionCompiler::BeginExpectation(Answer& answer) {
  answer_ = &answer;
  builder_.SetInExpectation(true);
}

void ExpressionCompiler::EndExpectation() {
  answer_ = nullptr;
  builder_.SetInExpectation(false);
}

}  // namespace redline::worker::task_file
