#include "worker/task_file/expression_parser.h"

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace redline::worker::task_file {
namespace {

using Kind = Expression::Kind;

struct Symbol {
  std::string_view symbol;
  Operator op;
};

constexpr std::array kComparisons = std::to_array<Symbol>({
    {"==", Operator::kEqual},
    {"!=", Operator::kNotEqual},
    {"<", Operator::kLess},
    {"<=", Operator::kLessOrEqual},
    {">", Operator::kGreater},
    {">=", Operator::kGreaterOrEqual},
});
constexpr std::array kSums = std::to_array<Symbol>({
    {"+", Operator::kAdd},
    {"-", Operator::kSubtract},
});
constexpr std::array kProducts = std::to_array<Symbol>({
    {"*", Operator::kMultiply},
    {"/", Operator::kDivide},
    {"%", Operator::kModulo},
});

// A file that goes beyond these was not written by hand, and would exhaust the stack.
constexpr int kDeepest = 100;
constexpr int kMostOperators = 500;

class Parser {
 public:
  Parser(LineScanner& line, bool in_expectation)
      : line_(line), in_expectation_(in_expectation) {}

  Expression Or() {
    Expression left = And();
    while (line_.Look().IsWord("or")) {
      const Position at = line_.Take().at;
      left = Binary(at, Operator::kOr, std::move(left), And());
    }
    return left;
  }

 private:
  Expression Binary(Position at, Operator op, Expression left, Expression right) {
    CountOperator(at);
    Expression made{.at = at, .kind = Kind::kOperator, .op = op};
    made.operands.push_back(std::move(left));
    made.operands.push_back(std::move(right));
    return made;
  }

  Expression Unary(Position at, Operator op, Expression operand) {
    CountOperator(at);
    Expression made{.at = at, .kind = Kind::kOperator, .op = op};
    made.operands.push_back(std::move(operand));
    return made;
  }

  template <typename Symbols>
  std::optional<Operator> LookFor(const Symbols& symbols) const {
    const Token token = line_.Look();
    for (const auto& [symbol, op] : symbols) {
      if (token.Is(symbol)) return op;
    }
    return std::nullopt;
  }

  Expression And() {
    Expression left = Not();
    while (line_.Look().IsWord("and")) {
      const Position at = line_.Take().at;
      left = Binary(at, Operator::kAnd, std::move(left), Not());
    }
    return left;
  }

  Expression Not() {
    if (!line_.Look().IsWord("not")) return Comparison();
    const Position at = line_.Take().at;
    Nest(at);
    Expression operand = Not();
    --depth_;
    return Unary(at, Operator::kNot, std::move(operand));
  }

  Expression Comparison() {
    const Position at = line_.Look().at;
    const bool of_answer = in_expectation_ && LookFor(kComparisons);
    Expression left = of_answer ? Expression{.at = at, .kind = Kind::kAnswer} : Sum();
    if (const auto op = LookFor(kComparisons)) {
      const Position op_at = line_.Take().at;
      return Binary(op_at, *op, std::move(left), WithinValue(&Parser::Sum));
    }
    if (!in_expectation_ || IsCondition(left)) return left;
    if (left.kind == Kind::kCall && left.operands.front().kind == Kind::kAnswer) {
      const Token token = line_.Look();
      throw Mistake(token.at, "a comparison, such as \"expect size <= 100\"",
                    token.Found());
    }
    return Binary(at, Operator::kEqual, {.at = at, .kind = Kind::kAnswer},
                  std::move(left));
  }

  Expression Sum() {
    Expression left = Product();
    while (const auto op = LookFor(kSums)) {
      const Position at = line_.Take().at;
      left = Binary(at, *op, std::move(left), Product());
    }
    return left;
  }

  Expression Product() {
    Expression left = Sign();
    while (const auto op = LookFor(kProducts)) {
      // A share ends so: "30%:".
      LineScanner ahead = line_;
      const Position at = ahead.Take().at;
      if (*op == Operator::kModulo && ahead.Look().Is(":")) break;
      line_ = ahead;
      left = Binary(at, *op, std::move(left), Sign());
    }
    return left;
  }

  Expression Sign() {
    const Token token = line_.Look();
    if (!token.Is("-")) return Element();
    line_.Take();
    Nest(token.at);
    Expression operand = Sign();
    --depth_;
    if (operand.kind != Kind::kNumber) {
      return Unary(token.at, Operator::kNegate, std::move(operand));
    }
    operand.at = token.at;
    operand.number = Negate(operand.number);
    return operand;
  }

  Expression Element() {
    Expression element = Primary();
    while (line_.Look().Is("[")) {
      const Position at = line_.Take().at;
      Nest(at);
      CountOperator(at);
      Expression made{.at = at, .kind = Kind::kElement};
      made.operands.push_back(std::move(element));
      made.operands.push_back(WithinValue(&Parser::Sum));
      line_.Expect("]", "\"]\" behind an element's number or name");
      --depth_;
      element = std::move(made);
    }
    return element;
  }

  Expression Primary() {
    Token token = line_.Take();
    Expression made{.at = token.at};
    switch (token.kind) {
      case Token::Kind::kNumber: {
        const auto number = ParseNumber(token.source);
        if (!number) {
          throw Mistake(token.at, "a number, such as 300, 0.99 or 1e6", token.Found());
        }
        made.kind = Kind::kNumber;
        made.number = *number;
        return made;
      }
      case Token::Kind::kText:
        made.kind = Kind::kText;
        made.text = std::move(token.text);
        return made;
      case Token::Kind::kName:
        return Named(token);
      default:
        break;
    }
    if (!token.Is("(")) {
      throw Mistake(token.at, "a value, such as a number, a name or a \"text\"",
                    token.Found());
    }
    Nest(token.at);
    made = Or();
    line_.Expect(")", "\")\" behind what stands in parentheses");
    --depth_;
    return made;
  }

  Expression Named(const Token& name) {
    Expression made{.at = name.at, .kind = Kind::kName, .text = std::string(name.source)};
    if (made.text == "nil") {
      made.kind = Kind::kNil;
      return made;
    }
    if (line_.TakeIf("(")) {
      made.kind = Kind::kCall;
      Nest(name.at);
      if (!line_.TakeIf(")")) {
        do {
          made.operands.push_back(WithinValue(&Parser::Or));
        } while (line_.TakeIf(","));
        line_.Expect(")", "\",\" or \")\" behind a function's argument");
      }
      --depth_;
    } else if (in_expectation_ && made.text == "size") {
      made.kind = Kind::kCall;
      made.operands.push_back({.at = name.at, .kind = Kind::kAnswer});
    }
    return made;
  }

  // Where the answer is no longer meant by what is missing.
  Expression WithinValue(Expression (Parser::*parse)()) {
    const bool before = std::exchange(in_expectation_, false);
    Expression made = (this->*parse)();
    in_expectation_ = before;
    return made;
  }

  void Nest(Position at) {
    if (++depth_ > kDeepest) {
      throw Mistake(at, "an expression that is not nested so deep", "one more level");
    }
  }

  void CountOperator(Position at) {
    if (++operators_ > kMostOperators) {
      throw Mistake(
          at, "at most " + std::to_string(kMostOperators) + " operators in an expression",
          "one more");
    }
  }

  LineScanner& line_;
  bool in_expectation_;
  int depth_ = 0;
  int operators_ = 0;
};

}  // namespace

Expression ParseExpression(LineScanner& line) { return Parser(line, false).Or(); }

Expression ParseExpectation(LineScanner& line) { return Parser(line, true).Or(); }

}  // namespace redline::worker::task_file
