// A worker whose workload throws something other than an error of Redis: at its third
// task, and when it is to prepare its data.

#include <memory>
#include <stdexcept>

#include "worker/task/described_kind.h"
#include "worker/worker_main.h"

namespace redline::worker {
namespace {

class ThrowingWorkload final : public Workload {
 public:
  boost::asio::awaitable<bool> Prepare() override {
    throw std::out_of_range("no such shelf");
    co_return false;
  }
  boost::asio::awaitable<void> Perform(StepTimer&) override {
    if (++tasks_ == 3) throw std::out_of_range("no such cart");
    co_return;
  }

 private:
  int tasks_ = 0;
};

std::unique_ptr<WorkloadKind> FindThrowingWorkload(const WorkloadRequest&) {
  return std::make_unique<DescribedKind>(
      WorkloadDescription{.name = "throwing", .steps = {}},
      [](const WorkloadSettings&, redis::CommandChannel*) -> std::unique_ptr<Workload> {
        return std::make_unique<ThrowingWorkload>();
      });
}

}  // namespace
}  // namespace redline::worker

int main(int argc, char** argv) {
  return redline::worker::WorkerMain(argc, argv, redline::worker::FindThrowingWorkload);
}
