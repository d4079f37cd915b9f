// What a task in Lua costs besides Redis: the same task in Lua and in C++, on a channel
// that answers at once. Divide by three for a call.

#include <benchmark/benchmark.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <memory>
#include <random>
#include <string>

#include "redis/command_batch.h"
#include "redis/command_channel.h"
#include "redis/reply_reader.h"
#include "worker/lua/lua_kind.h"

namespace redline::worker {
namespace {

using boost::asio::awaitable;

constexpr const char* kScript = R"lua(
redline.keys("cart:")
redline.steps("read", "save")
function task()
  local user = redline.uniform(1, 100000)
  redline.step("read")
  local cart = redis.call("HGETALL", "cart:" .. user)
  redline.step("save")
  redis.call("HSET", "cart:" .. user, "total", #cart)
  redis.call("EXPIRE", "cart:" .. user, 3600)
end
)lua";

// Answers each command with four fields.
class InstantChannel final : public redis::CommandChannel {
 public:
  InstantChannel() {
    reader_.Feed("*4\r\n$5\r\ntotal\r\n$1\r\n7\r\n$4\r\nnote\r\n$2\r\nab\r\n");
  }

  awaitable<redis::Replies> Execute(const redis::CommandBatch& batch) override {
    benchmark::DoNotOptimize(batch.size());
    co_return reader_.replies();
  }
  awaitable<void> Reopen() override { co_return; }

 private:
  redis::ReplyReader reader_;
};

class InCpp final : public Workload {
 public:
  InCpp(const WorkloadSettings& settings, redis::CommandChannel& channel)
      : channel_(channel), keys_of_run_(settings.KeysOfRun()) {}

  awaitable<void> Perform(StepTimer& timer) override {
    const std::string key =
        keys_of_run_ +
        "cart:" + std::to_string(std::uniform_int_distribution(1, 100000)(random_));
    std::size_t size = 0;
    {
      const auto step = timer.Step(0);
      batch_.Clear();
      batch_.Add({"HGETALL", key});
      const redis::Replies replies = co_await channel_.Execute(batch_);
      redis::ThrowIfError(replies[0], "HGETALL");
      size = replies[0].size();
    }
    const auto step = timer.Step(1);
    batch_.Clear();
    batch_.Add({"HSET", key, "total", std::to_string(size)});
    redis::Replies replies = co_await channel_.Execute(batch_);
    redis::ThrowIfError(replies[0], "HSET");
    batch_.Clear();
    batch_.Add({"EXPIRE", key, "3600"});
    replies = co_await channel_.Execute(batch_);
    redis::ThrowIfError(replies[0], "EXPIRE");
  }

 private:
  redis::CommandChannel& channel_;
  const std::string keys_of_run_;
  redis::CommandBatch batch_;
  std::mt19937_64 random_;
};

awaitable<void> PerformAll(benchmark::State& state, Workload& workload) {
  for ([[maybe_unused]] auto _ : state) {
    StepTimer timer;
    co_await workload.Perform(timer);
  }
}

void Perform(benchmark::State& state, Workload& workload) {
  boost::asio::io_context loop(1);
  co_spawn(loop, PerformAll(state, workload), boost::asio::detached);
  loop.run();
}

void TaskInLua(benchmark::State& state) {
  InstantChannel channel;
  const auto kind =
      ReadLuaTask({.name = "file:a.lua", .text = kScript, .parameters = ""});
  const auto workload = kind->Make({.run_id = "0123456789ab"}, &channel);
  Perform(state, *workload);
}
BENCHMARK(TaskInLua);

void TaskInCpp(benchmark::State& state) {
  InstantChannel channel;
  InCpp workload({.run_id = "0123456789ab"}, channel);
  Perform(state, workload);
}
BENCHMARK(TaskInCpp);

void ReadScript(benchmark::State& state) {
  for ([[maybe_unused]] auto _ : state) {
    benchmark::DoNotOptimize(
        ReadLuaTask({.name = "file:a.lua", .text = kScript, .parameters = ""}));
  }
}
BENCHMARK(ReadScript);

}  // namespace
}  // namespace redline::worker

BENCHMARK_MAIN();
