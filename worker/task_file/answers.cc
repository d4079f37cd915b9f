#include "worker/task_file/answers.h"

#include <algorithm>
#include <cstddef>
#include <cstdlib>
#include <string>
#include <variant>

namespace redline::worker::task_file {
namespace {

redis::Reply Element(redis::Reply reply, std::size_t index) { return reply[index]; }

// The element behind the name, in an answer of names and values by turns.
redis::Reply Element(redis::Reply reply, const std::string& name) {
  for (std::size_t i = 0; i < reply.size(); i += 2) {
    if (reply[i].text() == name) return reply[i + 1];
  }
  return reply[reply.size()];
}

}  // namespace

redis::Reply ElementOf(redis::Reply reply, const Path& path) {
  for (const ElementName& name : path) {
    reply = std::visit([&](const auto& of) { return Element(reply, of); }, name);
  }
  return reply;
}

Value ValueOf(redis::Reply reply) {
  switch (reply.type()) {
    case redis::ReplyType::kInteger:
      return Value::Integer(reply.integer());
    case redis::ReplyType::kString:
    case redis::ReplyType::kStatus:
      return Value::Text(reply.text(), Value::Lifetime::kShort);
    case redis::ReplyType::kArray:
      return Value::Array(reply.size());
    default:
      return {};
  }
}

bool IsAllowed(const CompiledCommand& command, redis::Reply error) {
  const std::string_view text = error.text();
  const std::string_view first = text.substr(0, text.find_first_of(" \r\n"));
  return std::ranges::find(command.allowed, first) != command.allowed.end();
}

void ThrowError(const CompiledCommand& command, redis::Reply error,
                std::string_view file) {
  redis::ThrowIfError(error, command.name + " (" + std::string(file) + ":" +
                                 std::to_string(command.line) + ")");
  std::abort();  // It is an error.
}

}  // namespace redline::worker::task_file
