// Compiles expressions: computes what is constant, and emits instructions for the rest.
// Conditions are condition_compiler.h's.
//
// Belongs to one compilation, whose builder and names it refers to. Throws Mistake.
#ifndef REDLINE_WORKER_TASK_FILE_EXPRESSION_COMPILER_H_
#define REDLINE_WORKER_TASK_FILE_EXPRESSION_COMPILER_H_

#include <cstddef>
#include <cstdint>
#include <limits>
#include <string>
#include <string_view>
#include <vector>

#include "worker/task_file/code_builder.h"
#include "worker/task_file/names.h"
#include "worker/task_file/program.h"
#include "worker/task_file/syntax.h"

namespace redline::worker::task_file {

// Where the value of an expression is found.
struct Operand {
  Slot slot = 0;
  bool constant = false;
  // The slot is the expression's own: nothing else is ever stored there, nor do its bytes
  // belong to others.
  bool own = false;
  double mean = kUnknownMean;  // Of a number.
};

class ExpressionCompiler {
 public:
  // `keys_of_run` is what own() writes in front of a name.
  ExpressionCompiler(CodeBuilder& builder, Names& names, std::string_view keys_of_run)
      : builder_(builder), names_(names), keys_of_run_(keys_of_run) {}

  Operand Value(const Expression& expression);
  // For an answer or an element of one: the same, but where its bytes do not count.
  Operand Shape(const Expression& expression);
  Operand Constant(const task_file::Value& value);
  // To be computed by the instruction, whose `a` is not known yet.
  Operand Computed(Instruction instruction, double mean);

  // What comes between is behind `expect`, where this answer is meant.
  void BeginExpectation(Answer& answer);
  void EndExpectation();
  bool in_expectation() const { return answer_ != nullptr; }
  // The answer itself, of which just the bytes at hand count.
  Operand WholeAnswer(Answer& answer) { return OfAnswer(answer, {}, false); }

  // What `count` is: the innermost is the last.
  void EnterLoop(Slot counter) { counters_.push_back(counter); }
  void LeaveLoop() { counters_.pop_back(); }

  // From here to the end of the pipeline, loops are repeated before any answer comes.
  void BeginPipeline() { counters_before_pipeline_ = counters_.size(); }
  bool in_pipeline() const { return counters_before_pipeline_ != kNoPipeline; }
  bool in_pipeline_loop() const { return counters_.size() > counters_before_pipeline_; }
  void EndPipeline() {
    counters_before_pipeline_ = kNoPipeline;
    names_.EndPipeline();
  }

  // Of a constant.
  task_file::Value ValueOf(const Operand& operand) const {
    return builder_.program().slots[operand.slot];
  }

 private:
  Operand Named(const Expression& name);
  Operand OfAnswer(Answer& answer, const Path& path, bool keep_text);
  // Finds the answer that an element is of, and the way there.
  Answer& FindAnswer(const Expression& expression, Path& path);
  ElementName Element(const Expression& expression);

  Operand Call(const Expression& call);
  Operand SizeOf(const Expression& call);
  Operand OwnName(const Expression& call);
  Operand Draw(const Expression& call, Function function);
  Operand Arithmetic(const Expression& expression);
  [[noreturn]] void RefuseName(const Expression& name);
  // If it is within an expectation.
  void RefuseInExpectation(const Expression& name);

  static std::uint32_t LineOf(const Expression& expression) {
    return static_cast<std::uint32_t>(expression.at.line);
  }

  CodeBuilder& builder_;
  Names& names_;
  const std::string keys_of_run_;
  static constexpr auto kNoPipeline = std::numeric_limits<std::size_t>::max();
  std::vector<Slot> counters_;
  std::size_t counters_before_pipeline_ = kNoPipeline;
  Answer* answer_ = nullptr;  // Within an expectation.
};

}  // namespace redline::worker::task_file

#endif  // REDLINE_WORKER_TASK_FILE_EXPRESSION_COMPILER_H_
