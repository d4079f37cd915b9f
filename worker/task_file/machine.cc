#include "worker/task_file/machine.h"

#include <algorithm>
#include <span>
#include <string_view>
#include <utility>

#include "worker/task/random_values.h"
#include "worker/task/workload.h"
#include "worker/task_file/answers.h"

namespace redline::worker::task_file {
namespace {

using Role = CompiledCommand::Role;

// A worker cannot be stopped meanwhile: they take about a second.
constexpr std::uint64_t kMostRounds = 10'000'000;

}  // namespace

Machine::Machine(std::shared_ptr<const Program> program, std::uint64_t seed,
                 std::size_t worker, std::size_t workers)
    : program_(std::move(program)), values_(*program_, seed) {
  values_[kWorker] = Value::Integer(static_cast<std::int64_t>(worker) + 1);
  values_[kWorkers] = Value::Integer(static_cast<std::int64_t>(workers));
}

void Machine::Begin(const Section& section, std::uint64_t seq) {
  values_[kSeq] = Value::Integer(static_cast<std::int64_t>(seq));
  for (const Slot slot : section.names) values_[slot] = {};
  next_ = section.begin;
}

void Machine::Forget() {
  batch_.Clear();
  waiting_.clear();
  sent_ = nullptr;
  rounds_ = 0;
}

std::string Machine::Place(std::uint32_t line) const {
  return program_->file + ":" + std::to_string(line) + ": ";
}

const redis::CommandBatch* Machine::Run(OpenStep* step) {
  try {
    return RunSome(step);
  } catch (const BadValue& bad) {
    throw TaskFailed(Place(program_->code[next_ - 1].line) +
                     "a value cannot be computed because of " + bad.what());
  }
}

const redis::CommandBatch* Machine::RunSome(OpenStep* step) {
  const Instruction* const code = program_->code.data();
  while (true) {
    const Instruction& now = code[next_++];
    switch (now.op) {
      case Op::kEnd:
        return nullptr;
      case Op::kJump:
        next_ = now.c;
        break;
      case Op::kJumpUnless:
        if (values_[now.a].integer == 0) next_ = now.c;
        break;
      case Op::kSkip:
        if (values_.random()() >= program_->chances[now.a]) next_ = now.c;
        break;
      case Op::kChoose:
        next_ = Choose(program_->choices[now.a]);
        break;
      case Op::kCountUp:
        CheckRounds(now);
        if (++values_[now.a].integer > values_[now.b].integer) next_ = now.c;
        break;
      case Op::kBeginStep:
        step->Begin(now.a);
        break;
      case Op::kEndStep:
        step->End();
        break;
      case Op::kLiteral:
        AddLiteral(program_->literals[now.a]);
        break;
      case Op::kArgument:
        AddArgument(now);
        break;
      case Op::kSend:
        if (batch_.size() == 0) break;
        return &batch_;
      case Op::kJoin:
        if (batch_.size() < kJoinedCommands && batch_.byte_count() < kJoinedBytes) break;
        return &batch_;
      case Op::kSendReady:
        sent_ = &program_->ready[now.a].commands;
        return &program_->ready[now.a].batch;
      default:
        values_.Compute(now);
    }
  }
}

void Machine::RunExpectation(std::uint32_t begin) {
  const Instruction* const code = program_->expectations.data();
  std::uint32_t next = begin;
  try {
    while (true) {
      const Instruction& now = code[next++];
      if (now.op == Op::kEnd) return;
      if (now.op != Op::kJumpUnless) {
        values_.Compute(now);
      } else if (values_[now.a].integer == 0) {
        next = now.c;
      }
    }
  } catch (const BadValue& bad) {
    throw TaskFailed(Place(code[next - 1].line) +
                     "what is expected cannot be computed because of " + bad.what());
  }
}

std::uint32_t Machine::Choose(const Choosing& choosing) {
  const double chosen = UnitReal(values_.random()) * choosing.options.back().up_to;
  for (const Choosing::Option& option : choosing.options) {
    if (chosen < option.up_to) return option.target;
  }
  return choosing.options.back().target;
}

void Machine::CheckRounds(const Instruction& now) {
  if (++rounds_ <= kMostRounds) return;
  throw TaskFailed(Place(now.line) + "\"repeat\" went round " +
                   std::to_string(kMostRounds) + " times without anything sent");
}

void Machine::CheckLength() const {
  // What waits for a pipeline to join it is shorter than that.
  if (waiting_.size() <= kLongestPipeline + kJoinedCommands) return;
  throw TaskFailed(Place(program_->commands[waiting_.back()].line) +
                   "a pipeline has more than " + std::to_string(kLongestPipeline) +
                   " commands");
}

void Machine::AddLiteral(const Literal& literal) {
  batch_.Encoded(literal.bytes, literal.commands.size());
  waiting_.insert(waiting_.end(), literal.commands.begin(), literal.commands.end());
  CheckLength();
}

void Machine::AddArgument(const Instruction& now) {
  pieces_.clear();
  if (numbers_.size() < now.b) numbers_.resize(now.b);
  for (std::uint32_t i = 0; i < now.b; ++i) {
    const Piece& piece = program_->pieces[now.a + i];
    if (!piece.varies) {
      pieces_.push_back({.bytes = piece.text, .lasts = true});
      continue;
    }
    const Value& value = values_[piece.slot];
    if (value.kind == Value::Kind::kNil || value.kind == Value::Kind::kArray) {
      const bool nil = value.kind == Value::Kind::kNil;
      throw TaskFailed(
          Place(now.line) + program_->commands[waiting_.back()].name + " cannot have {" +
          piece.text + "} as an argument, because it is " +
          (nil ? "nil: ask \"if\" first" : "an array of " + Description(value)));
    }
    pieces_.push_back({.bytes = Bytes(value, numbers_[i]),
                       .lasts = value.lifetime != Value::Lifetime::kShort});
  }
  batch_.Argument(pieces_);
}

void Machine::Take(redis::Replies replies) {
  TakeEach(replies);
  Forget();
}

void Machine::TakeEach(redis::Replies replies) {
  const std::vector<std::uint32_t>& commands = sent_ ? *sent_ : waiting_;
  for (std::size_t i = 0; i < commands.size(); ++i) {
    const CompiledCommand& command = program_->commands[commands[i]];
    switch (command.role) {
      case Role::kPlain:
        TakeReply(command, replies[i]);
        break;
      case Role::kMulti:
        queued_.clear();
        TakeReply(command, replies[i]);
        break;
      case Role::kQueued:
        queued_.push_back(commands[i]);
        // Why it was not queued; else its answer is to come.
        if (replies[i].is_error() && !IsAllowed(command, replies[i])) {
          ThrowError(command, replies[i], program_->file);
        }
        break;
      case Role::kExec:
      case Role::kDiscard:
        TakeTransaction(replies[i]);
        TakeReply(command, replies[i]);
        break;
    }
  }
}

void Machine::TakeTransaction(redis::Reply reply) {
  for (std::size_t i = 0; i < queued_.size(); ++i) {
    const CompiledCommand& command = program_->commands[queued_[i]];
    if (reply.type() == redis::ReplyType::kArray) {
      TakeReply(command, reply[i]);
    } else {
      // None was carried out: nil tells that a key that was watched has changed.
      Extract(command, std::nullopt);
    }
  }
}

void Machine::TakeReply(const CompiledCommand& command, redis::Reply reply) {
  if (reply.is_error()) {
    if (!IsAllowed(command, reply)) ThrowError(command, reply, program_->file);
    Extract(command, std::nullopt);
  } else {
    Extract(command, reply);
  }
  if (command.expectation_source.empty()) return;
  RunExpectation(command.expectation);
  if (values_[command.as_expected].integer == 0) RefuseAnswer(command);
}

void Machine::Extract(const CompiledCommand& command, std::optional<redis::Reply> reply) {
  for (const Extraction& use : command.extractions) {
    values_[use.slot] = reply ? ValueOf(ElementOf(*reply, use.path)) : Value();
    if (use.keep_text) values_.KeepText(use.slot);
  }
}

void Machine::RefuseAnswer(const CompiledCommand& command) {
  throw TaskFailed(Place(command.line) + command.name + " answered " +
                   Description(values_[command.answer]) + ", but \"" +
                   command.expectation_source + "\" was asked for");
}

}  // namespace redline::worker::task_file
