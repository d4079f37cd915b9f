#include "worker/task_file/code_builder.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "redis/resp.h"

namespace redline::worker::task_file {
namespace {

bool GoesElsewhere(Op op) {
  switch (op) {
    case Op::kEnd:
    case Op::kJump:
    case Op::kJumpUnless:
    case Op::kSkip:
    case Op::kChoose:
    case Op::kCountUp:
      return true;
    default:
      return false;
  }
}

}  // namespace

CodeBuilder::CodeBuilder() { program_->slots.resize(kOwnSlots); }

Slot CodeBuilder::NewSlot() {
  program_->slots.emplace_back();
  return static_cast<Slot>(program_->slots.size() - 1);
}

Slot CodeBuilder::Constant(const Value& value) {
  const Slot slot = NewSlot();
  program_->slots[slot] = value;
  return slot;
}

std::string_view CodeBuilder::Keep(std::string_view text) {
  return program_->texts.emplace_back(text);
}

std::uint32_t CodeBuilder::Emit(Instruction instruction) {
  if (GoesElsewhere(instruction.op)) FlushLiteral();
  code().push_back(instruction);
  return static_cast<std::uint32_t>(code().size() - 1);
}

std::uint32_t CodeBuilder::Here() {
  FlushLiteral();
  return static_cast<std::uint32_t>(code().size());
}

std::uint32_t CodeBuilder::BeginCommand(CompiledCommand command, std::size_t arguments) {
  const auto index = static_cast<std::uint32_t>(program_->commands.size());
  program_->commands.push_back(std::move(command));
  redis::AppendArrayHead(literal_.bytes, arguments);
  literal_.commands.push_back(index);
  return index;
}

void CodeBuilder::AddArgument(std::string_view bytes) {
  redis::AppendBulk(literal_.bytes, bytes);
}

void CodeBuilder::AddArgument(std::vector<Piece> pieces) {
  FlushLiteral();
  constant_ = false;
  Emit({.op = Op::kArgument,
        .line = program_->commands.back().line,
        .a = static_cast<std::uint32_t>(program_->pieces.size()),
        .b = static_cast<std::uint32_t>(pieces.size())});
  std::ranges::move(pieces, std::back_inserter(program_->pieces));
}

void CodeBuilder::Send(std::size_t line) {
  const auto file_line = static_cast<std::uint32_t>(line);
  if (!constant_ || literal_.commands.empty()) {
    FlushLiteral();
    Emit({.op = Op::kSend, .line = file_line});
  } else {
    ReadyBatch ready;
    ready.batch.Encoded(literal_.bytes, literal_.commands.size());
    ready.commands = std::exchange(literal_, {}).commands;
    Emit({.op = Op::kSendReady,
          .line = file_line,
          .a = static_cast<std::uint32_t>(program_->ready.size())});
    program_->ready.push_back(std::move(ready));
  }
  constant_ = true;
}

void CodeBuilder::Join(std::size_t line) {
  FlushLiteral();
  Emit({.op = Op::kJoin, .line = static_cast<std::uint32_t>(line)});
  constant_ = true;
}

void CodeBuilder::FlushLiteral() {
  if (in_expectation_ || literal_.bytes.empty()) return;
  constant_ = false;
  program_->code.push_back(
      {.op = Op::kLiteral, .a = static_cast<std::uint32_t>(program_->literals.size())});
  program_->literals.push_back(std::exchange(literal_, {}));
}

}  // namespace redline::worker::task_file
