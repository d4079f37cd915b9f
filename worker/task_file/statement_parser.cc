#include "worker/task_file/statement_parser.h"

#include <string_view>
#include <utility>
#include <vector>

#include "base/flag_suggestion.h"
#include "worker/task_file/command_parser.h"
#include "worker/task_file/expression_parser.h"

namespace redline::worker::task_file {
namespace {

constexpr std::string_view kKeywords[] = {"step", "choose", "repeat",
                                          "if",   "else",   "pipeline"};

// A file that nests deeper was not written by hand, and would exhaust the stack.
constexpr int kDeepest = 100;

// A line such as "pipelin:" or "setp read: ..." is no command.
void RefuseMisspeltKeyword(LineScanner line) {
  const Token word = line.Take();
  if (word.kind != Token::Kind::kName) return;
  line.SkipBlanks();
  while (!line.AtBlankOrEnd() && line.LookAtCharacter() != ':') line.TakeCharacter();
  if (line.AtBlankOrEnd()) return;
  line.TakeCharacter();
  if (!line.AtBlankOrEnd()) return;
  const std::string meant =
      DidYouMean(word.source, {std::begin(kKeywords), std::end(kKeywords)});
  if (meant.empty()) return;
  throw Mistake(word.at, "a statement or a command", word.Found() + meant);
}

}  // namespace

Block StatementParser::ParseBody(const std::string& of) {
  const Token colon = line().Take();
  if (!colon.Is(":")) throw Mistake(colon.at, "\":\" behind " + of, colon.Found());
  if (++depth_ > kDeepest) {
    throw Mistake(
        colon.at,
        "statements that hold others " + std::to_string(kDeepest) + " deep at most",
        "one more level");
  }
  Block body = ParseBlock(of);
  --depth_;
  return body;
}

Block StatementParser::ParseBlock(const std::string& of) {
  const std::size_t outer = lines_.indent();
  Block body;
  if (!line().AtEnd()) {
    body.push_back(ParseStatement());
    return body;
  }
  const Position end = line().Here();
  std::size_t inner = 0;
  while (NextOfBlock(outer, inner)) {
    inner = lines_.indent();
    body.push_back(ParseStatement());
  }
  if (body.empty()) {
    throw Mistake(
        end, "a statement behind the \":\" of " + of + ", or below and indented", "none");
  }
  return body;
}

bool StatementParser::NextOfBlock(std::size_t outer, std::size_t inner) {
  if (!lines_.HasNext() || lines_.NextIndent() <= outer) return false;
  lines_.Next();
  if (inner != 0 && lines_.indent() != inner) {
    throw Mistake(line().Here(),
                  "a line that begins in column " + std::to_string(inner + 1) +
                      ", as the block's others do",
                  "one that begins in column " + std::to_string(lines_.indent() + 1));
  }
  return true;
}

Statement StatementParser::ParseStatement() {
  const Token first = line().Look();
  Statement statement{.at = first.at, .action = {}};
  if (IsAssignment()) {
    statement.action = ParseAssignment();
  } else if (IsChance()) {
    statement.action = ParseChance();
  } else if (line().TakeIfWord("step")) {
    statement.action = ParseStep();
  } else if (line().TakeIfWord("repeat")) {
    statement.action = ParseRepetition();
  } else if (line().TakeIfWord("if")) {
    statement.action = ParseBranch();
  } else if (line().TakeIfWord("choose")) {
    statement.action = ParseChoice();
  } else if (line().TakeIfWord("pipeline")) {
    statement.action = PipelineBlock{ParseBody("\"pipeline\"")};
  } else if (first.IsWord("else")) {
    throw Mistake(first.at, "\"else\" below an \"if\", in the same column",
                  "none above it");
  } else if (first.Is("|")) {
    throw Mistake(first.at, "a command in the line above, which a \"|\" goes on with",
                  "none");
  } else {
    RefuseMisspeltKeyword(line());
    statement.action = ParsePipeline();
  }
  line().ExpectEnd("the end of the line behind a statement");
  return statement;
}

bool StatementParser::IsAssignment() const {
  LineScanner ahead = lines_.line();
  return ahead.Take().kind == Token::Kind::kName && ahead.Look().Is("=");
}

bool StatementParser::IsChance() const {
  LineScanner ahead = lines_.line();
  const Token share = ahead.Take();
  return share.kind == Token::Kind::kNumber ||
         (share.kind == Token::Kind::kName && ahead.TakeIf("%") && ahead.Look().Is(":"));
}

Pipeline StatementParser::ParsePipeline() {
  Pipeline pipeline;
  do {
    pipeline.commands.push_back(ParseCommand(line()));
    if (line().AtEnd() && lines_.HasNext() && lines_.NextLine().Look().Is("|")) {
      lines_.NextOfPipeline();
    }
  } while (line().TakeIf("|"));
  return pipeline;
}

Assignment StatementParser::ParseAssignment() {
  const Token name = line().Take();
  line().Take();
  return {.name = {.at = name.at, .name = std::string(name.source)},
          .value = ParseExpression(line())};
}

Step StatementParser::ParseStep() {
  const Token name = line().Take();
  if (name.kind != Token::Kind::kName) {
    throw Mistake(name.at, "a name for the step, such as \"step read:\"", name.Found());
  }
  return {.name = {.at = name.at, .name = std::string(name.source)},
          .body = ParseBody("a step's name")};
}

Share StatementParser::ParseShare() {
  const Token token = line().Look();
  if (token.kind != Token::Kind::kNumber && token.kind != Token::Kind::kName) {
    throw Mistake(token.at, "a percentage or a weight, such as \"30%:\" or \"7:\"",
                  token.Found());
  }
  Share share{.share = ParseExpression(line())};
  share.percent = line().TakeIf("%");
  return share;
}

Chance StatementParser::ParseChance() {
  Share share = ParseShare();
  if (!share.percent) {
    const Token token = line().Look();
    throw Mistake(token.at,
                  "\"%\" behind a number that begins a line (weights stand in "
                  "\"choose:\")",
                  token.Found());
  }
  return {.share = std::move(share), .body = ParseBody("a percentage")};
}

Choice StatementParser::ParseChoice() {
  const std::size_t outer = lines_.indent();
  line().Expect(":", "\":\" behind \"choose\"");
  line().ExpectEnd(
      "the choices on the lines below \"choose:\", each such as \"70%: ...\"");
  const Position end = line().Here();
  Choice choice;
  std::size_t inner = 0;
  while (NextOfBlock(outer, inner)) {
    inner = lines_.indent();
    Share share = ParseShare();
    choice.options.push_back({.share = std::move(share), .body = ParseBody("a share")});
  }
  if (choice.options.empty()) {
    throw Mistake(end,
                  "the choices on the lines below \"choose:\", each such as \"70%: ...\"",
                  "none");
  }
  return choice;
}

Repetition StatementParser::ParseRepetition() {
  Expression times = ParseExpression(line());
  const Token word = line().Take();
  if (!word.IsWord("times")) {
    throw Mistake(word.at, "\"times:\" behind a number, such as \"repeat 3 times:\"",
                  word.Found());
  }
  return {.times = std::move(times), .body = ParseBody("\"times\"")};
}

Branch StatementParser::ParseBranch() {
  const std::size_t indent = lines_.indent();
  Expression condition = ParseExpression(line());
  Branch branch{.condition = std::move(condition),
                .body = ParseBody("a condition"),
                .otherwise = {}};
  if (line().AtEnd() && lines_.HasNext() && lines_.NextIndent() == indent &&
      lines_.NextLine().Look().IsWord("else")) {
    lines_.Next();
    line().Take();
    branch.otherwise = ParseBody("\"else\"");
  }
  return branch;
}

}  // namespace redline::worker::task_file
