#include "worker/task_file/answer_needs.h"

#include <algorithm>
#include <set>
#include <string>
#include <variant>

namespace redline::worker::task_file {
namespace {

using Names = std::set<std::string, std::less<>>;

// Calls visit for each statement of the block, and of the blocks in it.
template <typename Visit>
void ForEachStatement(const Block& block, const Visit& visit);

template <typename Visit>
struct Within {
  const Visit& visit;

  void operator()(const Pipeline&) const {}
  void operator()(const Assignment&) const {}
  void operator()(const Choice& choice) const {
    for (const Choice::Option& option : choice.options) {
      ForEachStatement(option.body, visit);
    }
  }
  void operator()(const Branch& branch) const {
    ForEachStatement(branch.body, visit);
    ForEachStatement(branch.otherwise, visit);
  }
  template <typename Holder>
  void operator()(const Holder& holder) const {
    ForEachStatement(holder.body, visit);
  }
};

template <typename Visit>
void ForEachStatement(const Block& block, const Visit& visit) {
  for (const Statement& statement : block) {
    visit(statement);
    std::visit(Within<Visit>{visit}, statement.action);
  }
}

Names AssignedIn(const Block& block) {
  Names assigned;
  ForEachStatement(block, [&](const Statement& statement) {
    const auto* const assignment = std::get_if<Assignment>(&statement.action);
    if (assignment) assigned.insert(assignment->name.name);
  });
  return assigned;
}

// A word in capitals is a text, unless a value has that name.
bool NamesValues(const Expression& expression, const Names& assigned) {
  const bool named = expression.kind == Expression::Kind::kName &&
                     (!MayBeWord(expression.text) || assigned.contains(expression.text));
  return named ||
         std::ranges::any_of(expression.operands, [&](const Expression& operand) {
           return NamesValues(operand, assigned);
         });
}

bool Needs(const Pipeline& pipeline, const Names& assigned) {
  return std::ranges::any_of(pipeline.commands, [&](const Command& command) {
    return command.answer ||
           (command.expectation && NamesValues(command.expectation->condition, assigned));
  });
}

}  // namespace

bool NeedsAnswers(const Block& block) {
  const Names assigned = AssignedIn(block);
  bool needs = false;
  ForEachStatement(block, [&](const Statement& statement) {
    const auto* const pipeline = std::get_if<Pipeline>(&statement.action);
    needs = needs || (pipeline && Needs(*pipeline, assigned));
  });
  return needs;
}

}  // namespace redline::worker::task_file
