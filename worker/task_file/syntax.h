// A task file as it is written: the tree that the parser makes and the compiler reads.
//
// Plain structs. Nothing in it is checked but its form: names may be unknown, and numbers
// beyond what they are for.
#ifndef REDLINE_WORKER_TASK_FILE_SYNTAX_H_
#define REDLINE_WORKER_TASK_FILE_SYNTAX_H_

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "worker/task_file/mistake.h"
#include "worker/task_file/value.h"

namespace redline::worker::task_file {

struct Expression {
  enum class Kind : std::uint8_t {
    kNumber,    // `number`
    kText,      // `text`
    kNil,       //
    kName,      // `text`: of a param, a value, an answer, a script, or of the language.
    kElement,   // Of the first operand, that which the second names.
    kCall,      // Of the function `text`, with the operands.
    kOperator,  // `op`, on one or two operands.
    kAnswer,    // The answer, within `expect`.
  };

  Position at = {};
  Kind kind = Kind::kNil;
  Value number = {};
  std::string text = {};
  Operator op = Operator::kAdd;
  std::vector<Expression> operands = {};
};

// Whether it is true or false, and not a value.
inline bool IsCondition(const Expression& expression) {
  return expression.kind == Expression::Kind::kOperator && MakesCondition(expression.op);
}

// Whether a name behind `expect` is a text if nothing has that name: OK, PONG.
inline bool MayBeWord(std::string_view name) {
  return std::ranges::all_of(name, [](char c) { return c >= 'A' && c <= 'Z'; });
}

// A part of a command's argument: a text, or what stands in its place.
struct Part {
  Position at;
  std::string text;
  std::optional<Expression> expression;
  std::string source;  // As the expression is written.
};

struct Argument {
  Position at;
  std::vector<Part> parts;  // One after the other.
};

struct NewName {
  Position at;
  std::string name;
};

struct Expectation {
  Position at;
  Expression condition;
  std::string source;  // As it is written: "expect size <= 100".
};

struct Command {
  Position at;
  std::vector<Argument> arguments;  // Its name first.
  std::optional<NewName> answer;
  std::optional<Expectation> expectation;
  std::vector<std::string> allowed;  // How errors begin that are answers too.
};

struct Statement;
using Block = std::vector<Statement>;

// What stands in one line, or is sent together.
struct Pipeline {
  std::vector<Command> commands;
};

struct PipelineBlock {
  Block body;
};

struct Assignment {
  NewName name;
  Expression value;
};

struct Step {
  NewName name;
  Block body;
};

// How often something is done: `share` percent of the time, or as a weight.
struct Share {
  Expression share;  // A number, or a param's name.
  bool percent = false;
};

struct Chance {
  Share share;
  Block body;
};

struct Choice {
  struct Option;
  std::vector<Option> options;
};

struct Repetition {
  Expression times;
  Block body;
};

struct Branch {
  Expression condition;
  Block body;
  Block otherwise;
};

struct Statement {
  Position at;
  std::variant<Pipeline, PipelineBlock, Assignment, Step, Chance, Choice, Repetition,
               Branch>
      action;
};

struct Choice::Option {
  Share share;
  Block body;
};

struct Param {
  NewName name;
  Expression value;  // A number or a text.
};

struct Script {
  NewName name;
  std::string text;
};

struct Preparation {
  Position at;
  Expression times;
  Block body;
};

struct TaskFile {
  std::vector<Param> params;
  std::vector<std::string> keys;
  std::vector<Script> scripts;
  std::vector<Preparation> preparations;
  Block task;
};

}  // namespace redline::worker::task_file

#endif  // REDLINE_WORKER_TASK_FILE_SYNTAX_H_
