// The fleet's part in a run: its supervisor's way to join one, to begin and to end with
// it. Where the plan names no fleet there is nothing to wait for and nobody to tell.
//
// On the supervisor's event loop only, which outlives it; so do all references.
#ifndef REDLINE_RUNNER_RUN_FLEET_PART_H_
#define REDLINE_RUNNER_RUN_FLEET_PART_H_

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "redis/connect_options.h"
#include "runner/fleet/fleet_session.h"
#include "runner/loop/change_signal.h"
#include "runner/plan/plan.h"
#include "runner/preflight/preflight_facts.h"
#include "runner/run/run_ending.h"

namespace redline::runner {

class FleetPart {
 public:
  using TimePoint = std::chrono::steady_clock::time_point;

  // `changed` is notified when a dyno has said something.
  FleetPart(const Plan& plan, boost::asio::io_context& loop, ChangeSignal& changed);

  // Both functions that are passed in outlive the coroutine. Returns early if
  // `interrupted`. Throws UsageError or EnvironmentError where this dyno cannot be a
  // member.
  boost::asio::awaitable<void> Join(const redis::ConnectOptions& redis,
                                    const std::function<bool()>& interrupted);
  // Adds what the others will take.
  void AddTo(PlannedUse& use) const;
  // One dyno empties the database, before anybody begins; and then executes these.
  bool OwnsPreparation() const;
  std::vector<std::vector<std::string>> AfterPreparation() const;
  // Returns when that has been done, or one cannot begin, or `ended` by itself. Throws
  // EnvironmentError if it has not been in time.
  boost::asio::awaitable<void> AwaitEmptied(const std::function<bool()>& ended);
  // Returns when all dynos are ready and when they begin is agreed, or one cannot, or
  // `ended` by itself. Throws EnvironmentError if not all have come in time.
  boost::asio::awaitable<void> AwaitStart(const std::function<bool()>& ended);
  // When this dyno begins: now, if it is alone. REQUIRES: a fleet has a start.
  TimePoint Start() const;
  // When its tasks come between two of the fleet's: see runner/issue/pacer.h.
  double Share() const;

  // Why the run is to stop; empty if there is no reason. Throws EnvironmentError if there
  // is one, and no start: the fleet cannot begin.
  std::string Trouble() const;
  bool is_in_trouble() const { return session_ && !session_->trouble().empty(); }

  // If the others are to hear of it. May be told again.
  void TellEnd(const RunEnding& ending);
  // There is no result, for the reason of this sentence.
  void GiveUp(const std::string& why);
  // After the run, of which this is the verdict's sentence: the session, for the fleet's
  // result; null if there is none to come.
  std::unique_ptr<FleetSession> Release(const RunEnding& ending,
                                        const std::string& sentence);

 private:
  [[noreturn]] void ThrowNoStart() const;

  const Plan& plan_;
  boost::asio::io_context& loop_;
  ChangeSignal& changed_;
  std::unique_ptr<FleetSession> session_;
};

}  // namespace redline::runner

#endif  // REDLINE_RUNNER_RUN_FLEET_PART_H_
