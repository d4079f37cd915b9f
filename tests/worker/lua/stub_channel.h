// A channel without a Redis: keeps the commands that it is given, and answers them from a
// list, or with OK when that is used up.
#ifndef REDLINE_TESTS_WORKER_LUA_STUB_CHANNEL_H_
#define REDLINE_TESTS_WORKER_LUA_STUB_CHANNEL_H_

#include <boost/asio/awaitable.hpp>
#include <cstddef>
#include <deque>
#include <string>
#include <utility>
#include <vector>

#include "redis/command_batch.h"
#include "redis/command_channel.h"
#include "redis/reply_reader.h"

namespace redline::worker {

class StubChannel final : public redis::CommandChannel {
 public:
  using Command = std::vector<std::string>;

  // `answers` as Redis would send them: ":1\r\n".
  explicit StubChannel(std::deque<std::string> answers = {})
      : answers_(std::move(answers)) {}

  boost::asio::awaitable<redis::Replies> Execute(
      const redis::CommandBatch& batch) override {
    ++batches_;
    Take(batch.bytes());
    reader_.Clear();
    for (std::size_t i = 0; i < batch.size(); ++i) {
      std::string answer = "+OK\r\n";
      if (!answers_.empty()) {
        answer = answers_.front();
        answers_.pop_front();
      }
      reader_.Feed(answer);
    }
    co_return reader_.replies();
  }

  boost::asio::awaitable<void> Reopen() override { co_return; }

  const std::vector<Command>& commands() const { return commands_; }
  int batches() const { return batches_; }

 private:
  // "*2\r\n$3\r\nGET\r\n$1\r\na\r\n", and so on.
  void Take(const std::string& bytes) {
    std::size_t at = 0;
    const auto number = [&] {
      const std::size_t begin = at + 1;
      at = bytes.find("\r\n", at) + 2;
      return std::stoul(bytes.substr(begin));
    };
    while (at < bytes.size()) {
      Command& command = commands_.emplace_back();
      for (auto arguments = number(); arguments > 0; --arguments) {
        const auto size = number();
        command.push_back(bytes.substr(at, size));
        at += size + 2;
      }
    }
  }

  std::deque<std::string> answers_;
  redis::ReplyReader reader_;
  std::vector<Command> commands_;
  int batches_ = 0;
};

}  // namespace redline::worker

#endif  // REDLINE_TESTS_WORKER_LUA_STUB_CHANNEL_H_
