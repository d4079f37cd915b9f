// One dyno's membership of its fleet: what it knows of the others by its looks at their
// board, and what it has to tell them.
//
// Time is passed in, and no method waits for anything. Not thread-safe: a session guards
// it (runner/fleet/fleet_session.h).
#ifndef REDLINE_RUNNER_FLEET_FLEET_MEMBERSHIP_H_
#define REDLINE_RUNNER_FLEET_FLEET_MEMBERSHIP_H_

#include <chrono>
#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "reporting/model/result.h"
#include "runner/fleet/fleet_admission.h"
#include "runner/fleet/fleet_board.h"
#include "runner/fleet/fleet_harvest.h"
#include "runner/fleet/fleet_roster.h"
#include "runner/fleet/fleet_words.h"
#include "runner/fleet/server_clock.h"
#include "runner/plan/fleet_options.h"

namespace redline::runner {

class FleetMembership {
 public:
  using TimePoint = std::chrono::steady_clock::time_point;

  // A look's next steps at the board, when it has read the notices.
  struct Errand {
    FleetBoard::Words words;
    std::vector<std::string> members;
    std::vector<std::string> awaited;  // The leader reads the results of these.
  };

  // `claim` is the dyno's state until it is ready.
  FleetMembership(FleetOptions options, std::string claim);

  // Nothing is the admission.
  void NoteAdmission(std::optional<Refusal> refusal);
  void NoteError(const redis::RedisError& error);
  bool is_joined() const { return is_joined_; }
  const std::optional<Refusal>& refusal() const { return refusal_; }
  const std::string& redis_error() const { return redis_error_; }  // The last.

  // The parts of a look, in order; PlanErrand decides on the members.
  Errand PlanErrand(const FleetBoard::Notices& notices);
  // Returns whether it is for this dyno to set the start.
  bool TakeIn(FleetBoard::Notices notices, FleetBoard::Traces traces,
              const Errand& errand, const ServerClock& clock, TimePoint now);
  // Does nothing once there is a start.
  void AgreeOnStart(std::chrono::microseconds on_redis, const ServerClock& clock);

  // The last look's findings.
  const FleetBoard::Notices& notices() const { return notices_; }
  bool leads() const { return notices_.leader == options_.dyno; }
  std::size_t joined_count() const { return states_.size(); }
  std::size_t ready_count() const;
  const std::optional<TimePoint>& start() const { return start_; }
  double phase() const;
  // The only dyno that may lead has gone: no verdict will come.
  bool has_lost_leader() const {
    return !options_.leader.empty() && roster_.IsGone(options_.leader);
  }
  // In the form of the key `stop`; empty if there is none.
  const std::string& trouble() const { return roster_.trouble(); }
  // How far this dyno began from the agreed instant, by Redis' clock.
  const std::optional<reporting::Milliseconds>& skew() const { return skew_; }
  // Between the start and the end nobody waits for what this dyno finds.
  bool is_in_test() const { return start_ && !is_finishing_ && !failure_; }
  // There is a verdict, or this dyno is to find it, or none will come, or nothing can be
  // known.
  bool is_over(TimePoint now) const;
  // For the leader, when it has waited so long: nothing if it is not for this dyno.
  std::optional<FleetHarvest> Harvest(TimePoint now,
                                      std::chrono::steady_clock::duration waited) const;

  // This dyno's news. A returned bool says whether there is something new.
  const std::string& state() const { return state_; }
  void SayReady() { state_ = "ready"; }
  bool SayEnded(std::string_view how);
  bool GiveUp(const std::string& why);
  bool has_told_failure() const { return has_told_failure_; }
  void BeginToFinish();
  void LeaveResult(ResultText result) { own_result_ = std::move(result); }
  void Announce(const FleetVerdict& verdict) { own_verdict_ = ToText(verdict); }
  bool has_told_verdict() const { return has_told_verdict_; }

 private:
  bool IsAwaited(const std::string& member) const;
  bool IsHarvestIn() const;
  bool IsRedisGone(TimePoint now) const;

  const FleetOptions options_;
  FleetBoard::Notices notices_;
  std::map<std::string, std::string> states_;  // Those of living members.
  std::map<std::string, ResultText> results_;
  TimePoint last_look_;
  FleetRoster roster_;

  std::string state_;
  bool is_joined_ = false;
  std::optional<Refusal> refusal_;
  std::string redis_error_;
  std::optional<TimePoint> start_;
  std::optional<std::chrono::microseconds> start_offset_;
  std::optional<reporting::Milliseconds> skew_;
  bool is_finishing_ = false;

  // To be told, and whether it has been.
  std::optional<std::string> failure_;
  bool has_told_failure_ = false;
  ResultText own_result_;
  bool has_told_result_ = false;
  std::optional<std::string> own_verdict_;
  bool has_told_verdict_ = false;
};

}  // namespace redline::runner

#endif  // REDLINE_RUNNER_FLEET_FLEET_MEMBERSHIP_H_
