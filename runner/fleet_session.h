// One dyno's part in a fleet: several supervisors that run one test at once on one Redis.
//
// They agree by way of that Redis, under keys that begin with "redline:fleet:ID:", never
// with the test's prefix, and expire by themselves:
//
//   members        set of the dynos' names
//   settings       what the first dyno has of the settings that all must have in common
//   member:NAME    the dyno's state; expires if it is not renewed: a dyno that has gone
//   leader         the dyno that leads; expires likewise, and the next one takes over
//   prepared       that the leader has emptied the database
//   start          when the test begins, in microseconds of Redis' clock (TIME)
//   stop           why it ends early, or never begins: the first failure, as the dyno's
//                  name and a sentence about it; see also runner/fleet_refusal.h
//   result:NAME    the dyno's result, for the leader to merge
//   verdict        the fleet's, when the leader has merged
//
// Whoever may write to that Redis may have written any of it: what is read is checked,
// and what is to be shown is made harmless (runner/fleet_words.h).
//
// A session has a thread of its own, so that nothing that the test does keeps it from
// saying that the dyno lives. All public methods may be called from any one other thread.
// Redis away for a while is no failure of the fleet: it is the test's to judge. Nothing
// here waits without an end: see the constants in fleet_session.cc.
#ifndef REDLINE_RUNNER_FLEET_SESSION_H_
#define REDLINE_RUNNER_FLEET_SESSION_H_

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "redis/command_batch.h"
#include "redis/connect_options.h"
#include "redis/redis_connection.h"
#include "redis/reply.h"
#include "reporting/fleet.h"
#include "reporting/result.h"
#include "runner/fleet_options.h"
#include "runner/fleet_roster.h"
#include "runner/fleet_words.h"
#include "runner/server_clock.h"

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
  // EnvironmentError: another one has the name, there are as many as there should be, or
  // Redis does not let it.
  void CheckJoined() const;

  const FleetOptions& options() const { return options_; }
  // Whether this dyno is to prepare the database: it leads, and nobody has done so yet.
  bool OwnsPreparation() const;
  // The commands that are to be executed with the preparation, in one transaction: it
  // deletes the fleet's own keys as well.
  std::vector<std::vector<std::string>> AfterPreparation() const;
  // How many dynos have arrived, this one included, and how many of them are ready.
  std::size_t joined_count() const;
  std::size_t ready_count() const;
  // When the test begins, once that is agreed.
  std::optional<TimePoint> start() const;
  // This dyno's part, from 0 to 1, of the time between two tasks, by which it begins
  // later than agreed: dynos that issued at the same instants would load Redis in bursts.
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
  // others', which it returns with its own; the others, until the leader has the verdict,
  // unless they become the leader meanwhile. Nothing if this dyno does not lead, if there
  // is a verdict already, or if Redis has not answered for FleetRoster::kLostAfter: then
  // nothing can be known of the others.
  std::optional<reporting::Fleet> Finish(const reporting::Result& result,
                                         std::chrono::milliseconds patience);
  // Finish is to wait no longer than this from now on, whether it has begun or not.
  void Hurry(std::chrono::milliseconds patience);
  // What the leader has found, if it has said so, after Finish.
  std::optional<FleetVerdict> verdict() const;
  // The leader tells the others. Returns when that has been sent, or Redis is away.
  void Announce(const FleetVerdict& verdict);

 private:
  // What was read of the others at the last look.
  struct View {
    std::string leader;
    std::map<std::string, std::string> states;  // Of those that live.
    std::vector<std::string> members;
    std::optional<std::uint64_t> start_us;
    std::string stop;
    std::optional<FleetVerdict> verdict;
    bool prepared = false;
    std::map<std::string, std::string> results;
    std::set<std::string> with_result;  // Those that have left one, read or not.
  };
  // What a look tells the others.
  struct Told {
    bool failure = false;
    bool result = false;
    bool verdict = false;
  };

  boost::asio::awaitable<void> Run();
  boost::asio::awaitable<void> Look();
  // Returns whether this dyno is a member now; if not, it is settled why.
  boost::asio::awaitable<bool> TryJoin();
  boost::asio::awaitable<void> Connect();
  boost::asio::awaitable<redis::Replies> Execute(const redis::CommandBatch& batch);
  // Ends the pending command, should it take longer.
  void Watch(std::chrono::milliseconds patience);
  Told AddTell(redis::CommandBatch& batch, bool leads);
  std::string Key(std::string_view name) const;
  void AgreeOnStartLocked(std::uint64_t server_us);
  bool LeadsLocked() const;
  std::size_t ReadyLocked() const;
  // What a member has left, and why not if it has left nothing.
  struct Left {
    std::string name;
    std::optional<std::string> result;
    std::string absence;
    bool lives = false;
  };
  std::vector<Left> LeftLocked(std::chrono::steady_clock::duration waited) const;
  static reporting::FleetMember MemberOf(const Left& left);
  bool AllResultsLocked() const;
  bool RedisIsGoneLocked() const;
  bool IsJoined() const;
  bool IsStopping() const;

  const FleetOptions options_;
  const redis::ConnectOptions redis_;
  // This dyno's state until it is ready, different from that of any other of its name.
  const std::string claim_;

  boost::asio::io_context loop_{1};
  boost::asio::steady_timer timer_;
  boost::asio::steady_timer watch_;                     // See Watch.
  boost::asio::steady_timer last_words_;                // Of the end.
  std::unique_ptr<redis::RedisConnection> connection_;  // On the session's thread.
  ServerClock clock_;                                   // Likewise.
  bool has_asked_to_join_ = false;                      // Likewise.

  mutable std::mutex mutex_;
  std::condition_variable looked_;
  // Guarded by the mutex:
  std::function<void()> changed_;
  View view_;
  FleetRoster roster_;
  std::string state_;
  std::string join_error_;  // Why this dyno is not to be a member.
  bool join_error_is_usage_ = false;
  std::string redis_error_;  // The last.
  bool joined_ = false;
  bool stopping_ = false;
  bool finishing_ = false;
  TimePoint finish_by_ = TimePoint::max();
  std::optional<std::string> failure_;  // To be told.
  bool failure_told_ = false;
  std::optional<std::string> own_result_;  // To be told.
  bool result_told_ = false;
  TimePoint last_look_;  // That Redis answered.
  std::optional<std::string> own_verdict_;
  bool verdict_told_ = false;
  std::optional<TimePoint> start_;
  std::optional<std::chrono::microseconds> start_offset_;
  std::optional<reporting::Milliseconds> skew_;

  std::thread thread_;
};

}  // namespace redline::runner

#endif  // REDLINE_RUNNER_FLEET_SESSION_H_
