// Who belongs to a fleet, who of them has gone, and whether that, or what one of them has
// said, is a reason for this dyno to stop. Time is passed in; one thread at a time.
#ifndef REDLINE_RUNNER_FLEET_FLEET_ROSTER_H_
#define REDLINE_RUNNER_FLEET_FLEET_ROSTER_H_

#include <chrono>
#include <cstddef>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace redline::runner {

// A dyno's report of its end, as in the key `stop`: "B has failed." B is the dyno.
std::string_view DynoOf(std::string_view stop);
// "has failed."
std::string_view SaidOf(std::string_view stop);

class FleetRoster {
 public:
  using TimePoint = std::chrono::steady_clock::time_point;

  // How long a dyno may say nothing before it counts as lost.
  static constexpr std::chrono::milliseconds kLostAfter{5000};
  // Between two looks: for longer, and Redis, or the way to it, may have stood still for
  // all. Their keys may then have expired though they live, and they need time to tell
  // them again; our own may be there, by a command that Redis carried out only now.
  static constexpr std::chrono::milliseconds kStoodStillAfter{kLostAfter / 2};

  // The findings of one look at Redis.
  struct Sight {
    std::set<std::string> living = {};  // Whose key has not expired.
    std::set<std::string> with_result = {};
    std::string stop = {};
    bool has_start = false;
    // Our own key was there. Where it had gone, Redis was restarted, or stood still for
    // so long that all keys expired: nobody is gone for that, until all can have told it
    // again.
    bool nothing_was_lost = true;
  };

  // Without `stop_on_failure` no failure of another one is a reason to stop.
  FleetRoster(std::string own_name, std::size_t size, bool stop_on_failure);

  // The members, given those that Redis knows, in order. From the start on they are those
  // that agreed on it: one that is being refused is not one, and one that Redis has
  // forgotten still is.
  const std::vector<std::string>& Update(std::vector<std::string> known, bool has_start);

  // Once for each look that Redis answered.
  void Judge(const Sight& sight, TimePoint now);
  // This dyno's test is over: who goes now is not a reason to stop.
  void Finish() { finishing_ = true; }

  // Missing at two looks in a row, without a result.
  bool IsGone(const std::string& member) const { return gone_.contains(member); }
  // The first reason to stop, in the form of the key; empty if there is none.
  const std::string& trouble() const { return trouble_; }

 private:
  void FindTrouble(const Sight& sight);

  const std::string own_name_;
  const std::size_t size_;
  const bool stop_on_failure_;
  std::vector<std::string> members_;
  bool is_fixed_ = false;
  bool finishing_ = false;
  TimePoint judge_from_;
  std::optional<TimePoint> last_judged_;
  std::set<std::string> missing_;  // At the last look.
  std::set<std::string> gone_;
  std::string trouble_;
};

}  // namespace redline::runner

#endif  // REDLINE_RUNNER_FLEET_FLEET_ROSTER_H_
