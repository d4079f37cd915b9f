// One or more commands as the bytes that Redis reads, in one buffer, so that they leave
// in one write.
//
// The format is the request half of RESP2
// (https://redis.io/docs/reference/protocol-spec): an array "*<count>\r\n" of bulk
// strings "$<length>\r\n<bytes>\r\n". It is written by hand, and checked against hiredis
// in the tests, because redisFormatCommandArgv takes a buffer of its own for each
// command, and a save of 100 flats has 200 arguments.
//
// A batch is meant to be kept and used again: Clear keeps its memory. Used by one thread.
#ifndef REDLINE_REDIS_COMMAND_BATCH_H_
#define REDLINE_REDIS_COMMAND_BATCH_H_

#include <cstddef>
#include <initializer_list>
#include <span>
#include <string>
#include <string_view>

namespace redline::redis {

class CommandBatch {
 public:
  // Adds a command: its name and its arguments, which may hold any bytes.
  void Add(std::span<const std::string_view> arguments);
  void Add(std::initializer_list<std::string_view> arguments) {
    Add(std::span(arguments.begin(), arguments.size()));
  }

  // Adds a command argument by argument: Begin(n) and then n times Argument.
  void Begin(std::size_t argument_count);
  void Argument(std::string_view bytes);

  void Clear();

  // The number of commands, which is the number of replies.
  std::size_t size() const { return size_; }

  std::string_view bytes() const { return bytes_; }

 private:
  std::string bytes_;
  std::size_t size_ = 0;
};

}  // namespace redline::redis

#endif  // REDLINE_REDIS_COMMAND_BATCH_H_
