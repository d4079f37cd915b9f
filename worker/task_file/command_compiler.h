// Compiles commands: finds the names of our own keys, refuses what a task may not send,
// and sees to it that a transaction is whole.
//
// Belongs to one compilation, whose parts it refers to. Throws Mistake.
#ifndef REDLINE_WORKER_TASK_FILE_COMMAND_COMPILER_H_
#define REDLINE_WORKER_TASK_FILE_COMMAND_COMPILER_H_

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "worker/task_file/code_builder.h"
#include "worker/task_file/condition_compiler.h"
#include "worker/task_file/expression_compiler.h"
#include "worker/task_file/names.h"
#include "worker/task_file/syntax.h"

namespace redline::worker::task_file {

class CommandCompiler {
 public:
  // `keys_of_run` is what is written in front of the names of our own keys, which begin
  // with `keys`.
  CommandCompiler(CodeBuilder& builder, Names& names, ExpressionCompiler& expressions,
                  ConditionCompiler& conditions, std::vector<std::string> keys,
                  std::string keys_of_run)
      : builder_(builder),
        names_(names),
        expressions_(expressions),
        conditions_(conditions),
        keys_(std::move(keys)),
        keys_of_run_(std::move(keys_of_run)) {}

  // Adds a command to the pipeline.
  void Add(const Command& command);

  // The pipeline ends: what it asks is sent, or joins others that follow.
  void EndPipeline(std::size_t line, bool joins);

  // Where the transaction of the pipeline has begun, if one is open.
  std::optional<Position> open_transaction() const { return multi_; }
  // A block of the pipeline ends, at the beginning of which it was so.
  void RefuseHalfTransaction(std::optional<Position> before) const;

  // The section ends: commands learn what is used of their answers. Adds the slots of
  // those that have a name.
  void EndSection(std::vector<Slot>& named);

 private:
  CompiledCommand::Role RoleOf(const std::string& name, Position at);
  std::shared_ptr<Answer> AnswerOf(const Command& command);
  // A name of our own keys gets what is written in front, unless it is the command's.
  std::vector<Piece> CompileArgument(const Argument& argument, bool is_command);

  CodeBuilder& builder_;
  Names& names_;
  ExpressionCompiler& expressions_;
  ConditionCompiler& conditions_;
  const std::vector<std::string> keys_;
  const std::string keys_of_run_;
  std::optional<Position> multi_;
  std::vector<std::shared_ptr<Answer>> under_way_;
  std::vector<std::shared_ptr<Answer>> named_;  // The section's, and
  // all of it, by their commands.
  std::vector<std::pair<std::uint32_t, std::shared_ptr<Answer>>> answers_;
};

}  // namespace redline::worker::task_file

#endif  // REDLINE_WORKER_TASK_FILE_COMMAND_COMPILER_H_
