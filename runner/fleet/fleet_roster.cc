#include "runner/fleet/fleet_roster.h"

#include <algorithm>
#include <iterator>
#include <utility>

namespace redline::runner {

std::string_view DynoOf(std::string_view stop) { return stop.substr(0, stop.find(' ')); }

std::string_view SaidOf(std::string_view stop) {
  const std::size_t space = stop.find(' ');
  return space == std::string_view::npos ? "" : stop.substr(space + 1);
}

FleetRoster::FleetRoster(std::string own_name, std::size_t size, bool stop_on_failure)
    : own_name_(std::move(own_name)), size_(size), stop_on_failure_(stop_on_failure) {}

const std::vector<std::string>& FleetRoster::Update(std::vector<std::string> known,
                                                    bool has_start) {
  if (!is_fixed_) {
    members_ = std::move(known);
    is_fixed_ = has_start && members_.size() == size_;
  }
  return members_;
}

void FleetRoster::Judge(const Sight& sight, TimePoint now) {
  const bool stood_still = last_judged_ && now - *last_judged_ > kStoodStillAfter;
  if (!sight.nothing_was_lost || stood_still) judge_from_ = now + kLostAfter;
  last_judged_ = now;
  std::set<std::string> missing;
  if (now >= judge_from_) {
    for (const std::string& member : members_) {
      if (sight.living.contains(member) || sight.with_result.contains(member)) continue;
      missing.insert(member);
    }
  }
  gone_.clear();
  std::ranges::set_intersection(missing, missing_, std::inserter(gone_, gone_.end()));
  missing_ = std::move(missing);
  if (trouble_.empty()) FindTrouble(sight);
}

void FleetRoster::FindTrouble(const Sight& sight) {
  const std::string_view failed = DynoOf(sight.stop);
  const bool is_member = std::ranges::find(members_, failed) != members_.end();
  // Before the start it may be one that could not even join.
  if (!sight.stop.empty() && failed != own_name_ && (is_member || !sight.has_start)) {
    trouble_ = sight.stop;
    return;
  }
  // Without all of its dynos a fleet does not begin, whatever is to stop it afterwards.
  const bool matters = !sight.has_start || (stop_on_failure_ && !finishing_);
  if (matters && !gone_.empty()) trouble_ = *gone_.begin() + " has disappeared.";
}

}  // namespace redline::runner
