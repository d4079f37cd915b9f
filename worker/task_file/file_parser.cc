#include "worker/task_file/file_parser.h"

#include <optional>
#include <string>
#include <utility>

#include "base/ascii.h"
#include "base/flag_suggestion.h"
#include "worker/task_file/expression_parser.h"
#include "worker/task_file/file_lines.h"
#include "worker/task_file/statement_parser.h"

namespace redline::worker::task_file {
namespace {

class FileParser {
 public:
  explicit FileParser(std::string_view text) : lines_(text) {}

  TaskFile Parse() {
    while (lines_.Next()) ParseSection();
    if (!task_at_) {
      throw Mistake(line().Here(), "\"task:\" and below it what a task does", "none");
    }
    return std::move(file_);
  }

 private:
  void ParseSection() {
    const Token word = line().Take();
    if (lines_.indent() != 0) {
      throw Mistake(word.at, "a line at the left margin",
                    "an indented one that belongs to nothing above it");
    }
    if (word.IsWord("param")) {
      ParseParam();
    } else if (word.IsWord("keys")) {
      ParseKeys();
    } else if (word.IsWord("script")) {
      ParseScript();
    } else if (word.IsWord("prepare")) {
      ParsePreparation(word.at);
    } else if (word.IsWord("task")) {
      ParseTask(word.at);
    } else {
      throw Mistake(word.at, "param, keys, script, prepare or task at the left margin",
                    word.Found() + DidYouMean(word.source, {"param", "keys", "script",
                                                            "prepare", "task"}));
    }
    line().ExpectEnd("the end of the line");
  }

  NewName ParseName(const std::string& expected) {
    const Token name = line().Take();
    if (name.kind != Token::Kind::kName) throw Mistake(name.at, expected, name.Found());
    return {.at = name.at, .name = std::string(name.source)};
  }

  void ParseParam() {
    const std::string form = "such as \"param users = 1000\"";
    NewName name = ParseName("a name, " + form);
    line().Expect("=", "\"=\" behind the name, " + form);
    const Token first = line().Look();
    Expression value = ParseExpression(line());
    if (value.kind != Expression::Kind::kNumber &&
        value.kind != Expression::Kind::kText) {
      throw Mistake(first.at, "a number or a \"text\", " + form, first.Found());
    }
    file_.params.push_back({.name = std::move(name), .value = std::move(value)});
  }

  void ParseKeys() {
    line().SkipBlanks();
    while (!line().AtEnd()) {
      const Position at = line().Here();
      while (!line().AtBlankOrEnd()) line().TakeCharacter();
      std::string name(line().Since(at));
      if (const auto odd = name.find_first_of("{}\"'"); odd != std::string::npos) {
        throw Mistake({at.line, at.column + odd},
                      "the plain beginning of a key's name, such as \"keys cart:\"",
                      Quoted(name.substr(odd, 1)));
      }
      file_.keys.push_back(std::move(name));
      line().SkipBlanks();
    }
    if (file_.keys.empty()) {
      throw Mistake(line().Here(), "how names of keys begin, such as \"keys cart:\"",
                    "the end of the line");
    }
  }

  void ParseScript() {
    NewName name = ParseName("a name, such as \"script limit:\"");
    line().Expect(":", "\":\" behind the script's name");
    line().ExpectEnd("the script on the lines below");
    const Position end = line().Here();
    std::string text = lines_.TakeIndentedText();
    if (Trim(text).empty()) {
      throw Mistake(end, "the script on the lines below, indented", "none");
    }
    file_.scripts.push_back({.name = std::move(name), .text = std::move(text)});
  }

  void ParsePreparation(Position at) {
    Expression times = ParseExpression(line());
    const Token word = line().Take();
    if (!word.IsWord("times")) {
      throw Mistake(word.at,
                    "\"times:\" behind a number, such as \"prepare 1000 times:\"",
                    word.Found());
    }
    file_.preparations.push_back({.at = at,
                                  .times = std::move(times),
                                  .body = statements_.ParseBody("\"times\"")});
  }

  void ParseTask(Position at) {
    if (task_at_) {
      throw Mistake(at, "\"task:\" once",
                    "another one below that in line " + std::to_string(task_at_->line));
    }
    task_at_ = at;
    file_.task = statements_.ParseBody("\"task\"");
  }

  LineScanner& line() { return lines_.line(); }

  FileLines lines_;
  StatementParser statements_{lines_};
  TaskFile file_;
  std::optional<Position> task_at_;
};

}  // namespace

TaskFile ParseTaskFile(std::string_view text) { return FileParser(text).Parse(); }

}  // namespace redline::worker::task_file
