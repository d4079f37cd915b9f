#include "redis/command_batch.h"

#include <charconv>
#include <limits>

namespace redline::redis {
namespace {

void AppendHead(std::string& out, char mark, std::size_t number) {
  char head[std::numeric_limits<std::size_t>::digits10 + 4];
  char* end = head;
  *end++ = mark;
  end = std::to_chars(end, head + sizeof(head), number).ptr;
  *end++ = '\r';
  *end++ = '\n';
  out.append(head, end);
}

}  // namespace

void CommandBatch::Add(std::span<const std::string_view> arguments) {
  Begin(arguments.size());
  for (const auto argument : arguments) Argument(argument);
}

void CommandBatch::Begin(std::size_t argument_count) {
  AppendHead(bytes_, '*', argument_count);
  ++size_;
}

void CommandBatch::Argument(std::string_view bytes) {
  AppendHead(bytes_, '$', bytes.size());
  bytes_.append(bytes).append("\r\n", 2);
}

void CommandBatch::Clear() {
  bytes_.clear();
  size_ = 0;
}

}  // namespace redline::redis
