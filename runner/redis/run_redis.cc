#include "runner/redis/run_redis.h"

#include <algorithm>
#include <boost/asio/co_spawn.hpp>
#include <exception>
#include <utility>
#include <variant>

#include "base/errors.h"
#include "redis/command_batch.h"
#include "redis/error_class.h"
#include "redis/redis_url.h"

namespace redline::runner {
namespace {

namespace asio = boost::asio;
using namespace std::chrono_literals;
using asio::awaitable;
using std::chrono::steady_clock;

constexpr auto kForever = steady_clock::time_point::max();
constexpr std::chrono::seconds kPrivateRedisTimeout{10};
constexpr steady_clock::duration kPrivateRedisRetry = 2ms;
constexpr steady_clock::duration kNamedRedisRetry = 250ms;
// A database of hundreds of millions of keys is emptied in this time, and its memory
// freed.
constexpr std::chrono::seconds kFlushTime{300};
// A Redis that takes longer for one answer at the end does not get its keys deleted.
constexpr steady_clock::duration kCleanUpAnswerTime = 500ms;
// Keys are deleted as long as Redis answers within this time;
constexpr steady_clock::duration kCleanUpSilence = 3s;
// and for so long after an interruption, because a dyno then has 30 s for all.
constexpr steady_clock::duration kInterruptedCleanUpTime = 10s;

// A coroutine that runs beside the one that waits for it.
template <class T>
struct Beside {
  bool over = false;
  std::exception_ptr error;
  T value{};
};

template <class T>
std::shared_ptr<Beside<T>> Start(asio::io_context& loop, ChangeSignal& changed,
                                 awaitable<T> work) {
  auto beside = std::make_shared<Beside<T>>();
  asio::co_spawn(
      loop, std::move(work), [beside, &changed](std::exception_ptr error, T value) {
        *beside = {.over = true, .error = std::move(error), .value = std::move(value)};
        changed.Notify();
      });
  return beside;
}

// REQUIRES: there is an error, and it is Redis'.
redis::RedisError ErrorOf(const std::exception_ptr& error) {
  try {
    std::rethrow_exception(error);
  } catch (const redis::RedisError& redis_error) {
    return redis_error;
  }
}

long SecondsUntil(steady_clock::time_point deadline) {
  return std::chrono::ceil<std::chrono::seconds>(deadline - steady_clock::now()).count();
}

}  // namespace

RunRedis::RunRedis(const Plan& plan, asio::io_context& loop, ChangeSignal& changed,
                   std::function<bool()> interrupted, Display& display)
    : plan_(plan),
      loop_(loop),
      changed_(changed),
      interrupted_(std::move(interrupted)),
      display_(display) {
  if (plan_.redis_url) {
    url_ = *plan_.redis_url;
  } else {
    private_redis_.emplace();
    url_ = private_redis_->url();
  }
  options_ = {.url = redis::ParseRedisUrl(url_),
              .tls = plan_.redis_tls,
              .timeout = plan_.redis_connect_timeout};
}

awaitable<void> RunRedis::Prepare() {
  const TimePoint deadline =
      steady_clock::now() + (private_redis_
                                 ? std::chrono::milliseconds(kPrivateRedisTimeout)
                                 : plan_.redis_wait);
  const auto retry = private_redis_ ? kPrivateRedisRetry : kNamedRedisRetry;
  std::string said;
  std::optional<redis::RedisError> trouble = co_await Connect();
  while (trouble && !interrupted_()) {
    const TimePoint now = steady_clock::now();
    if (private_redis_ && private_redis_->Ended()) {
      throw EnvironmentError(private_redis_->EndSentence());
    }
    if (private_redis_ && now >= deadline) {
      throw EnvironmentError("The private Redis did not answer within " +
                             std::to_string(kPrivateRedisTimeout.count()) +
                             " s: look for what holds this machine up, or name a Redis "
                             "with REDIS_URL.");
    }
    if (!redis::MayHeal(*trouble) || now >= deadline) {
      throw EnvironmentError(trouble->what());
    }
    if (!private_redis_ && said != trouble->what()) {
      said = trouble->what();
      display_.Say("Waiting for Redis, at most " +
                   std::to_string(SecondsUntil(deadline)) + " s: " + said);
    }
    co_await changed_.WaitUntil(std::min(deadline, now + retry), interrupted_);
    trouble = co_await Connect();
  }
}

awaitable<std::optional<redis::RedisError>> RunRedis::Connect() {
  const auto attempt = Start(loop_, changed_, redis::RedisConnection::Connect(options_));
  co_await changed_.WaitUntil(kForever, [&] { return attempt->over || interrupted_(); });
  connection_ = std::move(attempt->value);
  co_return attempt->error ? std::optional(ErrorOf(attempt->error)) : std::nullopt;
}

awaitable<RedisFacts> RunRedis::Facts() {
  RedisFacts facts = co_await FactsNow();
  const TimePoint deadline = steady_clock::now() + plan_.redis_wait;
  bool said = false;
  while (facts.info.saving.value_or(false) && !interrupted_()) {
    const TimePoint now = steady_clock::now();
    if (now >= deadline) break;
    if (!said) {
      display_.Say("Waiting for Redis to finish writing its data to disk, at most " +
                   std::to_string(SecondsUntil(deadline)) + " s.");
      said = true;
    }
    co_await changed_.WaitUntil(std::min(deadline, now + kNamedRedisRetry), interrupted_);
    facts = co_await FactsNow();
  }
  co_return facts;
}

awaitable<RedisFacts> RunRedis::FactsNow() {
  std::optional<redis::RedisError> lost;
  while (true) {
    const auto facts = Start(loop_, changed_, AskFacts(lost.has_value()));
    const bool answered =
        co_await changed_.WaitUntil(steady_clock::now() + plan_.redis_connect_timeout,
                                    [&] { return facts->over || interrupted_(); });
    if (!answered) {
      throw EnvironmentError("Redis at " + redis::Describe(options_.url) +
                             " connects but does not answer INFO and PING within " +
                             std::to_string(plan_.redis_connect_timeout.count()) +
                             " ms: check what holds it up, or give it more time with "
                             "--redis_connect_timeout_ms.");
    }
    if (!facts->error) co_return std::move(facts->value);
    const redis::RedisError error = ErrorOf(facts->error);
    if (error.kind() != redis::RedisError::Kind::kConnectionLost) {
      throw EnvironmentError(error.what());
    }
    if (lost) break;
    lost = error;
  }
  // Twice: it was no accident.
  throw EnvironmentError(
      "Redis at " + redis::Describe(options_.url) +
      " closes the connection on INFO or PING, as a proxy that knows few commands does; "
      "redline needs these and transactions (MULTI, EXEC): give it the URL "
      "of the Redis behind the proxy.");
}

awaitable<RedisFacts> RunRedis::AskFacts(bool reopen) {
  if (reopen) co_await connection_->Reopen();
  co_return co_await GatherRedisFacts(options_.url, plan_.key_prefix, *connection_);
}

awaitable<void> RunRedis::FlushIfAsked(std::vector<std::vector<std::string>> and_then) {
  if (!plan_.flushall || private_redis_) co_return;
  const TimePoint begin = steady_clock::now();
  bool reopen = false;
  while (!interrupted_()) {
    const auto flush =
        Start(loop_, changed_, Flush(and_then, reopen, begin + kFlushTime));
    is_flushing_ = true;
    const bool over = co_await changed_.WaitUntil(
        begin + kFlushTime, [&] { return flush->over || interrupted_(); });
    is_flushing_ = !flush->over;
    if (!over) {
      throw EnvironmentError(
          "Redis at " + redis::Describe(options_.url) +
          " has not answered FLUSHALL for " + std::to_string(kFlushTime.count()) +
          " s: check what holds it up, or empty it yourself and leave --flushall out.");
    }
    if (!flush->over || !flush->error) co_return;
    const redis::RedisError error = ErrorOf(flush->error);
    const TimePoint now = steady_clock::now();
    if (!redis::MayHeal(error) || now >= begin + plan_.redis_wait) {
      throw EnvironmentError(error.what());
    }
    reopen = redis::NeedsReopening(error);
    co_await changed_.WaitUntil(now + kNamedRedisRetry, interrupted_);
  }
}

awaitable<bool> RunRedis::Flush(std::vector<std::vector<std::string>> and_then,
                                bool reopen, TimePoint deadline) {
  if (reopen) co_await connection_->Reopen();
  co_await FlushAll(*connection_, std::move(and_then), deadline);
  co_return true;
}

awaitable<std::string> RunRedis::CleanUp(std::string run_id) {
  // Before it was emptied there was nothing of ours in it.
  if (private_redis_ || plan_.keep_data || is_flushing_) co_return std::string();
  const TimePoint begin = steady_clock::now();
  const RunKeys keys{.key_prefix = plan_.key_prefix,
                     .run_id = std::move(run_id),
                     .workers = static_cast<std::size_t>(plan_.constants.num_workers),
                     .concurrency = plan_.worker_concurrency,
                     .flats = static_cast<std::size_t>(plan_.constants.max_flats),
                     .known = plan_.workload.stores_buildings};
  const auto deletion = Start(loop_, changed_, Delete(keys));
  std::string why_not;
  // Sentinels may name a new master, to which the way is found first.
  const steady_clock::duration answer_time =
      IsBySentinels() ? plan_.redis_connect_timeout : kCleanUpAnswerTime;
  const bool answers = co_await changed_.WaitUntil(
      begin + answer_time, [&] { return deletion->over || last_cleaned_; });
  if (!answers) {
    why_not = "Redis did not answer";
  } else if (!deletion->over) {
    why_not = co_await AwaitDeletion(begin, [&] { return deletion->over; });
  }
  is_cleaning_ = false;
  if (deletion->value) co_return std::string();
  std::string who;
  if (deletion->error) {
    const redis::RedisError error = ErrorOf(deletion->error);
    why_not = error.what();
    if (error.kind() == redis::RedisError::Kind::kErrorReply)
      who = ", as a user who may,";
  }
  co_return "Keys of this run are left in Redis (" + why_not + "); delete them" + who +
      " with: " + DeletionCommand(connection_->peer(), options_.tls, keys);
}

awaitable<std::string> RunRedis::AwaitDeletion(TimePoint begin,
                                               std::function<bool()> is_over) {
  const bool was_interrupted = interrupted_();
  bool told = was_interrupted;
  while (true) {
    TimePoint end = *last_cleaned_ + kCleanUpSilence;
    if (was_interrupted) end = std::min(end, begin + kInterruptedCleanUpTime);
    if (!told) end = std::min(end, begin + kCleanUpSilence);
    co_await changed_.WaitUntil(
        end, [&] { return is_over() || interrupted_() != was_interrupted; });
    const TimePoint now = steady_clock::now();
    if (is_over()) co_return std::string();
    if (interrupted_() != was_interrupted) co_return "the deletion was interrupted";
    if (now >= *last_cleaned_ + kCleanUpSilence) co_return "Redis did not answer";
    if (was_interrupted && now >= begin + kInterruptedCleanUpTime) {
      co_return "there are too many for the end of an interrupted run";
    }
    if (told) continue;
    told = true;
    display_.Say(
        "Deleting the keys of this run, which are many; Ctrl-C leaves the rest.");
  }
}

bool RunRedis::IsBySentinels() const {
  return std::holds_alternative<redis::SentinelAddress>(options_.url.address);
}

// The connection may have been dropped in mid-run, when nobody used it, or lead to a
// Redis that is the master no more.
awaitable<bool> RunRedis::StillLeadsThere() {
  if (IsBySentinels()) co_return false;
  redis::CommandBatch ping;
  ping.Add({"PING"});
  try {
    co_await connection_->Execute(ping);
  } catch (const redis::RedisError&) {
    co_return false;
  }
  co_return true;
}

awaitable<bool> RunRedis::Delete(RunKeys keys) {
  if (!co_await StillLeadsThere()) co_await connection_->Reopen();
  const std::function<bool()> goes_on = [this] {
    last_cleaned_ = steady_clock::now();
    return is_cleaning_;
  };
  goes_on();
  changed_.Notify();
  const bool all_deleted = co_await DeleteKeys(*connection_, std::move(keys), goes_on);
  co_return all_deleted;
}

}  // namespace redline::runner
