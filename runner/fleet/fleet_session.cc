#include "runner/fleet/fleet_session.h"

#include <algorithm>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <exception>
#include <utility>

#include "base/errors.h"
#include "redis/redis_error.h"

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
// How long the end waits for what it has to say.
constexpr auto kLastWordsTime = 2s;

}  // namespace

FleetSession::FleetSession(FleetOptions options, redis::ConnectOptions redis,
                           std::function<void()> changed)
    : options_(std::move(options)),
      url_(redis.url),
      timer_(loop_),
      last_words_(loop_),
      board_(loop_.get_executor(), options_, std::move(redis)),
      membership_(options_, board_.claim()),
      changed_(std::move(changed)) {
  asio::co_spawn(loop_, Run(), [this](std::exception_ptr) { loop_.stop(); });
  thread_ = std::thread([this] { loop_.run(); });
}

FleetSession::~FleetSession() {
  {
    const MutexLock lock(mutex_);
    stopping_ = true;
  }
  asio::post(loop_, [this] {
    timer_.cancel();
    // A Redis that stands still keeps nobody from the end, whatever it is asked.
    board_.LimitPatience(kLastWordsTime);
    last_words_.expires_after(2 * kLastWordsTime);
    last_words_.async_wait([this](const boost::system::error_code& cancelled) {
      if (!cancelled) loop_.stop();
    });
  });
  thread_.join();
}

bool FleetSession::HasSettledJoin() const {
  const MutexLock lock(mutex_);
  // Once it is known, too, who leads.
  return !membership_.notices().leader.empty() || membership_.refusal() ||
         !membership_.trouble().empty();
}

void FleetSession::CheckJoined() const {
  const MutexLock lock(mutex_);
  if (!membership_.notices().leader.empty() || !membership_.trouble().empty()) return;
  if (const std::optional<Refusal>& refusal = membership_.refusal()) {
    if (refusal->is_usage) throw UsageError(refusal->why);
    throw EnvironmentError(refusal->why);
  }
  if (membership_.is_joined() && !options_.leader.empty()) {
    throw EnvironmentError("The leader of the fleet " + options_.id + ", dyno " +
                           options_.leader + ", did not come within " +
                           std::to_string(options_.wait.count() / 1000) +
                           " seconds: look at its output, or wait longer with "
                           "--fleet_wait_seconds.");
  }
  const std::string& error = membership_.redis_error();
  throw EnvironmentError(
      "The fleet " + options_.id + " could not be joined: " +
      (error.empty() ? "Redis at " + redis::Describe(url_) + " did not answer." : error));
}

bool FleetSession::OwnsPreparation() const {
  const MutexLock lock(mutex_);
  return membership_.leads() && !membership_.notices().prepared;
}

std::vector<std::vector<std::string>> FleetSession::AfterPreparation() const {
  const MutexLock lock(mutex_);
  return board_.AfterPreparation(membership_.notices().members);
}

bool FleetSession::is_emptied() const {
  const MutexLock lock(mutex_);
  return membership_.notices().prepared;
}

std::size_t FleetSession::joined_count() const {
  const MutexLock lock(mutex_);
  return membership_.joined_count();
}

std::size_t FleetSession::ready_count() const {
  const MutexLock lock(mutex_);
  return membership_.ready_count();
}

std::optional<FleetSession::TimePoint> FleetSession::start() const {
  const MutexLock lock(mutex_);
  return membership_.start();
}

double FleetSession::phase() const {
  const MutexLock lock(mutex_);
  return membership_.phase();
}

std::string FleetSession::trouble() const {
  const MutexLock lock(mutex_);
  const std::string& trouble = membership_.trouble();
  return trouble.empty() ? "" : "Dyno " + trouble;
}

void FleetSession::SayReady() {
  const MutexLock lock(mutex_);
  membership_.SayReady();
}

void FleetSession::SayEnded(std::string_view how) {
  const MutexLock lock(mutex_);
  if (membership_.SayEnded(how)) LookNow();
}

void FleetSession::GiveUp(const std::string& why) {
  const MutexLock lock(mutex_);
  if (membership_.GiveUp(why)) AwaitLastWords(&FleetMembership::has_told_failure);
}

void FleetSession::Announce(const FleetVerdict& verdict) {
  const MutexLock lock(mutex_);
  membership_.Announce(verdict);
  AwaitLastWords(&FleetMembership::has_told_verdict);
}

void FleetSession::AwaitLastWords(bool (FleetMembership::*has_told)() const) {
  LookNow();
  const TimePoint deadline = steady_clock::now() + kLastWordsTime;
  while (!(membership_.*has_told)() && steady_clock::now() < deadline) {
    looked_.WaitUntil(mutex_, deadline);
  }
}

void FleetSession::Quieten() {
  const MutexLock lock(mutex_);
  changed_ = nullptr;
}

std::optional<FleetHarvest> FleetSession::Finish(const reporting::Result& result,
                                                 std::chrono::milliseconds patience) {
  std::optional<reporting::Milliseconds> skew;
  {
    const MutexLock lock(mutex_);
    membership_.BeginToFinish();
    skew = membership_.skew();
  }
  ResultText text = ToResultText(result, skew);

  const MutexLock lock(mutex_);
  membership_.LeaveResult(std::move(text));
  LookNow();
  const TimePoint began = steady_clock::now();
  finish_by_ = std::min(finish_by_, began + patience);
  // Someone may be in a hurry meanwhile.
  while (!membership_.is_over(steady_clock::now()) && steady_clock::now() < finish_by_) {
    looked_.WaitUntil(mutex_, finish_by_);
  }
  const TimePoint now = steady_clock::now();
  return membership_.Harvest(now, now - began);
}

void FleetSession::Hurry(std::chrono::milliseconds patience) {
  const MutexLock lock(mutex_);
  finish_by_ = std::min(finish_by_, steady_clock::now() + patience);
  looked_.NotifyAll();
}

std::optional<FleetVerdict> FleetSession::verdict() const {
  const MutexLock lock(mutex_);
  return membership_.notices().verdict;
}

bool FleetSession::has_lost_leader() const {
  const MutexLock lock(mutex_);
  return membership_.has_lost_leader();
}

void FleetSession::LookNow() {
  asio::post(loop_, [this] { timer_.cancel(); });
}

bool FleetSession::IsOver() const {
  const MutexLock lock(mutex_);
  return stopping_ || membership_.refusal();
}

bool FleetSession::IsJoined() const {
  const MutexLock lock(mutex_);
  return membership_.is_joined();
}

std::string FleetSession::State() const {
  const MutexLock lock(mutex_);
  return membership_.state();
}

std::chrono::milliseconds FleetSession::Pause() const {
  const MutexLock lock(mutex_);
  return membership_.is_in_test() ? kLookIntervalInTest : kLookInterval;
}

void FleetSession::TellChange() {
  looked_.NotifyAll();
  const MutexLock lock(mutex_);
  if (changed_) changed_();
}

awaitable<void> FleetSession::Run() {
  while (!IsOver()) {
    try {
      if (IsJoined()) {
        co_await Look();
      } else {
        co_await Join();
      }
    } catch (const redis::RedisError& error) {
      // The test's own connections tell of it; here the next look connects anew.
      board_.Disconnect();
      const MutexLock lock(mutex_);
      membership_.NoteError(error);
    }
    TellChange();
    timer_.expires_after(Pause());
    boost::system::error_code cancelled;
    co_await timer_.async_wait(asio::redirect_error(asio::use_awaitable, cancelled));
  }
  try {
    if (IsJoined()) co_await board_.Leave();
  } catch (const redis::RedisError&) {
    // Then its key expires.
  }
  board_.Disconnect();
}

awaitable<void> FleetSession::Join() {
  std::optional<Refusal> refusal = co_await board_.Join();
  const MutexLock lock(mutex_);
  membership_.NoteAdmission(std::move(refusal));
}

// The lock is held between what is asked of Redis, and never meanwhile.
awaitable<void> FleetSession::Look() {
  const microseconds server = co_await board_.ReadClock(clock_);
  const std::string state = State();
  FleetBoard::Notices notices = co_await board_.Renew(state, server);
  FleetMembership::Errand errand;
  {
    const MutexLock lock(mutex_);
    errand = membership_.PlanErrand(notices);
  }
  FleetBoard::Traces traces =
      co_await board_.Tell(errand.words, errand.members, errand.awaited);
  bool start_is_due = false;
  {
    const MutexLock lock(mutex_);
    start_is_due = membership_.TakeIn(std::move(notices), std::move(traces), errand,
                                      clock_, steady_clock::now());
  }
  if (!start_is_due) co_return;
  const microseconds start = server + kStartAhead;
  const bool is_ours = co_await board_.SetStart(start);
  // Who decides it is the first to know.
  const MutexLock lock(mutex_);
  if (is_ours) membership_.AgreeOnStart(start, clock_);
}

}  // namespace redline::runner
