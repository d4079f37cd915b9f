// One dyno's part in a fleet: several supervisors that run one test at once on one Redis,
// and agree by way of a board of keys in it (runner/fleet/fleet_board.h).
//
// A session has a thread of its own, so that nothing that the test does keeps it from
// saying that the dyno lives. All public methods may be called from any one other thread.
// No result is made, read or copied under the lock that the two threads share. Redis away
// for a while is not a failure of the fleet: it is the test's to judge. Nothing here
// waits without an end: see the constants in fleet_session.cc.
#ifndef REDLINE_RUNNER_FLEET_FLEET_SESSION_H_
#define REDLINE_RUNNER_FLEET_FLEET_SESSION_H_

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <chrono>
#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "base/mutex.h"
#include "redis/connect_options.h"
#include "redis/redis_url.h"
#include "reporting/model/result.h"
#include "runner/fleet/fleet_board.h"
#include "runner/fleet/fleet_harvest.h"
#include "runner/fleet/fleet_membership.h"
#include "runner/fleet/fleet_words.h"
#include "runner/fleet/server_clock.h"
#include "runner/plan/fleet_options.h"

namespace redline::runner {

class FleetSession {
 public:
  using TimePoint = std::chrono::steady_clock::time_point;

  // `changed` is called on the session's thread when something has changed.
  FleetSession(FleetOptions options, redis::ConnectOptions redis,
               std::function<void()> changed);
  // Leaves the fleet; within seconds, or when a name server has answered.
  ~FleetSession();
  FleetSession(const FleetSession&) = delete;
  FleetSession& operator=(const FleetSession&) = delete;

  // Whether this dyno is a member by now, or is not going to be one.
  bool HasSettledJoin() const;
  // Throws if it is not a member: UsageError if its settings are not the others', else
  // EnvironmentError: another one has the name, there are as many as there should be, its
  // leader has not come, or Redis does not let it. If the fleet is in trouble, that says
  // it all.
  void CheckJoined() const;

  const FleetOptions& options() const { return options_; }
  // Whether this dyno is to prepare the database: it leads, and nobody has done so yet.
  bool OwnsPreparation() const;
  // The commands that are to be executed with the preparation, in one transaction: it
  // deletes the fleet's own keys as well.
  std::vector<std::vector<std::string>> AfterPreparation() const;
  // Whether it has been prepared: by --flushall.
  bool is_emptied() const;
  // How many dynos have arrived, this one included, and how many of them are ready.
  std::size_t joined_count() const;
  std::size_t ready_count() const;
  // When the test begins, once that is agreed.
  std::optional<TimePoint> start() const;
  // When its tasks come between two of the fleet's (runner/issue/pacer.h): dynos that
  // issued at the same instants would load Redis in bursts. From 0 to less than 1.
  double phase() const;
  // Why this dyno is to stop, or is not to wait for a start: another one failed or has
  // gone. One sentence; empty if there is nothing.
  std::string trouble() const;

  // This dyno's workers are ready.
  void SayReady();
  // This dyno's test has ended early, and how: "has failed". The others are told if there
  // is a start; before, this dyno is no longer ready, and GiveUp tells why. May be said
  // again, for a start that was agreed on meanwhile.
  void SayEnded(std::string_view how);
  // This dyno ends without a result, for the reason of this sentence: nobody is to wait
  // for it. Returns when that has been sent, or Redis does not answer.
  void GiveUp(const std::string& why);

  // `changed` is not called any more.
  void Quieten();

  // Publishes this dyno's result, and waits, at most `patience`: the leader for all the
  // others', which it returns unread; the others, until the leader has the verdict,
  // unless they become the leader meanwhile, or may not and it has gone. Nothing if this
  // dyno does not lead, if there is a verdict already, or if Redis has not answered for
  // FleetRoster::kLostAfter: then nothing can be known of the others.
  std::optional<FleetHarvest> Finish(const reporting::Result& result,
                                     std::chrono::milliseconds patience);
  // Finish is to wait no longer than this from now on, whether it has begun or not.
  void Hurry(std::chrono::milliseconds patience);
  // The leader's verdict, if it has announced one, after Finish.
  std::optional<FleetVerdict> verdict() const;
  // Whether none can come, since the only dyno that may lead has gone.
  bool has_lost_leader() const;
  // The leader tells the others. Returns when that has been sent, or Redis is away.
  void Announce(const FleetVerdict& verdict);

 private:
  // The session's thread.
  boost::asio::awaitable<void> Run();
  boost::asio::awaitable<void> Join();
  boost::asio::awaitable<void> Look();
  void TellChange() EXCLUDES(mutex_);
  std::string State() const EXCLUDES(mutex_);
  std::chrono::milliseconds Pause() const EXCLUDES(mutex_);
  bool IsJoined() const EXCLUDES(mutex_);
  bool IsOver() const EXCLUDES(mutex_);
  // Wakes it: there is something to tell.
  void LookNow();
  // Waits until that has been told, but not for long.
  void AwaitLastWords(bool (FleetMembership::*has_told)() const) REQUIRES(mutex_);

  const FleetOptions options_;
  const redis::RedisUrl url_;

  boost::asio::io_context loop_{1};
  // On the session's thread:
  boost::asio::steady_timer timer_;
  boost::asio::steady_timer last_words_;  // For the end.
  FleetBoard board_;
  ServerClock clock_;

  mutable Mutex mutex_;
  Condition looked_;
  FleetMembership membership_ GUARDED_BY(mutex_);
  std::function<void()> changed_ GUARDED_BY(mutex_);
  bool stopping_ GUARDED_BY(mutex_) = false;
  TimePoint finish_by_ GUARDED_BY(mutex_) = TimePoint::max();

  std::thread thread_;
};

}  // namespace redline::runner

#endif  // REDLINE_RUNNER_FLEET_FLEET_SESSION_H_
