#include "runner/fleet_session.h"

#include <algorithm>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <charconv>
#include <cmath>
#include <exception>
#include <iterator>
#include <utility>

#include "redis/error_class.h"
#include "redis/redis_error.h"
#include "redis/redis_url.h"
#include "reporting/json_reader.h"
#include "reporting/json_report.h"
#include "runner/errors.h"
#include "runner/fleet_keys.h"
#include "runner/fleet_name.h"
#include "runner/fleet_settings.h"
#include "runner/run_id.h"

namespace redline::runner {
namespace {

namespace asio = boost::asio;
using namespace std::chrono_literals;
using asio::awaitable;
using std::chrono::microseconds;
using std::chrono::steady_clock;

// Between two looks: before the start and after the end somebody waits for what the next
// one finds, in between nobody does unless something goes wrong.
constexpr auto kLookInterval = 50ms;
constexpr auto kLookIntervalInTest = 250ms;
// From the leader's decision to the start: every dyno looks many times meanwhile.
constexpr auto kStartAhead = 1000ms;
constexpr auto kLeaderExpires = 3000ms;
// How long the end waits for what it has to say.
constexpr auto kLastWordsTime = 2s;
// For those that wait for this dyno, or come to the fleet soon.
constexpr std::string_view kRefusalHeardForSeconds = "10";
// A start that is farther from now than the fleet's keys live is none.
constexpr microseconds kFarthestStart = 3600s;

std::optional<std::uint64_t> Number(std::string_view text) {
  std::uint64_t number = 0;
  const char* const all = text.data() + text.size();
  const auto [end, error] = std::from_chars(text.data(), all, number);
  if (error != std::errc() || end != all) return std::nullopt;
  return number;
}

// Redis' clock, of the reply to TIME.
microseconds ServerTime(redis::Reply time) {
  const auto seconds = Number(time[0].text());
  const auto rest = Number(time[1].text());
  constexpr std::uint64_t kMostSeconds = 1'000'000'000'000;
  redis::ThrowUnless(seconds && rest && *seconds < kMostSeconds && *rest < 1'000'000,
                     "TIME");
  return microseconds(*seconds * 1'000'000 + *rest);
}

// When the start is on Redis' clock, if the key says so.
std::optional<std::uint64_t> StartOf(redis::Reply key, microseconds now) {
  const auto start = Number(key.text());
  const auto farthest = static_cast<std::uint64_t>(kFarthestStart.count());
  const auto today = static_cast<std::uint64_t>(now.count());
  if (!start || *start > today + farthest || *start + farthest < today) {
    return std::nullopt;
  }
  return start;
}

// Whether to ask again is of no use. A command that we gave up ourselves is asked again.
bool IsForGood(const redis::RedisError& error) {
  return error.kind() != redis::RedisError::Kind::kCancelled && !redis::MayHeal(error);
}

std::string WhyNotJoined(const std::string& id, const redis::RedisError& error) {
  const std::string sentence =
      "The fleet " + id + " could not be joined: " + std::string(error.what());
  if (redis::ClassifyReply(error.reply()) != redis::ErrorClass::kNoPermission)
    return sentence;
  return sentence + " A fleet agrees by keys of its own, beside the test's: allow this " +
         "user the keys redline:fleet:* (ACL SETUSER ... ~redline:fleet:*) and the " +
         "commands on them.";
}

std::set<std::string> Keys(const std::map<std::string, std::string>& map) {
  std::set<std::string> keys;
  for (const auto& [key, value] : map) keys.insert(key);
  return keys;
}

std::string Milliseconds(std::chrono::milliseconds time) {
  return std::to_string(time.count());
}

}  // namespace

FleetSession::FleetSession(FleetOptions options, redis::ConnectOptions redis,
                           std::function<void()> changed)
    : options_(std::move(options)),
      redis_(std::move(redis)),
      claim_("joined " + MakeRunId(options_.dyno)),
      timer_(loop_),
      watch_(loop_),
      last_words_(loop_),
      changed_(std::move(changed)),
      roster_(options_.dyno, options_.size, options_.stop_on_failure),
      state_(claim_) {
  asio::co_spawn(loop_, Run(), [this](std::exception_ptr) { loop_.stop(); });
  thread_ = std::thread([this] { loop_.run(); });
}

FleetSession::~FleetSession() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  asio::post(loop_, [this] {
    timer_.cancel();
    // A Redis that stands still keeps nobody from the end, whatever it is asked.
    if (connection_) Watch(kLastWordsTime);
    last_words_.expires_after(2 * kLastWordsTime);
    last_words_.async_wait([this](const boost::system::error_code& cancelled) {
      if (!cancelled) loop_.stop();
    });
  });
  thread_.join();
}

bool FleetSession::HasSettledJoin() const {
  const std::lock_guard lock(mutex_);
  // Once it is known, too, who leads.
  return !view_.leader.empty() || !join_error_.empty();
}

void FleetSession::CheckJoined() const {
  const std::lock_guard lock(mutex_);
  if (!view_.leader.empty()) return;
  if (join_error_is_usage_) throw UsageError(join_error_);
  if (!join_error_.empty()) throw EnvironmentError(join_error_);
  throw EnvironmentError(
      "The fleet " + options_.id + " could not be joined: " +
      (redis_error_.empty()
           ? "Redis at " + redis::Describe(redis_.url) + " did not answer."
           : redis_error_));
}

bool FleetSession::LeadsLocked() const { return view_.leader == options_.dyno; }

bool FleetSession::OwnsPreparation() const {
  const std::lock_guard lock(mutex_);
  return LeadsLocked() && !view_.prepared;
}

std::vector<std::vector<std::string>> FleetSession::AfterPreparation() const {
  const std::lock_guard lock(mutex_);
  std::vector<std::string> members{"SADD", Key("members")};
  members.insert(members.end(), view_.members.begin(), view_.members.end());
  const std::string expires(kFleetKeysExpireSeconds);
  return {
      members,
      {"EXPIRE", Key("members"), expires},
      {"SET", Key("settings"), ToText(options_.dyno, options_.settings), "EX", expires},
      {"SET", Key("leader"), options_.dyno, "PX", Milliseconds(kLeaderExpires)},
      {"SET", Key("prepared"), options_.dyno, "EX", expires}};
}

std::size_t FleetSession::joined_count() const {
  const std::lock_guard lock(mutex_);
  return view_.states.size();
}

std::size_t FleetSession::ready_count() const {
  const std::lock_guard lock(mutex_);
  return ReadyLocked();
}

std::size_t FleetSession::ReadyLocked() const {
  return static_cast<std::size_t>(std::ranges::count_if(
      view_.states, [](const auto& member) { return member.second == "ready"; }));
}

std::optional<FleetSession::TimePoint> FleetSession::start() const {
  const std::lock_guard lock(mutex_);
  return start_;
}

double FleetSession::phase() const {
  const std::lock_guard lock(mutex_);
  const auto own = std::ranges::find(view_.members, options_.dyno);
  if (own == view_.members.end()) return 0;
  return static_cast<double>(std::distance(view_.members.begin(), own)) /
         static_cast<double>(view_.members.size());
}

std::string FleetSession::trouble() const {
  const std::lock_guard lock(mutex_);
  return roster_.trouble().empty() ? "" : "Dyno " + roster_.trouble();
}

void FleetSession::SayReady() {
  const std::lock_guard lock(mutex_);
  state_ = "ready";
}

void FleetSession::SayEnded(std::string_view how) {
  const std::lock_guard lock(mutex_);
  state_ = "ended";
  if (!start_ || !options_.stop_on_failure || failure_) return;
  failure_ = options_.dyno + " " + std::string(how) + ".";
  asio::post(loop_, [this] { timer_.cancel(); });
}

void FleetSession::GiveUp(const std::string& why) {
  std::unique_lock lock(mutex_);
  if (!joined_) return;  // Then nobody waits for it.
  if (!roster_.trouble().empty()) {
    // Whom we gave up for is whom the others are to hear of.
    failure_ = roster_.trouble();
  } else {
    failure_ = options_.dyno + (start_ ? " has failed: " : " could not begin: ") + why;
  }
  failure_told_ = false;
  asio::post(loop_, [this] { timer_.cancel(); });
  looked_.wait_for(lock, kLastWordsTime, [this] { return failure_told_; });
}

std::optional<FleetVerdict> FleetSession::verdict() const {
  const std::lock_guard lock(mutex_);
  return view_.verdict;
}

void FleetSession::Quieten() {
  const std::lock_guard lock(mutex_);
  changed_ = nullptr;
}

std::optional<reporting::Fleet> FleetSession::Finish(const reporting::Result& result,
                                                     std::chrono::milliseconds patience) {
  std::unique_lock lock(mutex_);
  std::string skew;
  if (skew_) skew = std::to_string(skew_->count());
  own_result_ = skew + "\n" + reporting::ToJson(result);
  finishing_ = true;
  roster_.Finish();
  asio::post(loop_, [this] { timer_.cancel(); });
  const TimePoint began = steady_clock::now();
  finish_by_ = std::min(finish_by_, began + patience);
  const auto is_over = [this] {
    return view_.verdict || (LeadsLocked() && AllResultsLocked()) || RedisIsGoneLocked();
  };
  // Someone may be in a hurry meanwhile.
  while (!is_over() && steady_clock::now() < finish_by_) {
    looked_.wait_until(lock, finish_by_);
  }
  if (!LeadsLocked() || view_.verdict || RedisIsGoneLocked()) return std::nullopt;
  const std::vector<Left> all = LeftLocked(steady_clock::now() - began);
  const auto own_skew = skew_;
  // Who reads megabytes keeps nobody from saying that this dyno lives.
  lock.unlock();
  reporting::Fleet fleet{.id = options_.id, .members = {}};
  for (const Left& left : all) {
    if (left.name != options_.dyno) {
      fleet.members.push_back(MemberOf(left));
      continue;
    }
    // From memory: what Redis has of it may have been evicted.
    reporting::FleetMember& member = fleet.members.emplace_back();
    member.name = left.name;
    member.result = result;
    member.start_skew = own_skew;
  }
  return fleet;
}

void FleetSession::Announce(const FleetVerdict& verdict) {
  std::unique_lock lock(mutex_);
  own_verdict_ = ToText(verdict);
  asio::post(loop_, [this] { timer_.cancel(); });
  looked_.wait_for(lock, kLastWordsTime, [this] { return verdict_told_; });
}

// Every other member has left its result, or has gone.
bool FleetSession::AllResultsLocked() const {
  return std::ranges::all_of(view_.members, [this](const std::string& member) {
    return member == options_.dyno || view_.results.contains(member) ||
           roster_.IsGone(member);
  });
}

bool FleetSession::RedisIsGoneLocked() const {
  return steady_clock::now() - last_look_ > FleetRoster::kLostAfter;
}

bool FleetSession::IsJoined() const {
  const std::lock_guard lock(mutex_);
  return joined_;
}

bool FleetSession::IsStopping() const {
  const std::lock_guard lock(mutex_);
  return stopping_;
}

void FleetSession::Hurry(std::chrono::milliseconds patience) {
  const std::lock_guard lock(mutex_);
  finish_by_ = std::min(finish_by_, steady_clock::now() + patience);
  looked_.notify_all();
}

std::vector<FleetSession::Left> FleetSession::LeftLocked(
    steady_clock::duration waited) const {
  std::vector<Left> all;
  for (const std::string& name : view_.members) {
    Left& left = all.emplace_back();
    left.name = name;
    const auto found = view_.results.find(name);
    if (found != view_.results.end()) {
      left.result = found->second;
    } else if (DynoOf(view_.stop) == name) {
      left.absence = SaidOf(view_.stop);
    } else if (!roster_.IsGone(name)) {
      left.lives = true;
      left.absence =
          "lives, but had no result within " +
          std::to_string(std::chrono::round<std::chrono::seconds>(waited).count()) +
          " seconds.";
    }
  }
  return all;
}

reporting::FleetMember FleetSession::MemberOf(const Left& left) {
  reporting::FleetMember member;
  member.name = left.name;
  member.absence = left.absence;
  member.lives = left.lives;
  if (!left.result) return member;
  const std::string_view text = *left.result;
  const std::string_view skew_text = text.substr(0, text.find('\n'));
  try {
    member.result =
        reporting::ReadJson(text.substr(std::min(skew_text.size() + 1, text.size())));
  } catch (const reporting::ResultError& error) {
    member.absence = "left a result that " + Heard(error.what());
    return member;
  }
  double skew = 0;
  const char* const skew_end = skew_text.data() + skew_text.size();
  const auto [end, error] = std::from_chars(skew_text.data(), skew_end, skew);
  if (error == std::errc() && end == skew_end && std::isfinite(skew)) {
    member.start_skew = reporting::Milliseconds(skew);
  }
  return member;
}

std::string FleetSession::Key(std::string_view name) const {
  return FleetKey(options_.id, name);
}

awaitable<void> FleetSession::Run() {
  while (true) {
    bool in_test = false;
    {
      const std::lock_guard lock(mutex_);
      if (stopping_ || !join_error_.empty()) break;
      in_test = start_ && !finishing_ && !failure_;
    }
    try {
      if (IsJoined()) {
        co_await Look();
      } else {
        const bool joined = co_await TryJoin();
        const std::lock_guard lock(mutex_);
        joined_ = joined;
      }
    } catch (const redis::RedisError& error) {
      // The test's own connections tell of it; here the next look connects anew.
      connection_.reset();
      const std::lock_guard lock(mutex_);
      redis_error_ = error.what();
      if (!joined_ && IsForGood(error)) join_error_ = WhyNotJoined(options_.id, error);
    }
    looked_.notify_all();
    {
      const std::lock_guard lock(mutex_);
      if (changed_) changed_();
    }
    timer_.expires_after(in_test ? kLookIntervalInTest : kLookInterval);
    boost::system::error_code cancelled;
    co_await timer_.async_wait(asio::redirect_error(asio::use_awaitable, cancelled));
  }
  // Gone, and not lost: the others need not wait until the key expires.
  redis::CommandBatch leave;
  leave.Add({"DEL", Key("member:" + options_.dyno)});
  const bool can_say_so = IsJoined() && connection_ != nullptr;
  try {
    if (can_say_so) co_await Execute(leave);
  } catch (const redis::RedisError&) {
    // Then it expires.
  }
  connection_.reset();
}

awaitable<void> FleetSession::Connect() {
  if (!connection_) connection_ = co_await redis::RedisConnection::Connect(redis_);
}

awaitable<redis::Replies> FleetSession::Execute(const redis::CommandBatch& batch) {
  co_await Connect();
  Watch(IsStopping() ? kLastWordsTime : FleetRoster::kLostAfter);
  redis::Replies replies = co_await connection_->Execute(batch);
  watch_.cancel();
  for (std::size_t i = 0; i < batch.size(); ++i)
    redis::ThrowIfError(replies[i], "a fleet's command");
  co_return replies;
}

void FleetSession::Watch(std::chrono::milliseconds patience) {
  watch_.expires_after(patience);
  watch_.async_wait([this](const boost::system::error_code& cancelled) {
    if (!cancelled && connection_) connection_->Cancel();
  });
}

awaitable<bool> FleetSession::TryJoin() {
  redis::CommandBatch batch;
  const std::string own = Key("member:" + options_.dyno);
  const std::string expires = Milliseconds(FleetRoster::kLostAfter);
  const std::string settings = ToText(options_.dyno, options_.settings);
  batch.Add({"SET", own, claim_, "NX", "PX", expires});
  batch.Add({"SADD", Key("members"), options_.dyno});
  batch.Add({"EXPIRE", Key("members"), kFleetKeysExpireSeconds});
  batch.Add({"SCARD", Key("members")});
  batch.Add({"GET", Key("stop")});
  batch.Add({"GET", own});
  batch.Add({"SET", Key("settings"), settings, "NX", "EX", kFleetKeysExpireSeconds});
  batch.Add({"GET", Key("settings")});
  batch.Add({"EXISTS", Key("start")});
  co_await Connect();
  // Of an earlier attempt the reply was lost: what is there may be of that.
  const bool is_retry = std::exchange(has_asked_to_join_, true);
  bool taken = false;
  bool was_there = false;
  bool too_many = false;
  bool was_told_off = false;
  bool is_used = false;
  bool has_start = false;
  bool settings_are_old = false;
  std::string difference;
  {
    const redis::Replies replies = co_await Execute(batch);
    const auto members = static_cast<std::uint64_t>(replies[3].integer());
    const std::string_view others = replies[7].text();
    taken = replies[5].text() != claim_;
    was_there = replies[1].integer() == 0 && !is_retry;
    too_many = members > options_.size;
    was_told_off = DynoOf(replies[4].text()) == options_.dyno;
    // The others have left because of what this dyno's name stands for.
    is_used = was_there || (was_told_off && members > 1);
    has_start = replies[8].integer() == 1;
    difference = DifferenceFrom(others, options_.id, options_.dyno, options_.settings);
    // Nobody has them who is here.
    settings_are_old = members <= 1;
  }
  // GCC 12: what is awaited gets no temporaries, see docs/architecture.md.
  redis::CommandBatch leave;
  std::string why;
  const bool differs = !difference.empty() && !settings_are_old;
  if (taken) {
    why = "The fleet " + options_.id + " has a dyno named " + options_.dyno +
          " already; give this one another name with --dyno, or the fleet another id.";
  } else if (is_used) {
    why = "The fleet " + options_.id +
          " has been used before; give this one an id of its own with --fleet.";
  } else if (differs && !(too_many && has_start)) {
    why = difference;
  } else if (too_many) {
    why = "The fleet " + options_.id + " has " + std::to_string(options_.size) +
          " dynos already; give this one an id of its own with --fleet.";
  }
  if (!why.empty()) {
    if (!taken) leave.Add({"DEL", own});
    if (!taken && !was_there) leave.Add({"SREM", Key("members"), options_.dyno});
    const bool is_usage = why == difference;
    if (is_usage && !has_start) {
      leave.Add({"SET", Key("stop"), options_.dyno + " could not begin: " + why, "NX",
                 "EX", kRefusalHeardForSeconds});
    }
    if (leave.size() > 0) co_await Execute(leave);
    const std::lock_guard lock(mutex_);
    join_error_ = why;
    join_error_is_usage_ = is_usage;
    co_return false;
  }
  batch.Clear();
  // It could not even join, and now it can.
  if (was_told_off) batch.Add({"DEL", Key("stop")});
  if (!difference.empty()) {
    batch.Add({"SET", Key("settings"), settings, "EX", kFleetKeysExpireSeconds});
  }
  if (batch.size() > 0) co_await Execute(batch);
  co_return true;
}

FleetSession::Told FleetSession::AddTell(redis::CommandBatch& batch, bool leads) {
  const std::lock_guard lock(mutex_);
  if (leads) batch.Add({"PEXPIRE", Key("leader"), Milliseconds(kLeaderExpires)});
  if (failure_) {
    batch.Add({"SET", Key("stop"), *failure_, "NX", "EX", kFleetKeysExpireSeconds});
  }
  // Once: a result of 500 workers is megabytes.
  if (own_result_ && !result_told_) {
    batch.Add({"SET", Key("result:" + options_.dyno), *own_result_, "EX",
               kFleetKeysExpireSeconds});
  }
  if (own_verdict_) {
    batch.Add({"SET", Key("verdict"), *own_verdict_, "EX", kFleetKeysExpireSeconds});
  }
  return {.failure = failure_.has_value(),
          .result = own_result_.has_value(),
          .verdict = own_verdict_.has_value()};
}

awaitable<void> FleetSession::Look() {
  const std::string own = Key("member:" + options_.dyno);
  const std::string lost_after = Milliseconds(FleetRoster::kLostAfter);
  std::string state;
  bool finishing = false;
  View view;
  {
    const std::lock_guard lock(mutex_);
    state = state_;
    finishing = finishing_;
    view.results = view_.results;
  }
  redis::CommandBatch batch;
  batch.Add({"TIME"});
  const auto asked = steady_clock::now();
  const redis::Replies time = co_await Execute(batch);
  const microseconds server = ServerTime(time[0]);
  clock_.Add(asked, server, steady_clock::now());

  batch.Clear();
  // A database that somebody emptied, or that was restarted, is told again.
  batch.Add({"SET", own, state, "XX", "PX", lost_after});
  batch.Add({"SET", own, state, "NX", "PX", lost_after});
  batch.Add({"SADD", Key("members"), options_.dyno});
  batch.Add({"EXPIRE", Key("members"), kFleetKeysExpireSeconds});
  batch.Add(
      {"SET", Key("leader"), options_.dyno, "NX", "PX", Milliseconds(kLeaderExpires)});
  batch.Add({"GET", Key("leader")});
  batch.Add({"SMEMBERS", Key("members")});
  batch.Add({"GET", Key("start")});
  batch.Add({"GET", Key("stop")});
  batch.Add({"GET", Key("verdict")});
  batch.Add({"EXISTS", Key("prepared")});
  batch.Add({"SET", Key("settings"), ToText(options_.dyno, options_.settings), "NX", "EX",
             kFleetKeysExpireSeconds});
  bool nothing_was_lost = false;
  {
    const redis::Replies replies = co_await Execute(batch);
    nothing_was_lost = !replies[0].is_nil() && replies[1].is_nil();
    view.leader = replies[5].text();
    for (std::size_t i = 0; i < replies[6].size(); ++i) {
      const std::string_view name = replies[6][i].text();
      if (IsFleetName(name)) view.members.emplace_back(name);
    }
    std::ranges::sort(view.members);
    view.start_us = StartOf(replies[7], server);
    view.stop = Heard(replies[8].text());
    view.verdict = ParseFleetVerdict(replies[9].text());
    view.prepared = replies[10].integer() == 1;
  }
  const bool leads = view.leader == options_.dyno;
  {
    const std::lock_guard lock(mutex_);
    if (!nothing_was_lost) result_told_ = false;
    view.members = roster_.Update(std::move(view.members), view.start_us || start_);
  }

  batch.Clear();
  const Told told = AddTell(batch, leads);
  const std::size_t states = batch.size();
  // All at once: where our own is not there, nothing is known of the others.
  batch.Begin(1 + view.members.size());
  batch.Argument("MGET");
  for (const std::string& member : view.members) batch.Argument(Key("member:" + member));
  for (const std::string& member : view.members) {
    batch.Add({"EXISTS", Key("result:" + member)});
  }
  std::vector<std::string> awaited;
  for (const std::string& member : view.members) {
    if (!finishing || !leads || member == options_.dyno) continue;
    if (!view.results.contains(member)) awaited.push_back(member);
  }
  for (const std::string& member : awaited) batch.Add({"GET", Key("result:" + member)});
  {
    const redis::Replies replies = co_await Execute(batch);
    for (std::size_t i = 0; i < view.members.size(); ++i) {
      const redis::Reply member = replies[states][i];
      if (!member.is_nil()) view.states.emplace(view.members[i], member.text());
      if (replies[states + 1 + i].integer() == 1) {
        view.with_result.insert(view.members[i]);
      }
    }
    const std::size_t results = states + 1 + view.members.size();
    for (std::size_t i = 0; i < awaited.size(); ++i) {
      const redis::Reply result = replies[results + i];
      if (!result.is_nil()) view.results.emplace(awaited[i], result.text());
    }
  }

  bool start_is_due = false;
  {
    const std::lock_guard lock(mutex_);
    view_ = std::move(view);
    last_look_ = steady_clock::now();
    failure_told_ = told.failure;
    // If it was evicted, it is told again.
    result_told_ = told.result && view_.with_result.contains(options_.dyno);
    verdict_told_ = told.verdict;
    if (view_.start_us) AgreeOnStartLocked(*view_.start_us);
    if (start_offset_) {
      skew_ = std::chrono::abs(*clock_.Offset() - *start_offset_);
    }
    roster_.Judge(
        {.living = Keys(view_.states),
         .with_result = view_.with_result,
         .stop = view_.stop,
         .has_start = start_.has_value(),
         .nothing_was_lost = nothing_was_lost && view_.states.contains(options_.dyno)},
        last_look_);
    start_is_due = leads && !view_.start_us && view_.stop.empty() &&
                   roster_.trouble().empty() && state_ == "ready" && !failure_ &&
                   ReadyLocked() == options_.size;
  }
  if (start_is_due) {
    const auto start = static_cast<std::uint64_t>((server + kStartAhead).count());
    batch.Clear();
    batch.Add({"SET", Key("start"), std::to_string(start), "NX", "EX",
               kFleetKeysExpireSeconds});
    const redis::Replies replies = co_await Execute(batch);
    // Who decides it is the first to know.
    const std::lock_guard lock(mutex_);
    if (!replies[0].is_nil()) AgreeOnStartLocked(start);
  }
}

void FleetSession::AgreeOnStartLocked(std::uint64_t server_us) {
  if (start_) return;
  start_ = clock_.LocalTimeOf(microseconds(server_us));
  start_offset_ = clock_.Offset();
}

}  // namespace redline::runner
