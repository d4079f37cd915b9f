#include <boost/asio/awaitable.hpp>

#include "worker/task/step_timer.h"
#include "worker/task/workload.h"
#include "worker/workloads/noop_spec.h"

namespace redline::worker {
namespace {

class NoopWorkload final : public Workload {
 public:
  boost::asio::awaitable<void> Perform(StepTimer&) override { co_return; }
};

}  // namespace

std::unique_ptr<Workload> NoopSpec::Make(const WorkloadSettings&,
                                         redis::CommandChannel*) {
  return std::make_unique<NoopWorkload>();
}

}  // namespace redline::worker
