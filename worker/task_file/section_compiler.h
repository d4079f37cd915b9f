// Compiles the statements of a task or of a preparation.
//
// Belongs to one compilation, whose parts it refers to. Throws Mistake.
#ifndef REDLINE_WORKER_TASK_FILE_SECTION_COMPILER_H_
#define REDLINE_WORKER_TASK_FILE_SECTION_COMPILER_H_

#include <cstdint>
#include <vector>

#include "worker/task_file/code_builder.h"
#include "worker/task_file/command_compiler.h"
#include "worker/task_file/condition_compiler.h"
#include "worker/task_file/expression_compiler.h"
#include "worker/task_file/names.h"
#include "worker/task_file/syntax.h"

namespace redline::worker::task_file {

class SectionCompiler {
 public:
  SectionCompiler(CodeBuilder& builder, Names& names, ExpressionCompiler& expressions,
                  ConditionCompiler& conditions, CommandCompiler& commands)
      : builder_(builder),
        names_(names),
        expressions_(expressions),
        conditions_(conditions),
        commands_(commands) {}

  Section CompileTask(const Block& body);
  Section CompilePreparation(const Preparation& preparation);

 private:
  Section Compile(const Block& body);
  void CompileBlock(const Block& body);
  // The same, of something that is done so often on average, and at least so often.
  void CompileBlock(const Block& body, double times, double at_least);

  void Compile(const Statement& statement, const Pipeline& pipeline);
  void Compile(const Statement& statement, const PipelineBlock& block);
  void Compile(const Statement& statement, const Assignment& assignment);
  void Compile(const Statement& statement, const Step& step);
  void Compile(const Statement& statement, const Chance& chance);
  void Compile(const Statement& statement, const Choice& choice);
  void Compile(const Statement& statement, const Repetition& repetition);
  void Compile(const Statement& statement, const Branch& branch);

  std::uint32_t StepIndex(const NewName& name);
  double ShareOf(const Share& share);
  void CountCommands(const Statement& statement, std::size_t commands);
  void EndPipeline(std::size_t line);

  CodeBuilder& builder_;
  Names& names_;
  ExpressionCompiler& expressions_;
  ConditionCompiler& conditions_;
  CommandCompiler& commands_;
  std::vector<Slot> named_;   // The section's values and answers.
  double often_ = 1;          // How often what is compiled is done, on average.
  bool in_task_ = false;      // Not in a preparation.
  bool in_pipeline_ = false;  // In a `pipeline:`.
  // How often what is compiled is done at least, in a pipeline, and how many commands
  // this has then.
  double at_least_ = 1;
  double commands_in_pipeline_ = 0;
  bool in_step_ = false;
  bool joins_ = false;
};

}  // namespace redline::worker::task_file

#endif  // REDLINE_WORKER_TASK_FILE_SECTION_COMPILER_H_
