#include "runner/fleet/fleet_membership.h"

#include <algorithm>
#include <iterator>
#include <set>
#include <utility>

namespace redline::runner {
namespace {

using std::chrono::microseconds;

std::set<std::string> Names(const std::map<std::string, std::string>& states) {
  std::set<std::string> names;
  for (const auto& [name, state] : states) names.insert(name);
  return names;
}

}  // namespace

FleetMembership::FleetMembership(FleetOptions options, std::string claim)
    : options_(std::move(options)),
      roster_(options_.dyno, options_.size, options_.stop_on_failure),
      state_(std::move(claim)) {}

void FleetMembership::NoteAdmission(std::optional<Refusal> refusal) {
  is_joined_ = !refusal;
  refusal_ = std::move(refusal);
}

void FleetMembership::NoteError(const redis::RedisError& error) {
  redis_error_ = error.what();
  if (!is_joined_) refusal_ = WhyRefused(error, options_);
}

FleetMembership::Errand FleetMembership::PlanErrand(const FleetBoard::Notices& notices) {
  if (!notices.nothing_was_lost) has_told_result_ = false;
  const bool leads = notices.leader == options_.dyno;
  Errand errand{.words = {.leads = leads,
                          .failure = failure_,
                          // With a verdict it has been deleted on purpose.
                          .result = notices.verdict ? nullptr : own_result_,
                          .result_was_there = has_told_result_,
                          .verdict = own_verdict_},
                .members = roster_.Update(notices.members, notices.start || start_),
                .awaited = {}};
  if (!is_finishing_ || !leads) return errand;
  std::ranges::copy_if(errand.members, std::back_inserter(errand.awaited),
                       [this](const std::string& name) { return IsAwaited(name); });
  return errand;
}

bool FleetMembership::TakeIn(FleetBoard::Notices notices, FleetBoard::Traces traces,
                             const Errand& errand, const ServerClock& clock,
                             TimePoint now) {
  notices_ = std::move(notices);
  notices_.members = errand.members;
  states_ = std::move(traces.states);
  results_.merge(traces.results);
  last_look_ = now;
  has_told_failure_ = errand.words.failure.has_value();
  // If it was evicted, it is told again.
  has_told_result_ = errand.words.result && traces.with_result.contains(options_.dyno);
  has_told_verdict_ = errand.words.verdict.has_value();
  if (notices_.start) AgreeOnStart(*notices_.start, clock);
  if (start_offset_) skew_ = std::chrono::abs(*clock.Offset() - *start_offset_);
  roster_.Judge(
      {.living = Names(states_),
       .with_result = std::move(traces.with_result),
       .stop = notices_.stop,
       .has_start = start_.has_value(),
       .nothing_was_lost = notices_.nothing_was_lost && states_.contains(options_.dyno)},
      now);
  return leads() && !notices_.start && notices_.stop.empty() && trouble().empty() &&
         state_ == "ready" && !failure_ && ready_count() == options_.size;
}

void FleetMembership::AgreeOnStart(microseconds on_redis, const ServerClock& clock) {
  if (start_) return;
  start_ = clock.LocalTimeOf(on_redis);
  start_offset_ = clock.Offset();
}

std::size_t FleetMembership::ready_count() const {
  return static_cast<std::size_t>(std::ranges::count_if(
      states_, [](const auto& member) { return member.second == "ready"; }));
}

double FleetMembership::phase() const {
  const std::vector<std::string>& members = notices_.members;
  const auto own = std::ranges::find(members, options_.dyno);
  if (own == members.end()) return 0;
  return static_cast<double>(std::distance(members.begin(), own)) /
         static_cast<double>(members.size());
}

bool FleetMembership::IsAwaited(const std::string& member) const {
  return member != options_.dyno && !results_.contains(member);
}

bool FleetMembership::IsHarvestIn() const {
  return std::ranges::all_of(notices_.members, [this](const std::string& member) {
    return !IsAwaited(member) || roster_.IsGone(member);
  });
}

bool FleetMembership::IsRedisGone(TimePoint now) const {
  return now - last_look_ > FleetRoster::kLostAfter;
}

bool FleetMembership::is_over(TimePoint now) const {
  return notices_.verdict || (leads() && IsHarvestIn()) || has_lost_leader() ||
         IsRedisGone(now);
}

std::optional<FleetHarvest> FleetMembership::Harvest(
    TimePoint now, std::chrono::steady_clock::duration waited) const {
  if (!leads() || notices_.verdict || IsRedisGone(now)) return std::nullopt;
  FleetHarvest harvest{.fleet_id = options_.id,
                       .dynos = {},
                       .leader = options_.dyno,
                       .leader_skew = skew_};
  for (const std::string& name : notices_.members) {
    DynoLeft& left = harvest.dynos.emplace_back();
    left.name = name;
    const auto found = results_.find(name);
    if (found != results_.end()) {
      left.result = found->second;
    } else if (DynoOf(notices_.stop) == name) {
      left.absence = SaidOf(notices_.stop);
    } else if (!roster_.IsGone(name)) {
      left.lives = true;
      left.absence =
          "is alive, but had no result within " +
          std::to_string(std::chrono::round<std::chrono::seconds>(waited).count()) +
          " seconds.";
    }
  }
  return harvest;
}

bool FleetMembership::SayEnded(std::string_view how) {
  state_ = "ended";
  if (!start_ || !options_.stop_on_failure || failure_) return false;
  failure_ = options_.dyno + " " + std::string(how) + ".";
  return true;
}

bool FleetMembership::GiveUp(const std::string& why) {
  if (!is_joined_) return false;  // Then nobody waits for it.
  // Whom we gave up for is whom the others are to hear of.
  failure_ =
      !trouble().empty()
          ? trouble()
          : options_.dyno + (start_ ? " has failed: " : " could not begin: ") + why;
  has_told_failure_ = false;
  return true;
}

void FleetMembership::BeginToFinish() {
  is_finishing_ = true;
  roster_.Finish();
}

}  // namespace redline::runner
