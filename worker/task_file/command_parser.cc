#include "worker/task_file/command_parser.h"

#include <string>
#include <string_view>
#include <utility>

#include "base/ascii.h"
#include "worker/task_file/expression_parser.h"

namespace redline::worker::task_file {
namespace {

// The word that begins here, without taking it.
std::string_view LookAtWord(LineScanner line) {
  const Position begin = line.Here();
  while (!line.AtBlankOrEnd()) line.TakeCharacter();
  return line.Since(begin);
}

// Ends a command's arguments.
bool IsMark(std::string_view word) {
  return word == "|" || word == "expect" || word == "allow" || word.starts_with("->");
}

class ArgumentParser {
 public:
  explicit ArgumentParser(LineScanner& line) : line_(line) {}

  Argument Parse() {
    argument_.at = line_.Here();
    const char first = line_.LookAtCharacter();
    if (first == '"' || first == '\'') {
      line_.TakeCharacter();
      Quoted(first);
    } else {
      Word();
    }
    EndText();
    if (argument_.parts.empty()) {
      argument_.parts.push_back(
          {.at = argument_.at, .text = {}, .expression = {}, .source = {}});
    }
    return std::move(argument_);
  }

 private:
  void Word() {
    while (!line_.AtBlankOrEnd()) {
      const char c = line_.LookAtCharacter();
      if (c == '"' || c == '\'') {
        throw Mistake(line_.Here(), "an argument that is in quotes as a whole",
                      "a quote within it");
      }
      if (!Brace()) text_ += line_.TakeCharacter();
    }
  }

  void Quoted(char quote) {
    while (line_.LookAtCharacter() != quote) {
      if (line_.LookAtCharacter() == '\0' && line_.AtBlankOrEnd()) {
        throw Mistake(argument_.at, "a text that ends with the quote that it begins with",
                      "the end of the line");
      }
      if (quote == '"' && Brace()) continue;
      const char c = line_.TakeCharacter();
      if (c == '\\' && quote == '"') {
        text_ += line_.TakeEscaped();
      } else {
        const bool escaped = c == '\\' && line_.LookAtCharacter() == quote;
        text_ += escaped ? line_.TakeCharacter() : c;
      }
    }
    line_.TakeCharacter();
    if (!line_.AtBlankOrEnd()) {
      throw Mistake(line_.Here(), "a blank behind a text",
                    task_file::Quoted(LookAtWord(line_)));
    }
  }

  // Takes "{{", "}}" or "{expression}" if it stands here.
  bool Brace() {
    const char c = line_.LookAtCharacter();
    if (c != '{' && c != '}') return false;
    const Position at = line_.Here();
    line_.TakeCharacter();
    if (line_.LookAtCharacter() == c) {
      text_ += line_.TakeCharacter();
      return true;
    }
    if (c == '}') {
      throw Mistake(at, "a \"{\" before a \"}\" (a brace itself is written \"}}\")",
                    "none");
    }
    EndText();
    line_.SkipBlanks();
    const Position begin = line_.Here();
    Part part{.at = at, .text = {}, .expression = {}, .source = {}};
    part.expression = ParseExpression(line_);
    part.source = Trim(line_.Since(begin));
    line_.Expect("}", "\"}\" behind the value (a brace itself is written \"{{\")");
    argument_.parts.push_back(std::move(part));
    return true;
  }

  void EndText() {
    if (text_.empty()) return;
    argument_.parts.push_back({.at = argument_.at,
                               .text = std::exchange(text_, {}),
                               .expression = {},
                               .source = {}});
  }

  LineScanner& line_;
  Argument argument_;
  std::string text_;
};

void ParseAnswer(LineScanner& line, Command& command) {
  if (!line.TakeIf("->")) return;
  const Token name = line.Take();
  if (name.kind != Token::Kind::kName) {
    throw Mistake(name.at, "a name for the answer behind \"->\"", name.Found());
  }
  command.answer = {.at = name.at, .name = std::string(name.source)};
}

void ParseExpectationOf(LineScanner& line, Command& command) {
  const Token mark = line.Look();
  if (!line.TakeIfWord("expect")) return;
  command.expectation = {
      .at = mark.at, .condition = ParseExpectation(line), .source = {}};
  command.expectation->source = Trim(line.Since(mark.at));
}

void ParseAllowed(LineScanner& line, Command& command) {
  while (line.TakeIfWord("allow")) {
    const Token word = line.Take();
    if (word.kind != Token::Kind::kName) {
      throw Mistake(word.at, "the word with which an error begins, such as BUSYGROUP",
                    word.Found());
    }
    command.allowed.emplace_back(word.source);
  }
}

}  // namespace

Command ParseCommand(LineScanner& line) {
  line.SkipBlanks();
  Command command{
      .at = line.Here(), .arguments = {}, .answer = {}, .expectation = {}, .allowed = {}};
  while (!line.AtEnd() && !IsMark(LookAtWord(line))) {
    command.arguments.push_back(ArgumentParser(line).Parse());
    line.SkipBlanks();
  }
  if (command.arguments.empty()) {
    const Token token = line.Look();
    throw Mistake(token.at, "a command, such as \"GET key\"", token.Found());
  }
  ParseAnswer(line, command);
  ParseExpectationOf(line, command);
  ParseAllowed(line, command);
  if (!line.Look().Is("|")) {
    line.ExpectEnd(
        "\"|\" and another command, or \"->\", \"expect\" and \"allow\" in "
        "this order, behind a command");
  }
  return command;
}

}  // namespace redline::worker::task_file
