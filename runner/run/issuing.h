// The issuing of a run's tasks, on a thread of its own (runner/issue/issuer.h).
//
// Made, asked and ended on the supervisor's event loop, which outlives it; so do all
// references.
#ifndef REDLINE_RUNNER_RUN_ISSUING_H_
#define REDLINE_RUNNER_RUN_ISSUING_H_

#include <boost/asio/io_context.hpp>
#include <optional>
#include <thread>

#include "runner/issue/dispatcher.h"
#include "runner/issue/issue_clock.h"
#include "runner/issue/issuer.h"
#include "runner/loop/change_signal.h"
#include "runner/plan/plan.h"
#include "runner/workers/worker_pool.h"
#include "shm/segment.h"

namespace redline::runner {

class Issuing {
 public:
  // Issues nothing yet. `changed` is notified when there is an outcome.
  // `share`: see runner/issue/pacer.h.
  Issuing(const Plan& plan, Issuer::TimePoint start, double share, shm::Segment& segment,
          const WorkerPool& pool, boost::asio::io_context& loop, ChangeSignal& changed);
  ~Issuing();
  Issuing(const Issuing&) = delete;
  Issuing& operator=(const Issuing&) = delete;

  // Once.
  void Start();
  // No further task is issued.
  void Stop() { clock_.Stop(); }
  // The same, and the thread has ended on return.
  void End();

  const Issuer& issuer() const { return issuer_; }
  const Issuer::Schedule& schedule() const { return issuer_.schedule(); }
  // Nothing until it has ended by itself.
  const std::optional<IssueOutcome>& outcome() const { return outcome_; }

 private:
  boost::asio::io_context& loop_;
  ChangeSignal& changed_;
  SteadyIssueClock clock_;
  Dispatcher dispatcher_;
  Issuer issuer_;
  std::optional<IssueOutcome> outcome_;
  std::thread thread_;
};

}  // namespace redline::runner

#endif  // REDLINE_RUNNER_RUN_ISSUING_H_
