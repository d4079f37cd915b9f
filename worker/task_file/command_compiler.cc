#include "worker/task_file/command_compiler.h"

#include <algorithm>
#include <cctype>
#include <string_view>

#include "base/ascii.h"
#include "worker/task/names.h"
#include "worker/task/own_keys.h"
#include "worker/task/refused_commands.h"

namespace redline::worker::task_file {
namespace {

using Role = CompiledCommand::Role;

// In capitals.
std::string NameOf(const Command& command) {
  const Argument& name = command.arguments.front();
  const Part& part = name.parts.front();
  if (name.parts.size() != 1 || part.expression || part.text.empty()) {
    throw Mistake(name.at, "a command's name, such as GET", "what is put together");
  }
  // Redis would refuse the rest, in mid-run.
  constexpr std::string_view kMore = "._-";
  const bool is_name = std::ranges::all_of(part.text, [&](char c) {
    return IsNameCharacter(c) || kMore.find(c) != std::string_view::npos;
  });
  if (!is_name || !std::isalpha(static_cast<unsigned char>(part.text.front()))) {
    throw Mistake(name.at, "a command's name, such as GET", Quoted(part.text));
  }
  return UpperCase(part.text);
}

}  // namespace

void CommandCompiler::Add(const Command& command) {
  const std::string name = NameOf(command);
  if (const RefusedCommand* const refused = FindRefusedCommand(name)) {
    throw Mistake(command.at, "a command that a task may send",
                  name + ", " + std::string(refused->why));
  }
  std::vector<std::vector<Piece>> arguments;
  for (const Argument& argument : command.arguments) {
    arguments.push_back(CompileArgument(argument, arguments.empty()));
  }
  CompiledCommand compiled;
  compiled.role = RoleOf(name, command.at);
  compiled.line = static_cast<std::uint32_t>(command.at.line);
  compiled.name = name;
  compiled.allowed = command.allowed;
  const std::shared_ptr<Answer> answer = AnswerOf(command);
  if (command.expectation) {
    const Expectation& expectation = *command.expectation;
    compiled.expectation_source = expectation.source;
    compiled.expectation =
        static_cast<std::uint32_t>(builder_.program().expectations.size());
    compiled.as_expected = conditions_.Expectation(expectation.condition, *answer).slot;
    const Operand whole = expressions_.WholeAnswer(*answer);
    compiled.answer = whole.slot;
  }
  const std::uint32_t index =
      builder_.BeginCommand(std::move(compiled), arguments.size());
  for (std::vector<Piece>& pieces : arguments) {
    if (pieces.size() == 1 && !pieces[0].varies) {
      builder_.AddArgument(pieces[0].text);
    } else {
      builder_.AddArgument(std::move(pieces));
    }
  }
  if (answer) answers_.emplace_back(index, answer);
}

Role CommandCompiler::RoleOf(const std::string& name, Position at) {
  if (name == "WATCH") builder_.program().watches = true;
  if (name == "MULTI") {
    if (multi_) throw Mistake(at, "EXEC or DISCARD before another MULTI", "none");
    multi_ = at;
    return Role::kMulti;
  }
  const bool exec = name == "EXEC";
  if (exec || name == "DISCARD") {
    if (!multi_) {
      throw Mistake(at, "MULTI before " + name + ", in the same pipeline", "none");
    }
    multi_.reset();
    return exec ? Role::kExec : Role::kDiscard;
  }
  return multi_ ? Role::kQueued : Role::kPlain;
}

std::shared_ptr<Answer> CommandCompiler::AnswerOf(const Command& command) {
  if (!command.answer) {
    return command.expectation ? std::make_shared<Answer>() : nullptr;
  }
  const auto [name, is_new] = names_.Give(*command.answer, Name::Kind::kAnswer);
  if (is_new) {
    name.answer = std::make_shared<Answer>();
    named_.push_back(name.answer);
  }
  name.answer->under_way = true;
  under_way_.push_back(name.answer);
  return name.answer;
}

std::vector<Piece> CommandCompiler::CompileArgument(const Argument& argument,
                                                    bool is_command) {
  std::vector<Piece> pieces;
  const auto add_text = [&](std::string_view text) {
    if (pieces.empty() || pieces.back().varies) pieces.emplace_back();
    pieces.back().text += text;
  };
  for (const Part& part : argument.parts) {
    // What own() has put in front of a name is not a name itself.
    bool may_be_key = pieces.empty() && !is_command;
    std::string text = part.text;
    if (part.expression) {
      may_be_key = may_be_key && part.expression->kind == Expression::Kind::kName;
      const Operand operand = expressions_.Value(*part.expression);
      const Value value = expressions_.ValueOf(operand);
      if (!operand.constant) {
        pieces.push_back({.varies = true, .slot = operand.slot, .text = part.source});
        continue;
      }
      if (value.kind == Value::Kind::kNil) {
        throw Mistake(part.at, "a value as an argument", "nil");
      }
      NumberBuffer buffer;
      text = Bytes(value, buffer);
    }
    if (may_be_key && IsOwnKey(text, keys_)) add_text(keys_of_run_);
    add_text(text);
  }
  return pieces;
}

void CommandCompiler::RefuseHalfTransaction(std::optional<Position> before) const {
  if (multi_.has_value() == before.has_value()) return;
  const Position at = multi_ ? *multi_ : *before;
  throw Mistake(at, "MULTI and its EXEC or DISCARD in the same block", "one of them");
}

void CommandCompiler::EndPipeline(std::size_t line, bool joins) {
  if (multi_) {
    throw Mistake(*multi_, "EXEC or DISCARD behind MULTI, in the same pipeline", "none");
  }
  if (joins) {
    builder_.Join(line);
  } else {
    builder_.Send(line);
  }
  for (const auto& answer : under_way_) answer->under_way = false;
  under_way_.clear();
}

void CommandCompiler::EndSection(std::vector<Slot>& named) {
  for (const auto& [command, answer] : answers_) {
    builder_.program().commands[command].extractions = answer->uses;
  }
  for (const auto& answer : named_) {
    for (const Extraction& use : answer->uses) named.push_back(use.slot);
  }
  answers_.clear();
  named_.clear();
}

}  // namespace redline::worker::task_file
