// Builds a Program: appends instructions, hands out slots, and joins the constant bytes
// of commands, as far as nothing that varies and no jump comes between them.
//
// Belongs to one compilation.
#ifndef REDLINE_WORKER_TASK_FILE_CODE_BUILDER_H_
#define REDLINE_WORKER_TASK_FILE_CODE_BUILDER_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "worker/task_file/program.h"

namespace redline::worker::task_file {

class CodeBuilder {
 public:
  CodeBuilder();

  Program& program() { return *program_; }
  std::unique_ptr<Program> Finish() { return std::move(program_); }

  Slot NewSlot();
  // A slot that holds this for good.
  Slot Constant(const Value& value);
  // A copy of the text that lives as long as the program.
  std::string_view Keep(std::string_view text);

  // Until the next call with false, what is emitted belongs to an expectation.
  void SetInExpectation(bool in_expectation) { in_expectation_ = in_expectation; }

  // Returns the instruction's index.
  std::uint32_t Emit(Instruction instruction);
  // The index of the next instruction, as a place to jump to.
  std::uint32_t Here();
  void SetTarget(std::uint32_t jump, std::uint32_t target) { code()[jump].c = target; }
  // Makes a jump lead here.
  void LeadHere(std::uint32_t jump) { SetTarget(jump, Here()); }

  // What is to be sent. Instructions that compute what varies come before the argument
  // that it is in, and may come anywhere else.

  // Returns the command's index.
  std::uint32_t BeginCommand(CompiledCommand command, std::size_t arguments);
  void AddArgument(std::string_view bytes);
  // Of which at least one varies.
  void AddArgument(std::vector<Piece> pieces);
  void Send(std::size_t line);
  // The pipeline is to join others.
  void Join(std::size_t line);

 private:
  std::vector<Instruction>& code() {
    return in_expectation_ ? program_->expectations : program_->code;
  }
  // Turns the constant bytes that have come together into an instruction.
  void FlushLiteral();

  std::unique_ptr<Program> program_ = std::make_unique<Program>();
  bool in_expectation_ = false;
  Literal literal_;
  // Nothing but `literal_` was added since the last Send.
  bool constant_ = true;
};

}  // namespace redline::worker::task_file

#endif  // REDLINE_WORKER_TASK_FILE_CODE_BUILDER_H_
