#include "runner/fleet_session.h"

#include <algorithm>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <charconv>
#include <utility>

#include "redis/redis_error.h"
#include "redis/redis_url.h"
#include "reporting/json_reader.h"
#include "reporting/json_report.h"
#include "runner/errors.h"

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
// What is left when all is over.
constexpr std::string_view kKeysExpireSeconds = "3600";

std::uint64_t Number(std::string_view text) {
  std::uint64_t number = 0;
  std::from_chars(text.data(), text.data() + text.size(), number);
  return number;
}

std::string Milliseconds(std::chrono::milliseconds time) {
  return std::to_string(time.count());
}

}  // namespace

FleetSession::FleetSession(FleetOptions options, redis::ConnectOptions redis,
                           std::function<void()> changed)
    : options_(std::move(options)),
      redis_(std::move(redis)),
      prefix_("redline:fleet:" + options_.id + ":"),
      timer_(loop_),
      changed_(std::move(changed)) {
  asio::co_spawn(loop_, Run(), asio::detached);
  thread_ = std::thread([this] { loop_.run(); });
}

FleetSession::~FleetSession() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  asio::post(loop_, [this] { timer_.cancel(); });
  thread_.join();
}

void FleetSession::Join() {
  std::unique_lock lock(mutex_);
  const bool known =
      looked_.wait_for(lock, options_.wait,
                       [this] {  // Once it is known, too, who leads.
                         return !view_.leader.empty() || !join_error_.empty();
                       });
  if (!view_.leader.empty()) return;
  throw EnvironmentError(known ? join_error_
                               : "The fleet " + options_.id +
                                     " could not be joined: Redis at " +
                                     redis::Describe(redis_.url) + " did not answer.");
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
  const std::string expires(kKeysExpireSeconds);
  return {members,
          {"EXPIRE", Key("members"), expires},
          {"SET", Key("leader"), options_.dyno, "PX", Milliseconds(kLeaderExpires)},
          {"SET", Key("prepared"), options_.dyno, "EX", expires}};
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

std::string FleetSession::trouble() const {
  const std::lock_guard lock(mutex_);
  return trouble_;
}

void FleetSession::SayReady() {
  const std::lock_guard lock(mutex_);
  state_ = "ready";
}

void FleetSession::SayFailed() {
  const std::lock_guard lock(mutex_);
  if (!options_.stop_on_failure || failure_) return;
  failure_ = options_.dyno;
  asio::post(loop_, [this] { timer_.cancel(); });
}

std::optional<FleetSession::Verdict> FleetSession::verdict() const {
  const std::lock_guard lock(mutex_);
  if (view_.verdict.empty()) return std::nullopt;
  const std::size_t space = view_.verdict.find(' ');
  return Verdict{.exit_code = static_cast<int>(Number(view_.verdict.substr(0, space))),
                 .sentence = view_.verdict.substr(space + 1)};
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
  asio::post(loop_, [this] { timer_.cancel(); });
  looked_.wait_for(lock, patience, [this] {
    return (LeadsLocked() ? AllResultsLocked() : !view_.verdict.empty()) ||
           RedisIsGoneLocked();
  });
  if (!LeadsLocked() || RedisIsGoneLocked()) return std::nullopt;
  return MergeableLocked();
}

void FleetSession::Announce(const Verdict& verdict) {
  std::unique_lock lock(mutex_);
  own_verdict_ = std::to_string(verdict.exit_code) + " " + verdict.sentence;
  asio::post(loop_, [this] { timer_.cancel(); });
  looked_.wait_for(lock, 2s, [this] { return verdict_told_; });
}

// Every member has left its result, or has gone.
bool FleetSession::AllResultsLocked() const {
  return std::ranges::all_of(view_.members, [this](const std::string& member) {
    return view_.results.contains(member) || !view_.states.contains(member);
  });
}

bool FleetSession::RedisIsGoneLocked() const {
  return steady_clock::now() - last_look_ > kLostAfter;
}

bool FleetSession::IsJoined() const {
  const std::lock_guard lock(mutex_);
  return joined_;
}

reporting::Fleet FleetSession::MergeableLocked() const {
  reporting::Fleet fleet{.id = options_.id, .members = {}};
  for (const std::string& name : view_.members) {
    reporting::FleetMember& member = fleet.members.emplace_back();
    member.name = name;
    const auto found = view_.results.find(name);
    if (found == view_.results.end()) continue;
    const std::string_view text = found->second;
    const std::size_t line = text.find('\n');
    try {
      member.result = reporting::ReadJson(text.substr(line + 1));
    } catch (const reporting::ResultError&) {
      continue;
    }
    double skew = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + line, skew);
    if (line > 0 && error == std::errc()) {
      member.start_skew = reporting::Milliseconds(skew);
    }
  }
  return fleet;
}

std::string FleetSession::Key(std::string_view name) const {
  return prefix_ + std::string(name);
}

awaitable<void> FleetSession::Run() {
  while (true) {
    bool in_test = false;
    {
      const std::lock_guard lock(mutex_);
      if (stopping_) break;
      in_test = start_ && !finishing_ && !failure_;
    }
    try {
      if (IsJoined()) {
        co_await Look();
      } else {
        const std::string error = co_await TryJoin();
        const std::lock_guard lock(mutex_);
        joined_ = error.empty();
        join_error_ = error;
      }
    } catch (const redis::RedisError&) {
      // The test's own connections tell of it; here the next look connects anew.
      connection_.reset();
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
    if (can_say_so) co_await connection_->Execute(leave);
  } catch (const redis::RedisError&) {
    // Then it expires.
  }
  connection_.reset();
}

awaitable<redis::Replies> FleetSession::Execute(const redis::CommandBatch& batch) {
  if (!connection_) connection_ = co_await redis::RedisConnection::Connect(redis_);
  redis::Replies replies = co_await connection_->Execute(batch);
  for (std::size_t i = 0; i < batch.size(); ++i) redis::ThrowIfError(replies[i], "fleet");
  co_return replies;
}

awaitable<std::string> FleetSession::TryJoin() {
  redis::CommandBatch batch;
  const std::string own = Key("member:" + options_.dyno);
  const std::string expires = Milliseconds(kLostAfter);
  batch.Add({"SET", own, "joined", "NX", "PX", expires});
  batch.Add({"SADD", Key("members"), options_.dyno});
  batch.Add({"EXPIRE", Key("members"), kKeysExpireSeconds});
  batch.Add({"SCARD", Key("members")});
  const redis::Replies replies = co_await Execute(batch);
  const bool taken = replies[0].is_nil();
  const bool was_there = replies[1].integer() == 0;
  const bool too_many = static_cast<std::uint64_t>(replies[3].integer()) > options_.size;
  judge_from_ = steady_clock::now() + kLostAfter;
  if (taken) {
    co_return "The fleet " + options_.id + " has a dyno named " + options_.dyno +
        " already; give this one another name with --dyno, or the fleet another id.";
  }
  if (too_many || was_there) {
    redis::CommandBatch leave;
    leave.Add({"DEL", own});
    if (!was_there) leave.Add({"SREM", Key("members"), options_.dyno});
    co_await Execute(leave);
    co_return "The fleet " + options_.id +
        (was_there ? " has been used before"
                   : " has " + std::to_string(options_.size) + " dynos already") +
        "; give this one an id of its own with --fleet.";
  }
  co_return std::string();
}

void FleetSession::AddTell(redis::CommandBatch& batch, bool leads) {
  const std::lock_guard lock(mutex_);
  if (leads) batch.Add({"PEXPIRE", Key("leader"), Milliseconds(kLeaderExpires)});
  if (failure_) {
    batch.Add({"SET", Key("stop"), *failure_, "NX", "EX", kKeysExpireSeconds});
  }
  // Once: a result of 500 workers is megabytes.
  if (own_result_ && !result_told_) {
    batch.Add(
        {"SET", Key("result:" + options_.dyno), *own_result_, "EX", kKeysExpireSeconds});
  }
  if (own_verdict_) {
    batch.Add({"SET", Key("verdict"), *own_verdict_, "EX", kKeysExpireSeconds});
  }
}

awaitable<void> FleetSession::Look() {
  const std::string own = Key("member:" + options_.dyno);
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
  const microseconds server(Number(time[0][0].text()) * 1'000'000 +
                            Number(time[0][1].text()));
  clock_.Add(asked, server, steady_clock::now());

  batch.Clear();
  batch.Add({"GET", own});
  batch.Add({"SET", own, state, "PX", Milliseconds(kLostAfter)});
  batch.Add(
      {"SET", Key("leader"), options_.dyno, "NX", "PX", Milliseconds(kLeaderExpires)});
  batch.Add({"GET", Key("leader")});
  batch.Add({"SMEMBERS", Key("members")});
  batch.Add({"GET", Key("start")});
  batch.Add({"GET", Key("stop")});
  batch.Add({"GET", Key("verdict")});
  batch.Add({"EXISTS", Key("prepared")});
  // A database that somebody emptied, or that was restarted, is told again.
  batch.Add({"SADD", Key("members"), options_.dyno});
  batch.Add({"EXPIRE", Key("members"), kKeysExpireSeconds});
  bool own_key_was_there = false;
  bool leads = false;
  bool start_is_due = false;
  {
    const redis::Replies replies = co_await Execute(batch);
    own_key_was_there = !replies[0].is_nil();
    view.leader = replies[3].text();
    for (std::size_t i = 0; i < replies[4].size(); ++i) {
      view.members.emplace_back(replies[4][i].text());
    }
    std::ranges::sort(view.members);
    if (!replies[5].is_nil()) view.start_us = Number(replies[5].text());
    view.stop = replies[6].text();
    view.verdict = replies[7].text();
    view.prepared = replies[8].integer() == 1;
  }
  leads = view.leader == options_.dyno;

  if (!own_key_was_there) {
    // Redis has lost all that it was told.
    const std::lock_guard lock(mutex_);
    result_told_ = false;
  }
  batch.Clear();
  AddTell(batch, leads);
  const std::size_t told = batch.size();
  for (const std::string& member : view.members) {
    batch.Add({"GET", Key("member:" + member)});
  }
  std::vector<std::string> awaited;
  for (const std::string& member : view.members) {
    if (finishing && leads && !view.results.contains(member)) awaited.push_back(member);
  }
  for (const std::string& member : awaited) batch.Add({"GET", Key("result:" + member)});
  {
    const redis::Replies replies = co_await Execute(batch);
    for (std::size_t i = 0; i < view.members.size(); ++i) {
      const redis::Reply member = replies[told + i];
      if (!member.is_nil()) view.states.emplace(view.members[i], member.text());
    }
    for (std::size_t i = 0; i < awaited.size(); ++i) {
      const redis::Reply result = replies[told + view.members.size() + i];
      if (!result.is_nil()) view.results.emplace(awaited[i], result.text());
    }
  }

  {
    const std::lock_guard lock(mutex_);
    view_ = std::move(view);
    last_look_ = steady_clock::now();
    // What was told before this look is.
    result_told_ = own_result_ && finishing;
    if (own_verdict_) verdict_told_ = true;
    if (view_.start_us && !start_) {
      start_ = clock_.LocalTimeOf(microseconds(*view_.start_us));
      start_offset_ = clock_.Offset();
    }
    if (start_offset_) {
      skew_ = std::chrono::abs(*clock_.Offset() - *start_offset_);
    }
    start_is_due = leads && !view_.start_us && ReadyLocked() == options_.size;
    Judge(own_key_was_there);
  }
  if (start_is_due) {
    batch.Clear();
    batch.Add({"SET", Key("start"),
               std::to_string((server + microseconds(kStartAhead)).count()), "NX", "EX",
               kKeysExpireSeconds});
    co_await Execute(batch);
  }
}

// With the mutex locked. Where our own key had gone, Redis was restarted or stood still
// for so long that all keys expired: nobody is lost for that.
void FleetSession::Judge(bool own_key_was_there) {
  if (!own_key_was_there) judge_from_ = steady_clock::now() + kLostAfter;
  if (!trouble_.empty() || !start_) return;
  if (!view_.stop.empty() && view_.stop != options_.dyno) {
    trouble_ = "Dyno " + view_.stop + " has failed.";
  }
  if (steady_clock::now() < judge_from_ || !options_.stop_on_failure) return;
  for (const std::string& member : view_.members) {
    if (view_.states.contains(member) || finishing_) continue;
    trouble_ = "Dyno " + member + " has disappeared.";
  }
}

}  // namespace redline::runner
