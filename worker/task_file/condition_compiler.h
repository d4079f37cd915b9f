// Compiles conditions: of `if`, and behind `expect`.
//
// Belongs to one compilation, whose parts it refers to. Throws Mistake.
#ifndef REDLINE_WORKER_TASK_FILE_CONDITION_COMPILER_H_
#define REDLINE_WORKER_TASK_FILE_CONDITION_COMPILER_H_

#include "worker/task_file/code_builder.h"
#include "worker/task_file/expression_compiler.h"
#include "worker/task_file/names.h"
#include "worker/task_file/syntax.h"

namespace redline::worker::task_file {

class ConditionCompiler {
 public:
  ConditionCompiler(CodeBuilder& builder, Names& names, ExpressionCompiler& expressions)
      : builder_(builder), names_(names), expressions_(expressions) {}

  // 1 or 0; the mean is how likely it is, as far as known.
  Operand Condition(const Expression& expression);
  // The same, behind `expect`, where this answer is meant.
  Operand Expectation(const Expression& expression, Answer& answer);

 private:
  Operand Comparison(const Expression& expression);
  Operand AndOr(const Expression& expression);

  CodeBuilder& builder_;
  Names& names_;
  ExpressionCompiler& expressions_;
};

}  // namespace redline::worker::task_file

#endif  // REDLINE_WORKER_TASK_FILE_CONDITION_COMPILER_H_
