// The board on which the dynos of a fleet tell each other what they must know: keys in
// the Redis that they test, which begin with "redline:fleet:ID:", never with the test's
// prefix, and expire by themselves:
//
//   members        set of the dynos' names
//   settings       what the first dyno has of the settings that all must have in common
//   member:NAME    the dyno's state; expires if it is not renewed: a dyno that has gone
//   leader         the dyno that leads; expires likewise, and the next one takes over
//   prepared       that the leader has emptied the database
//   start          when the test begins, in microseconds of Redis' clock (TIME)
//   stop           why it ends early, or never begins: the first failure, as the dyno's
//                  name and a sentence about it; see also runner/fleet/fleet_refusal.h
//   result:NAME    the dyno's result, for the leader to merge
//                  (runner/fleet/fleet_harvest.h); deleted with the verdict
//   verdict        the fleet's, when the leader has merged
//
// Anyone who may write to that Redis may have written any of it: the values read are
// checked, and text to be shown is made harmless (runner/fleet/fleet_words.h).
//
// Holds the connection, and nothing of what the keys mean. One event loop's thread only,
// except for const functions. All coroutines throw RedisError; the next one connects anew
// after Disconnect. A command that Redis has not answered within FleetRoster::kLostAfter
// is given up.
#ifndef REDLINE_RUNNER_FLEET_FLEET_BOARD_H_
#define REDLINE_RUNNER_FLEET_FLEET_BOARD_H_

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/steady_timer.hpp>
#include <chrono>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "redis/command_batch.h"
#include "redis/connect_options.h"
#include "redis/redis_connection.h"
#include "redis/reply.h"
#include "runner/fleet/fleet_admission.h"
#include "runner/fleet/fleet_harvest.h"
#include "runner/fleet/fleet_roster.h"
#include "runner/fleet/fleet_words.h"
#include "runner/fleet/server_clock.h"
#include "runner/plan/fleet_options.h"

namespace redline::runner {

class FleetBoard {
 public:
  // Notices that concern all dynos.
  struct Notices {
    std::string leader;
    std::vector<std::string> members;  // In order.
    std::optional<std::chrono::microseconds> start;
    std::string stop;
    std::optional<FleetVerdict> verdict;
    bool prepared = false;
    bool nothing_was_lost = false;  // This dyno's own key was there.
  };
  // This dyno's own news.
  struct Words {
    bool leads = false;  // Goes on to.
    std::optional<std::string> failure;
    ResultText result;              // Null if there is none yet.
    bool result_was_there = false;  // At the last look: not to be told again.
    std::optional<std::string> verdict;
  };
  // The members' states and results.
  struct Traces {
    std::map<std::string, std::string> states;  // Those of living members.
    std::set<std::string> with_result;
    std::map<std::string, ResultText> results;  // Those that were asked for.
  };

  FleetBoard(const boost::asio::any_io_executor& executor, FleetOptions options,
             redis::ConnectOptions redis);

  // This dyno's state until it is ready, different from that of any other of its name.
  const std::string& claim() const { return claim_; }

  // Asks to be a member. Returns why this dyno is refused, which it has told the others
  // if that concerns them; nothing if it is.
  boost::asio::awaitable<std::optional<Refusal>> Join();

  // Redis' clock.
  boost::asio::awaitable<std::chrono::microseconds> ReadClock(ServerClock& clock);

  // Says that this dyno lives, leads if nobody else does, and reads the notices for all.
  // `now` is on Redis' clock.
  boost::asio::awaitable<Notices> Renew(const std::string& state,
                                        std::chrono::microseconds now);

  // Publishes this dyno's news, and reads the states and results of these members: of
  // those in `awaited` the results too.
  boost::asio::awaitable<Traces> Tell(const Words& words,
                                      const std::vector<std::string>& members,
                                      const std::vector<std::string>& awaited);

  // Returns whether it was this dyno that has set the start.
  boost::asio::awaitable<bool> SetStart(std::chrono::microseconds start);

  // Gone, and not lost: the others need not wait until the key expires. Does nothing
  // without a connection.
  boost::asio::awaitable<void> Leave();

  // From now on Redis is not waited for any longer than this.
  void LimitPatience(std::chrono::milliseconds patience);
  void Disconnect() { connection_.reset(); }

  // The commands by which the fleet's keys outlive an emptying of the database.
  std::vector<std::vector<std::string>> AfterPreparation(
      const std::vector<std::string>& members) const;

 private:
  boost::asio::awaitable<JoinSight> AskToJoin();
  boost::asio::awaitable<void> TakeBack(const Refusal& refusal, const JoinSight& sight);
  boost::asio::awaitable<redis::Replies> Execute(const redis::CommandBatch& batch);
  // Ends the pending command, should it take longer.
  void Watch();
  void Add(redis::CommandBatch& batch, const Words& words) const;
  std::string Key(std::string_view name) const;
  std::string MemberKey(std::string_view dyno) const;
  std::string ResultKey(std::string_view dyno) const;

  const FleetOptions options_;
  const redis::ConnectOptions redis_;
  const std::string claim_;
  const std::string settings_;  // As they are told.
  boost::asio::steady_timer watch_;
  std::chrono::milliseconds patience_ = FleetRoster::kLostAfter;
  std::unique_ptr<redis::RedisConnection> connection_;
  bool has_asked_to_join_ = false;
};

}  // namespace redline::runner

#endif  // REDLINE_RUNNER_FLEET_FLEET_BOARD_H_
