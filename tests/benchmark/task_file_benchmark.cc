// The cost of a task of a task file beside the same one written in C++, without Redis:
// the answers are there at once.
#include <benchmark/benchmark.h>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <charconv>
#include <cstdint>
#include <memory>
#include <random>
#include <string>
#include <string_view>

#include "redis/command_batch.h"
#include "redis/command_channel.h"
#include "redis/reply.h"
#include "redis/reply_reader.h"
#include "worker/task/step_timer.h"
#include "worker/task/workload.h"
#include "worker/task/workload_kind.h"
#include "worker/task_file/task_file_kind.h"

namespace redline::worker {
namespace {

using boost::asio::awaitable;

// Answers each batch by the same replies.
class StubChannel final : public redis::CommandChannel {
 public:
  explicit StubChannel(std::string_view replies) { reader_.Feed(replies); }

  awaitable<redis::Replies> Execute(const redis::CommandBatch& batch) override {
    batch.ForEachPiece(
        [](std::string_view piece) { benchmark::DoNotOptimize(piece.data()); });
    co_return reader_.replies();
  }
  awaitable<void> Reopen() override { co_return; }

 private:
  redis::ReplyReader reader_;
};

class HandWritten : public Workload {
 public:
  explicit HandWritten(redis::CommandChannel& channel) : channel_(channel) {}

 protected:
  // "<prefix><number>"; void after the next.
  std::string_view Key(std::string_view prefix, std::int64_t number) {
    key_ = prefix;
    char digits[24];
    key_.append(digits, std::to_chars(digits, digits + sizeof(digits), number).ptr);
    return key_;
  }

  redis::CommandChannel& channel_;
  redis::CommandBatch batch_;
  std::string key_;
  std::mt19937_64 random_{1};
};

class Get final : public HandWritten {
 public:
  using HandWritten::HandWritten;

  awaitable<void> Perform(StepTimer&) override {
    std::uniform_int_distribution<std::int64_t> user(1, 100'000);
    batch_.Clear();
    batch_.Add({"GET", Key("test:7-user:", user(random_))});
    redis::ThrowIfError((co_await channel_.Execute(batch_))[0], "GET");
  }
};

constexpr std::string_view kGet =
    "keys user:\n"
    "task: GET user:{uniform(1, 100000)}\n";

class Save final : public HandWritten {
 public:
  using HandWritten::HandWritten;

  awaitable<void> Perform(StepTimer& timer) override {
    std::uniform_int_distribution<std::int64_t> user(1, 100'000);
    {
      const auto step = timer.Step(0);
      batch_.Clear();
      batch_.Add({"MULTI"});
      const std::string_view key = Key("test:7-user:", user(random_));
      batch_.Add({"HSET", key, "note", "a note of some length", "read", "0"});
      batch_.Add({"EXPIRE", key, "3600"});
      batch_.Add({"EXEC"});
      const redis::Replies replies = co_await channel_.Execute(batch_);
      for (std::size_t i = 0; i < 4; ++i) redis::ThrowIfError(replies[i], "HSET");
      for (std::size_t i = 0; i < 2; ++i) redis::ThrowIfError(replies[3][i], "HSET");
    }
    const auto step = timer.Step(1);
    batch_.Clear();
    batch_.Add({"PING"});
    redis::ThrowIfError((co_await channel_.Execute(batch_))[0], "PING");
  }
};

constexpr std::string_view kSave =
    "keys user:\n"
    "task:\n"
    "  user = uniform(1, 100000)\n"
    "  step save:\n"
    "    MULTI | HSET user:{user} note \"a note of some length\" read 0\n"
    "      | EXPIRE user:{user} 3600 | EXEC\n"
    "  step ping: PING\n";

constexpr std::string_view kReplies = "+OK\r\n+QUEUED\r\n+QUEUED\r\n*2\r\n:0\r\n:1\r\n";

awaitable<void> PerformAll(Workload& workload, benchmark::State& state) {
  for (auto _ : state) {
    StepTimer timer;
    co_await workload.Perform(timer);
  }
}

void Run(Workload& workload, benchmark::State& state) {
  boost::asio::io_context loop(1);
  co_spawn(loop, PerformAll(workload, state), boost::asio::detached);
  loop.run();
}

template <typename Workload>
void RunHandWritten(benchmark::State& state) {
  StubChannel channel(kReplies);
  Workload workload(channel);
  Run(workload, state);
}

void RunFile(benchmark::State& state, std::string_view text) {
  StubChannel channel(kReplies);
  const auto kind = ReadTaskFile({.name = "file:a.task", .text = text, .parameters = ""});
  WorkloadSettings settings;
  settings.run_id = "7";
  const auto workload = kind->Make(settings, &channel);
  Run(*workload, state);
}

BENCHMARK(RunHandWritten<Get>);
BENCHMARK_CAPTURE(RunFile, Get, kGet);
BENCHMARK(RunHandWritten<Save>);
BENCHMARK_CAPTURE(RunFile, Save, kSave);
BENCHMARK_CAPTURE(RunFile, Ping, "task: PING");
BENCHMARK_CAPTURE(RunFile, Zipf, "task: GET {zipf(1, 1e6, 0.99)}");
BENCHMARK_CAPTURE(RunFile, ZipfOfNames,
                  "task:\n  half = 1e6 / 2\n  GET {zipf(1, half, 0.99)}");
BENCHMARK_CAPTURE(RunFile, Payload, "task: SET a {text(normal(5000, 500))}");

}  // namespace
}  // namespace redline::worker

BENCHMARK_MAIN();
