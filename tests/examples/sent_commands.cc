#include "tests/examples/sent_commands.h"

#include <cctype>
#include <cstddef>
#include <regex>
#include <sstream>
#include <stdexcept>
#include <vector>

#include "tests/e2e/redline_process.h"

namespace redline::testing {
namespace {

std::string Replace(const std::string& text, const std::string& pattern, const char* by) {
  return std::regex_replace(text, std::regex(pattern), by);
}

// The name, in upper case, and the arguments of a command of a client's, with escapes;
// else none. Some lines are too long for std::regex.
std::vector<std::string> WordsOf(const std::string& line) {
  std::size_t at = line.find("] \"");
  if (at == std::string::npos || line.find(" lua] ") < at) return {};
  std::vector<std::string> words;
  for (at = line.find('"', at); at < line.size(); at = line.find('"', at)) {
    std::string word;
    for (++at; at < line.size() && line[at] != '"'; ++at) {
      word += line[at];
      if (line[at] == '\\' && at + 1 < line.size()) word += line[++at];
    }
    ++at;
    words.push_back(word);
  }
  for (char& c : words[0]) c = static_cast<char>(std::toupper(c));
  return words;
}

// `argument` is as MONITOR writes it. Of MessagePack, the kind and the names in it.
std::string ShapeOf(const std::string& argument) {
  static const std::regex packed(R"(\\x9a.*|\\xde.*)");
  static const std::regex digest("[0-9a-f]{40}");
  if (argument.starts_with("{")) return "JSON";
  if (std::regex_match(argument, digest)) return argument;
  if (argument.find("xxxxxxxxxx") != std::string::npos || argument.size() == 100) {
    return "TEXT";
  }
  if (!std::regex_match(argument, packed)) return Replace(argument, "[0-9]+", "#");
  // A token is a UUID, and a number.
  std::string rest =
      Replace(argument, "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}:[0-9]+", "");
  rest = Replace(rest, R"(\\x[0-9a-f]{2})", "\x01");
  // Only an array holds a time, whose bytes may be letters.
  const std::regex name(argument.starts_with("\\xde") ? "[A-Za-z]{4,}" : "[A-Za-z:]{5,}");
  // Of a map, with its size.
  std::string shape = argument.substr(0, argument.starts_with("\\xde") ? 12 : 4);
  for (std::sregex_iterator it(rest.begin(), rest.end(), name), end; it != end; ++it) {
    shape += "," + it->str();
  }
  return shape;
}

}  // namespace

SentCommands::SentCommands(const RedisServer& server)
    : server_(server),
      monitor_({"/bin/sh", "-c",
                "exec redis-cli -p " + std::to_string(server.port()) + " MONITOR"},
               {{"PATH", "/usr/bin:/bin"}}, folder_.path(), "monitor") {
  const auto listens = [this] {
    return ContentOf(folder_.path() / "monitor").find("OK") != std::string::npos;
  };
  if (!Eventually(listens)) throw std::runtime_error("redis-cli does not listen");
}

std::set<std::string> SentCommands::Of(const std::set<std::string>& names,
                                       const std::string& own_keys) const {
  // Everything is there when this is.
  static_cast<void>(server_.Cli("ECHO the-end-of-it"));
  std::string text;
  const auto is_complete = [&] {
    text = ContentOf(folder_.path() / "monitor");
    return text.find("the-end-of-it") != std::string::npos;
  };
  if (!Eventually(is_complete)) throw std::runtime_error("redis-cli shows no end");
  std::set<std::string> shapes;
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) {
    const std::vector<std::string> words = WordsOf(line);
    if (words.empty() || !names.contains(words[0])) continue;
    std::string shape = words[0];
    for (std::size_t i = 1; i < words.size(); ++i) {
      shape += " " + ShapeOf(Replace(words[i], own_keys, ""));
    }
    shapes.insert(shape);
  }
  return shapes;
}

}  // namespace redline::testing
