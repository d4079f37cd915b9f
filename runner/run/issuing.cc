#include "runner/run/issuing.h"

#include <boost/asio/post.hpp>
#include <cstddef>
#include <vector>

#include "runner/run/run_schedule.h"

namespace redline::runner {
namespace {

std::vector<Dispatcher::Lane> LanesTo(const WorkerPool& pool, shm::Segment& segment) {
  std::vector<Dispatcher::Lane> lanes;
  for (std::size_t i = 0; i < pool.size(); ++i) {
    lanes.push_back({segment.Producer(i), pool[i].wakeup_fd()});
  }
  return lanes;
}

}  // namespace

Issuing::Issuing(const Plan& plan, Issuer::TimePoint start, double share,
                 shm::Segment& segment, const WorkerPool& pool,
                 boost::asio::io_context& loop, ChangeSignal& changed)
    : loop_(loop),
      changed_(changed),
      dispatcher_(LanesTo(pool, segment), plan.dispatch, plan.seed),
      issuer_(ScheduleOf(plan, start, share), dispatcher_, clock_,
              segment.header().phase) {}

Issuing::~Issuing() { End(); }

void Issuing::Start() {
  thread_ = std::thread([this] {
    SteadyIssueClock::BePunctual();
    const IssueOutcome outcome = issuer_.Run();
    boost::asio::post(loop_, [this, outcome] {
      outcome_ = outcome;
      changed_.Notify();
    });
  });
}

void Issuing::End() {
  if (!thread_.joinable()) return;
  Stop();
  thread_.join();
}

}  // namespace redline::runner
