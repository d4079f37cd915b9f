#include "worker/task_file/section_compiler.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <string>
#include <utility>
#include <variant>

#include "worker/task/step_names.h"
#include "worker/task_file/answer_needs.h"

namespace redline::worker::task_file {
namespace {

constexpr double kAll = 100;  // Percent.

std::uint32_t LineOf(const Statement& statement) {
  return static_cast<std::uint32_t>(statement.at.line);
}

std::uint64_t AsThreshold(double percent) {
  const double share = percent / kAll;
  if (share >= 1) return std::numeric_limits<std::uint64_t>::max();
  return static_cast<std::uint64_t>(std::ldexp(share, 64));
}

}  // namespace

Section SectionCompiler::CompileTask(const Block& body) {
  in_task_ = true;
  joins_ = false;
  Section section = Compile(body);
  double& round_trips = builder_.program().round_trips;
  if (std::isnan(round_trips)) round_trips = 0;
  return section;
}

Section SectionCompiler::CompilePreparation(const Preparation& preparation) {
  in_task_ = false;
  joins_ = !NeedsAnswers(preparation.body);
  names_.BeginSection();
  const Operand times = expressions_.Value(preparation.times);
  const Value value = expressions_.ValueOf(times);
  if (!times.constant || value.kind != Value::Kind::kInteger || value.integer < 0) {
    throw Mistake(preparation.times.at,
                  "a whole number of times, such as \"prepare 1000 times:\"",
                  times.constant ? Description(value) : "what is not constant");
  }
  Section section = Compile(preparation.body);
  section.times = static_cast<std::uint64_t>(value.integer);
  return section;
}

Section SectionCompiler::Compile(const Block& body) {
  names_.BeginSection();
  named_.clear();
  Section section{.begin = builder_.Here(), .joins = joins_};
  CompileBlock(body);
  builder_.Emit({.op = Op::kEnd});
  commands_.EndSection(named_);
  section.names = std::move(named_);
  return section;
}

void SectionCompiler::CompileBlock(const Block& body) {
  for (const Statement& statement : body) {
    std::visit([&](const auto& action) { Compile(statement, action); }, statement.action);
  }
}

void SectionCompiler::CompileBlock(const Block& body, double times, double at_least) {
  const double often_before = std::exchange(often_, often_ * times);
  const double at_least_before = std::exchange(at_least_, at_least_ * at_least);
  const auto transaction = commands_.open_transaction();
  CompileBlock(body);
  commands_.RefuseHalfTransaction(transaction);
  often_ = often_before;
  at_least_ = at_least_before;
}

void SectionCompiler::Compile(const Statement& statement, const Pipeline& pipeline) {
  if (in_pipeline_) CountCommands(statement, pipeline.commands.size());
  for (const Command& command : pipeline.commands) commands_.Add(command);
  if (!in_pipeline_) EndPipeline(statement.at.line);
}

void SectionCompiler::Compile(const Statement& statement, const PipelineBlock& block) {
  if (in_pipeline_) {
    throw Mistake(statement.at, "a statement of a pipeline", "another pipeline");
  }
  in_pipeline_ = true;
  commands_in_pipeline_ = 0;
  expressions_.BeginPipeline();
  const double at_least_before = std::exchange(at_least_, 1);
  CompileBlock(block.body);
  at_least_ = at_least_before;
  expressions_.EndPipeline();
  in_pipeline_ = false;
  EndPipeline(statement.at.line);
}

void SectionCompiler::CountCommands(const Statement& statement, std::size_t commands) {
  commands_in_pipeline_ += at_least_ * static_cast<double>(commands);
  if (commands_in_pipeline_ <= kLongestPipeline) return;
  throw Mistake(statement.at,
                "at most " + std::to_string(kLongestPipeline) + " commands in a pipeline",
                Description(Value::Integer(Rounded(commands_in_pipeline_))));
}

void SectionCompiler::EndPipeline(std::size_t line) {
  commands_.EndPipeline(line, joins_);
  if (in_task_) builder_.program().round_trips += often_;
}

void SectionCompiler::Compile(const Statement& statement, const Assignment& assignment) {
  const Operand operand = expressions_.Value(assignment.value);
  const auto [name, is_new] = names_.Give(assignment.name, Name::Kind::kValue);
  if (in_pipeline_ && name.expected_in_line != 0) {
    throw Mistake(assignment.name.at,
                  "a value that remains the same while the pipeline is sent",
                  "another one for " + Quoted(assignment.name.name) + ", which line " +
                      std::to_string(name.expected_in_line) + " expects");
  }
  if (is_new) {
    name.slot = operand.own ? operand.slot : builder_.NewSlot();
    named_.push_back(name.slot);
  }
  // Of several that are told apart only by what comes, it is not known which it is.
  name.mean = is_new || name.mean == operand.mean ? operand.mean : kUnknownMean;
  name.in_pipeline_loop = name.in_pipeline_loop || expressions_.in_pipeline_loop();
  if (name.slot == operand.slot) return;
  builder_.Emit(
      {.op = Op::kKeep, .line = LineOf(statement), .a = name.slot, .b = operand.slot});
}

void SectionCompiler::Compile(const Statement& statement, const Step& step) {
  const std::string what = "step " + step.name.name;
  if (!in_task_) throw Mistake(statement.at, "steps in \"task:\" only", what);
  if (in_pipeline_) throw Mistake(statement.at, "a statement of a pipeline", what);
  if (in_step_) {
    throw Mistake(statement.at, "a statement of a step", what + ": steps do not nest");
  }
  in_step_ = true;
  const std::uint32_t index = StepIndex(step.name);
  builder_.Emit({.op = Op::kBeginStep, .line = LineOf(statement), .a = index});
  CompileBlock(step.body);
  builder_.Emit({.op = Op::kEndStep, .line = LineOf(statement)});
  in_step_ = false;
}

std::uint32_t SectionCompiler::StepIndex(const NewName& name) {
  std::vector<std::string>& steps = builder_.program().steps;
  const auto known = std::ranges::find(steps, name.name);
  if (known != steps.end()) return static_cast<std::uint32_t>(known - steps.begin());
  if (const auto wrong = CheckStepName(name.name, steps)) {
    throw Mistake(name.at, wrong->expected, wrong->found);
  }
  steps.push_back(name.name);
  return static_cast<std::uint32_t>(steps.size() - 1);
}

double SectionCompiler::ShareOf(const Share& share) {
  const std::string expected =
      share.percent ? "a percentage from 0 to 100" : "a weight that is not below 0";
  const Operand operand = expressions_.Value(share.share);
  const auto number =
      operand.constant ? AsNumber(expressions_.ValueOf(operand)) : std::nullopt;
  if (!number) throw Mistake(share.share.at, expected, "what is no constant number");
  const double real = RealNumber(*number);
  if (!(real >= 0) || (share.percent && real > kAll)) {
    throw Mistake(share.share.at, expected,
                  Description(*number) + (share.percent ? "%" : ""));
  }
  return real;
}

void SectionCompiler::Compile(const Statement& statement, const Chance& chance) {
  const double percent = ShareOf(chance.share);
  std::vector<std::uint64_t>& chances = builder_.program().chances;
  chances.push_back(AsThreshold(percent));
  const std::uint32_t skip =
      builder_.Emit({.op = Op::kSkip,
                     .line = LineOf(statement),
                     .a = static_cast<std::uint32_t>(chances.size() - 1)});
  CompileBlock(chance.body, percent / kAll, 0);
  builder_.LeadHere(skip);
}

void SectionCompiler::Compile(const Statement& statement, const Choice& choice) {
  std::vector<double> shares;
  double sum = 0;
  const bool percent = choice.options.front().share.percent;
  for (const Choice::Option& option : choice.options) {
    if (option.share.percent != percent) {
      throw Mistake(
          option.share.share.at,
          percent ? "a percentage, as above" : "a weight without \"%\", as above",
          percent ? "a weight" : "a percentage");
    }
    shares.push_back(ShareOf(option.share));
    sum += shares.back();
  }
  if (percent && std::abs(sum - kAll) > 1e-6) {
    throw Mistake(statement.at, "percentages that make 100 together",
                  Description(Value::Real(sum)));
  }
  if (sum <= 0) throw Mistake(statement.at, "a weight above 0", "none");
  const auto index = static_cast<std::uint32_t>(builder_.program().choices.size());
  builder_.Emit({.op = Op::kChoose, .line = LineOf(statement), .a = index});
  builder_.program().choices.emplace_back();
  std::vector<std::uint32_t> ends;
  double up_to = 0;
  for (std::size_t i = 0; i < shares.size(); ++i) {
    up_to += shares[i];
    const std::uint32_t target = builder_.Here();
    builder_.program().choices[index].options.push_back({up_to, target});
    CompileBlock(choice.options[i].body, shares[i] / sum, 0);
    ends.push_back(builder_.Emit({.op = Op::kJump, .line = LineOf(statement)}));
  }
  for (const std::uint32_t end : ends) builder_.LeadHere(end);
}

void SectionCompiler::Compile(const Statement& statement, const Repetition& repetition) {
  const Operand times = expressions_.Value(repetition.times);
  if (times.constant) {
    const Value value = expressions_.ValueOf(times);
    if (value.kind != Value::Kind::kInteger || value.integer < 0) {
      throw Mistake(repetition.times.at,
                    "a whole number of times, such as \"repeat 3 times:\"",
                    Description(value));
    }
  }
  const std::uint32_t line = LineOf(statement);
  // A copy: the value may be computed again within.
  const Slot limit = builder_.NewSlot();
  const Slot counter = builder_.NewSlot();
  builder_.Emit({.op = Op::kWhole, .line = line, .a = limit, .b = times.slot});
  builder_.Emit({.op = Op::kCopy,
                 .line = line,
                 .a = counter,
                 .b = builder_.Constant(Value::Integer(0))});
  const std::uint32_t begin = builder_.Here();
  const std::uint32_t count_up =
      builder_.Emit({.op = Op::kCountUp, .line = line, .a = counter, .b = limit});
  expressions_.EnterLoop(counter);
  const double mean = times.mean < 0 ? 0 : times.mean;
  CompileBlock(repetition.body, mean, times.constant ? mean : 0);
  expressions_.LeaveLoop();
  const std::uint32_t again = builder_.Emit({.op = Op::kJump, .line = line});
  builder_.SetTarget(again, begin);
  builder_.LeadHere(count_up);
}

void SectionCompiler::Compile(const Statement& statement, const Branch& branch) {
  const Operand condition = conditions_.Condition(branch.condition);
  const std::uint32_t line = LineOf(statement);
  const std::uint32_t skip =
      builder_.Emit({.op = Op::kJumpUnless, .line = line, .a = condition.slot});
  CompileBlock(branch.body, condition.mean, 0);
  if (branch.otherwise.empty()) {
    builder_.LeadHere(skip);
    return;
  }
  const std::uint32_t end = builder_.Emit({.op = Op::kJump, .line = line});
  builder_.LeadHere(skip);
  CompileBlock(branch.otherwise, 1 - condition.mean, 0);
  builder_.LeadHere(end);
}

}  // namespace redline::worker::task_file
