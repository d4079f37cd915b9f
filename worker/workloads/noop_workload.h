// Does nothing, so that what remains is the cost of redline itself.
#ifndef REDLINE_WORKER_WORKLOADS_NOOP_WORKLOAD_H_
#define REDLINE_WORKER_WORKLOADS_NOOP_WORKLOAD_H_

#include <boost/asio/awaitable.hpp>
#include <string_view>
#include <vector>

#include "worker/step_timer.h"
#include "worker/workload.h"

namespace redline::worker {

class NoopWorkload final : public Workload {
 public:
  std::vector<std::string_view> StepNames() const override { return {}; }
  boost::asio::awaitable<void> Perform(StepTimer&) override { co_return; }
};

}  // namespace redline::worker

#endif  // REDLINE_WORKER_WORKLOADS_NOOP_WORKLOAD_H_
