// A worker with a workload of its own, "get": a task reads one of a thousand values,
// which the worker has stored before the test begins. docs/cpp-workers.md says how it
// is built and run.

#include <array>
#include <boost/asio/awaitable.hpp>
#include <cstddef>
#include <memory>
#include <random>
#include <string>

#include "redis/command_batch.h"
#include "redis/command_channel.h"
#include "redis/reply.h"
#include "worker/task/described_kind.h"
#include "worker/task/workload.h"
#include "worker/worker_main.h"

namespace {

namespace redis = redline::redis;
namespace worker = redline::worker;
using boost::asio::awaitable;

constexpr std::size_t kGet = 0;  // The index of the step.
constexpr std::size_t kKeys = 1000;

class GetWorkload final : public worker::Workload {
 public:
  GetWorkload(const worker::WorkloadSettings& settings, redis::CommandChannel& channel)
      : channel_(channel), value_(settings.payload_bytes, 'x'), random_(settings.seed) {
    const std::string hand = std::to_string(settings.HandOfAll());
    for (std::size_t i = 0; i < kKeys; ++i) {
      keys_[i] = settings.KeysOfRun() + hand + ":" + std::to_string(i);
    }
  }

  // To set a key again does no harm, so this need not look at what is there.
  awaitable<bool> Prepare() override {
    constexpr std::size_t kKeysPerPart = 100;
    batch_.Clear();
    for (std::size_t i = 0; i < kKeysPerPart; ++i) {
      batch_.Add({"SET", keys_[prepared_ + i], value_});
    }
    const redis::Replies replies = co_await channel_.Execute(batch_);
    for (std::size_t i = 0; i < kKeysPerPart; ++i) redis::ThrowIfError(replies[i], "SET");
    prepared_ += kKeysPerPart;
    co_return prepared_ < kKeys;
  }

  awaitable<void> Perform(worker::StepTimer& timer) override {
    const std::string& key = keys_[chosen_(random_)];
    batch_.Clear();
    batch_.Add({"GET", key});
    const auto step = timer.Step(kGet);
    const redis::Reply value = (co_await channel_.Execute(batch_))[0];
    redis::ThrowIfError(value, "GET");
    if (value.is_nil()) {
      throw worker::TaskFailed("get: there is no key " + key +
                               "; leave out --data=empty");
    }
  }

 private:
  redis::CommandChannel& channel_;
  const std::string value_;
  std::array<std::string, kKeys> keys_;
  std::size_t prepared_ = 0;
  redis::CommandBatch batch_;  // Kept, for its memory.
  std::mt19937_64 random_;
  std::uniform_int_distribution<std::size_t> chosen_{0, kKeys - 1};
};

std::unique_ptr<worker::WorkloadKind> FindWorkload(
    const worker::WorkloadRequest& request) {
  // Without --workload the name is empty.
  if ((!request.name.empty() && request.name != "get") || !request.parameters.empty()) {
    throw worker::WorkloadRefused(
        "This worker has one workload, get, without parameters: leave out --workload and "
        "--param.");
  }
  return std::make_unique<worker::DescribedKind>(
      worker::WorkloadDescription{.name = "get",
                                  .steps = {"get"},
                                  .needs_redis = true,
                                  .round_trips = 1,
                                  .prepares_by_itself = true},
      [](const worker::WorkloadSettings& settings,
         redis::CommandChannel* channel) -> std::unique_ptr<worker::Workload> {
        return std::make_unique<GetWorkload>(settings, *channel);
      });
}

}  // namespace

int main(int argc, char** argv) { return worker::WorkerMain(argc, argv, FindWorkload); }
