#include "runner/fleet/fleet_board.h"

#include <algorithm>
#include <charconv>
#include <cstddef>
#include <system_error>
#include <utility>

#include "redis/redis_error.h"
#include "runner/fleet/fleet_keys.h"
#include "runner/fleet/fleet_settings.h"
#include "runner/plan/fleet_name.h"
#include "runner/plan/run_id.h"

namespace redline::runner {
namespace {

using namespace std::chrono_literals;
using boost::asio::awaitable;
using std::chrono::microseconds;
using std::chrono::steady_clock;

constexpr std::chrono::milliseconds kLeaderExpires = 3000ms;
// For those that wait for this dyno, or come to the fleet soon.
constexpr std::string_view kRefusalHeardForSeconds = "10";
// A start that is farther from now than the fleet's keys live is invalid.
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
std::optional<microseconds> StartOf(redis::Reply key, microseconds now) {
  const auto start = Number(key.text());
  const auto farthest = static_cast<std::uint64_t>(kFarthestStart.count());
  const auto today = static_cast<std::uint64_t>(now.count());
  if (!start || *start > today + farthest || *start + farthest < today) {
    return std::nullopt;
  }
  return microseconds(*start);
}

std::vector<std::string> FleetNames(redis::Reply set) {
  std::vector<std::string> names;
  for (std::size_t i = 0; i < set.size(); ++i) {
    const std::string_view name = set[i].text();
    if (IsFleetName(name)) names.emplace_back(name);
  }
  std::ranges::sort(names);
  return names;
}

std::string Milliseconds(std::chrono::milliseconds time) {
  return std::to_string(time.count());
}

}  // namespace

FleetBoard::FleetBoard(const boost::asio::any_io_executor& executor, FleetOptions options,
                       redis::ConnectOptions redis)
    : options_(std::move(options)),
      redis_(std::move(redis)),
      claim_("joined " + MakeRunId(options_.dyno)),
      settings_(ToText(options_.dyno, options_.settings)),
      watch_(executor) {}

// GCC 12: an awaited call gets no temporaries, see docs/architecture.md.
awaitable<std::optional<Refusal>> FleetBoard::Join() {
  const JoinSight sight = co_await AskToJoin();
  const std::optional<Refusal> refusal = WhyRefused(sight, options_);
  if (refusal) {
    co_await TakeBack(*refusal, sight);
    co_return refusal;
  }
  redis::CommandBatch batch;
  // It could not even join, and now it can.
  if (sight.had_refused) batch.Add({"DEL", Key("stop")});
  if (!sight.difference.empty()) {
    batch.Add({"SET", Key("settings"), settings_, "EX", kFleetKeysExpireSeconds});
  }
  if (batch.size() > 0) co_await Execute(batch);
  co_return std::nullopt;
}

awaitable<JoinSight> FleetBoard::AskToJoin() {
  redis::CommandBatch batch;
  const std::string own = MemberKey(options_.dyno);
  batch.Add({"SET", own, claim_, "NX", "PX", Milliseconds(FleetRoster::kLostAfter)});
  batch.Add({"SADD", Key("members"), options_.dyno});
  batch.Add({"EXPIRE", Key("members"), kFleetKeysExpireSeconds});
  batch.Add({"SCARD", Key("members")});
  batch.Add({"GET", Key("stop")});
  batch.Add({"GET", own});
  batch.Add({"SET", Key("settings"), settings_, "NX", "EX", kFleetKeysExpireSeconds});
  batch.Add({"GET", Key("settings")});
  batch.Add({"EXISTS", Key("start")});
  if (!connection_) connection_ = co_await redis::RedisConnection::Connect(redis_);
  // The keys may be from an earlier attempt, whose reply was lost.
  const bool is_retry = std::exchange(has_asked_to_join_, true);
  const redis::Replies replies = co_await Execute(batch);
  co_return JoinSight{.members = static_cast<std::uint64_t>(replies[3].integer()),
                      .name_is_taken = replies[5].text() != claim_,
                      .was_member = replies[1].integer() == 0 && !is_retry,
                      .had_refused = DynoOf(replies[4].text()) == options_.dyno,
                      .has_start = replies[8].integer() == 1,
                      .difference = DifferenceFrom(replies[7].text(), options_.id,
                                                   options_.dyno, options_.settings)};
}

awaitable<void> FleetBoard::TakeBack(const Refusal& refusal, const JoinSight& sight) {
  redis::CommandBatch batch;
  if (!sight.name_is_taken) batch.Add({"DEL", MemberKey(options_.dyno)});
  if (!sight.name_is_taken && !sight.was_member) {
    batch.Add({"SREM", Key("members"), options_.dyno});
  }
  if (refusal.is_usage && !sight.has_start) {
    batch.Add({"SET", Key("stop"), options_.dyno + " could not begin: " + refusal.why,
               "NX", "EX", kRefusalHeardForSeconds});
  }
  if (batch.size() > 0) co_await Execute(batch);
}

awaitable<microseconds> FleetBoard::ReadClock(ServerClock& clock) {
  redis::CommandBatch batch;
  batch.Add({"TIME"});
  const auto asked = steady_clock::now();
  const redis::Replies time = co_await Execute(batch);
  const microseconds server = ServerTime(time[0]);
  clock.Add(asked, server, steady_clock::now());
  co_return server;
}

awaitable<FleetBoard::Notices> FleetBoard::Renew(const std::string& state,
                                                 microseconds now) {
  const std::string own = MemberKey(options_.dyno);
  redis::CommandBatch batch;
  if (options_.leader.empty() || options_.leader == options_.dyno) {
    batch.Add(
        {"SET", Key("leader"), options_.dyno, "NX", "PX", Milliseconds(kLeaderExpires)});
  }
  const std::size_t first = batch.size();
  // A database that somebody emptied, or that was restarted, is told again.
  batch.Add({"SET", own, state, "XX", "PX", Milliseconds(FleetRoster::kLostAfter)});
  batch.Add({"SET", own, state, "NX", "PX", Milliseconds(FleetRoster::kLostAfter)});
  batch.Add({"SADD", Key("members"), options_.dyno});
  batch.Add({"EXPIRE", Key("members"), kFleetKeysExpireSeconds});
  batch.Add({"GET", Key("leader")});
  batch.Add({"SMEMBERS", Key("members")});
  batch.Add({"GET", Key("start")});
  batch.Add({"GET", Key("stop")});
  batch.Add({"GET", Key("verdict")});
  batch.Add({"EXISTS", Key("prepared")});
  batch.Add({"SET", Key("settings"), settings_, "NX", "EX", kFleetKeysExpireSeconds});
  const redis::Replies replies = co_await Execute(batch);
  co_return Notices{
      .leader = std::string(replies[first + 4].text()),
      .members = FleetNames(replies[first + 5]),
      .start = StartOf(replies[first + 6], now),
      .stop = Heard(replies[first + 7].text()),
      .verdict = ParseFleetVerdict(replies[first + 8].text()),
      .prepared = replies[first + 9].integer() == 1,
      .nothing_was_lost = !replies[first].is_nil() && replies[first + 1].is_nil(),
  };
}

awaitable<FleetBoard::Traces> FleetBoard::Tell(const Words& words,
                                               const std::vector<std::string>& members,
                                               const std::vector<std::string>& awaited) {
  redis::CommandBatch batch;
  Add(batch, words);
  // Nobody needs them any more, and a search leaves many.
  if (words.verdict) {
    for (const std::string& member : members) batch.Add({"DEL", ResultKey(member)});
  }
  const std::size_t states = batch.size();
  // All at once: where our own is not there, nothing is known of the others.
  batch.Begin(1 + members.size());
  batch.Argument("MGET");
  for (const std::string& member : members) batch.Argument(MemberKey(member));
  for (const std::string& member : members) batch.Add({"EXISTS", ResultKey(member)});
  for (const std::string& member : awaited) batch.Add({"GET", ResultKey(member)});
  const redis::Replies replies = co_await Execute(batch);
  Traces traces;
  for (std::size_t i = 0; i < members.size(); ++i) {
    const redis::Reply state = replies[states][i];
    if (!state.is_nil()) traces.states.emplace(members[i], state.text());
    if (replies[states + 1 + i].integer() == 1) traces.with_result.insert(members[i]);
  }
  const std::size_t results = states + 1 + members.size();
  for (std::size_t i = 0; i < awaited.size(); ++i) {
    const redis::Reply result = replies[results + i];
    if (result.is_nil()) continue;
    traces.results.emplace(awaited[i],
                           std::make_shared<const std::string>(result.text()));
  }
  co_return traces;
}

void FleetBoard::Add(redis::CommandBatch& batch, const Words& words) const {
  const std::string_view expires = kFleetKeysExpireSeconds;
  if (words.leads) batch.Add({"PEXPIRE", Key("leader"), Milliseconds(kLeaderExpires)});
  if (words.failure) {
    batch.Add({"SET", Key("stop"), *words.failure, "NX", "EX", expires});
  }
  if (words.result && !words.result_was_there) {
    batch.Add({"SET", ResultKey(options_.dyno), *words.result, "EX", expires});
  }
  if (words.verdict) batch.Add({"SET", Key("verdict"), *words.verdict, "EX", expires});
}

awaitable<bool> FleetBoard::SetStart(microseconds start) {
  redis::CommandBatch batch;
  batch.Add({"SET", Key("start"), std::to_string(start.count()), "NX", "EX",
             kFleetKeysExpireSeconds});
  const redis::Replies replies = co_await Execute(batch);
  co_return !replies[0].is_nil();
}

awaitable<void> FleetBoard::Leave() {
  if (!connection_) co_return;
  redis::CommandBatch batch;
  batch.Add({"DEL", MemberKey(options_.dyno)});
  co_await Execute(batch);
}

awaitable<redis::Replies> FleetBoard::Execute(const redis::CommandBatch& batch) {
  if (!connection_) connection_ = co_await redis::RedisConnection::Connect(redis_);
  Watch();
  redis::Replies replies = co_await connection_->Execute(batch);
  watch_.cancel();
  for (std::size_t i = 0; i < batch.size(); ++i) {
    redis::ThrowIfError(replies[i], "a fleet's command");
  }
  co_return replies;
}

void FleetBoard::LimitPatience(std::chrono::milliseconds patience) {
  patience_ = patience;
  if (connection_) Watch();
}

void FleetBoard::Watch() {
  watch_.expires_after(patience_);
  watch_.async_wait([this](const boost::system::error_code& cancelled) {
    if (!cancelled && connection_) connection_->Cancel();
  });
}

std::vector<std::vector<std::string>> FleetBoard::AfterPreparation(
    const std::vector<std::string>& members) const {
  const std::string expires(kFleetKeysExpireSeconds);
  std::vector<std::string> add_members{"SADD", Key("members")};
  add_members.insert(add_members.end(), members.begin(), members.end());
  return {add_members,
          {"EXPIRE", Key("members"), expires},
          {"SET", Key("settings"), settings_, "EX", expires},
          {"SET", Key("leader"), options_.dyno, "PX", Milliseconds(kLeaderExpires)},
          {"SET", Key("prepared"), options_.dyno, "EX", expires}};
}

std::string FleetBoard::Key(std::string_view name) const {
  return FleetKey(options_.id, name);
}

std::string FleetBoard::MemberKey(std::string_view dyno) const {
  return Key("member:" + std::string(dyno));
}

std::string FleetBoard::ResultKey(std::string_view dyno) const {
  return Key("result:" + std::string(dyno));
}

}  // namespace redline::runner
