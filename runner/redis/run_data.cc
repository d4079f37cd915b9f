#include "runner/redis/run_data.h"

#include <algorithm>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <cstddef>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "base/text/shell_text.h"
#include "redis/command_batch.h"
#include "redis/reply.h"
#include "worker/workloads/building_keys.h"

namespace redline::runner {
namespace {

// Flats that are asked for at once, and keys that are deleted by one command: less than a
// millisecond of Redis' time each.
constexpr std::size_t kFlatsAtOnce = 5000;
constexpr std::size_t kKeysAtOnce = 500;
// Keys that Redis looks at in one SCAN: some hundred microseconds of its time.
constexpr std::string_view kScanCount = "1000";

// A name as a part of a glob pattern that matches nothing but itself.
std::string Escaped(std::string_view name) {
  std::string escaped;
  for (const char c : name) {
    if (std::string_view("*?[]\\^").find(c) != std::string_view::npos) escaped += '\\';
    escaped += c;
  }
  return escaped;
}

constexpr std::chrono::milliseconds kFreeingPoll{50};

// Whether Redis still frees, in the background, what was deleted; false if it does not
// tell.
boost::asio::awaitable<bool> IsFreeing(redis::RedisConnection& connection) {
  constexpr std::string_view kPending = "lazyfree_pending_objects:";
  redis::CommandBatch batch;
  batch.Add({"INFO", "memory"});
  const redis::Replies replies = co_await connection.Execute(batch);
  const std::string_view info = replies[0].is_error() ? "" : replies[0].text();
  const std::size_t at = info.find(kPending);
  co_return at != std::string_view::npos &&
      !info.substr(at + kPending.size()).starts_with("0\r");
}

std::string TlsFlags(const redis::TlsOptions& tls) {
  std::string flags = tls.verify == redis::TlsOptions::Verify::kNone ? " --insecure" : "";
  if (!tls.ca_file.empty()) flags += " --cacert " + ShellQuoted(tls.ca_file);
  if (!tls.cert_file.empty()) {
    flags +=
        " --cert " + ShellQuoted(tls.cert_file) + " --key " + ShellQuoted(tls.key_file);
  }
  return flags;
}

// redis-cli with all options that lead to this database, except the login.
std::string RedisCli(const redis::RedisUrl& url, const redis::TlsOptions& tls) {
  const auto* const socket = std::get_if<redis::UnixAddress>(&url.address);
  if (socket == nullptr) {
    return "redis-cli -u " + ShellQuoted(redis::Describe(url)) +
           (url.tls ? TlsFlags(tls) : "");
  }
  return "redis-cli -s " + ShellQuoted(socket->path) +
         (url.database == 0 ? "" : " -n " + std::to_string(url.database));
}

// Those that are there of these buildings.
boost::asio::awaitable<std::vector<std::string>> KeysOf(
    redis::RedisConnection& connection, std::vector<std::string> buildings) {
  redis::CommandBatch batch;
  for (const std::string& building : buildings) {
    batch.Add({"HKEYS", worker::FlatsKey(building)});
    batch.Add({"EXISTS", building});
  }
  const redis::Replies replies = co_await connection.Execute(batch);
  std::vector<std::string> keys;
  for (std::size_t i = 0; i < buildings.size(); ++i) {
    const redis::Reply flats = replies[2 * i];
    const redis::Reply exists = replies[2 * i + 1];
    redis::ThrowIfError(flats, "HKEYS");
    redis::ThrowIfError(exists, "EXISTS");
    for (std::size_t j = 0; j < flats.size(); ++j) {
      keys.push_back(worker::MailKey(buildings[i], flats[j].text()));
    }
    if (exists.integer() > 0) keys.push_back(buildings[i]);
    // Last: as long as they are there, what belongs to them can be found.
    if (flats.size() > 0) keys.push_back(worker::FlatsKey(buildings[i]));
  }
  co_return keys;
}

// How keys are deleted: by DEL where UNLINK, which frees in the background, is not to be
// had.
class Deletion {
 public:
  void Add(const std::vector<std::string>& keys, redis::CommandBatch& batch) const {
    batch.Begin(1 + keys.size());
    batch.Argument(command_);
    for (const std::string& key : keys) batch.Argument(key);
  }

  // Whether it has worked; if not, it is to be tried once more. Throws RedisError.
  bool HasWorked(redis::Reply reply) {
    const bool was_unlink = command_ == kUnlink;
    if (reply.is_error() && was_unlink && IsMissing(reply.text())) {
      command_ = "DEL";
      return false;
    }
    redis::ThrowIfError(reply, std::string(command_));
    return true;
  }

 private:
  static constexpr std::string_view kUnlink = "UNLINK";

  static bool IsMissing(std::string_view error) {
    return error.starts_with("NOPERM") || error.starts_with("ERR unknown command");
  }

  std::string_view command_ = kUnlink;
};

boost::asio::awaitable<void> Delete(redis::RedisConnection& connection,
                                    std::vector<std::string> keys, Deletion& deletion) {
  redis::CommandBatch batch;
  bool worked = false;
  while (!worked) {
    batch.Clear();
    deletion.Add(keys, batch);
    const redis::Replies replies = co_await connection.Execute(batch);
    worked = deletion.HasWorked(replies[0]);
  }
}

// Matches the run's keys and no others: between the two stands the name of what a
// workload stores, such as "building:".
std::string PatternOf(const RunKeys& keys) {
  return Escaped(keys.key_prefix) + "*" + Escaped(keys.run_id) + "-*";
}

// Each command deletes what the one before has found, so that the two share a round trip.
boost::asio::awaitable<bool> SearchAndDelete(redis::RedisConnection& connection,
                                             std::string pattern,
                                             std::function<bool()> goes_on) {
  std::string cursor = "0";
  std::vector<std::string> found;
  Deletion deletion;
  redis::CommandBatch batch;
  bool searched = false;
  while (!searched || !found.empty()) {
    batch.Clear();
    if (!found.empty()) deletion.Add(found, batch);
    if (!searched) {
      batch.Add({"SCAN", cursor, "MATCH", pattern, "COUNT", kScanCount});
    }
    const redis::Replies replies = co_await connection.Execute(batch);
    if (!found.empty() && deletion.HasWorked(replies[0])) found.clear();
    if (!searched) {
      const redis::Reply scanned = replies[batch.size() - 1];
      redis::ThrowIfError(scanned, "SCAN");
      redis::ThrowUnless(scanned.size() == 2, "SCAN");
      cursor = scanned[0].text();
      searched = cursor == "0";
      for (std::size_t i = 0; i < scanned[1].size(); ++i) {
        found.emplace_back(scanned[1][i].text());
      }
    }
    if (!goes_on()) co_return false;
  }
  co_return true;
}

}  // namespace

boost::asio::awaitable<bool> DeleteKeys(redis::RedisConnection& connection, RunKeys keys,
                                        std::function<bool()> goes_on) {
  if (!keys.known) {
    co_return co_await SearchAndDelete(connection, PatternOf(keys), std::move(goes_on));
  }
  const std::size_t buildings_at_once =
      std::max<std::size_t>(kFlatsAtOnce / keys.flats, 1);
  const std::size_t hands = keys.workers * keys.concurrency;
  Deletion deletion;
  for (std::size_t next = 0; next < hands;) {
    std::vector<std::string> buildings;
    for (; next < hands && buildings.size() < buildings_at_once; ++next) {
      buildings.push_back(worker::BuildingKey(
          keys.key_prefix, worker::BuildingId(keys.run_id, next / keys.concurrency,
                                              next % keys.concurrency)));
    }
    const std::vector<std::string> all =
        co_await KeysOf(connection, std::move(buildings));
    if (!goes_on()) co_return false;
    for (std::size_t begin = 0; begin < all.size(); begin += kKeysAtOnce) {
      if (!goes_on()) co_return false;
      const std::size_t end = std::min(begin + kKeysAtOnce, all.size());
      std::vector<std::string> some(all.begin() + static_cast<std::ptrdiff_t>(begin),
                                    all.begin() + static_cast<std::ptrdiff_t>(end));
      co_await Delete(connection, std::move(some), deletion);
    }
  }
  co_return true;
}

std::string DeletionCommand(const redis::RedisUrl& url, const redis::TlsOptions& tls,
                            const RunKeys& keys) {
  const std::string cli = RedisCli(url, tls);
  std::string login;
  if (url.password) {
    login = " (with the password in REDISCLI_AUTH" +
            std::string(url.user ? " and --user" : "") + ")";
  }
  return cli + " --scan --pattern " + ShellQuoted(PatternOf(keys)) +
         " | xargs -d '\\n' " + cli + " unlink" + login;
}

boost::asio::awaitable<void> FlushAll(redis::RedisConnection& connection,
                                      std::vector<std::vector<std::string>> and_then,
                                      std::chrono::steady_clock::time_point deadline) {
  redis::CommandBatch batch;
  batch.Add({"MULTI"});
  // Without ASYNC it blocks everybody, a second for each million of keys: the leases of a
  // fleet expire meanwhile, and whoever watches this Redis takes it for dead.
  batch.Add({"FLUSHALL", "ASYNC"});
  for (const std::vector<std::string>& command : and_then) {
    batch.Begin(command.size());
    for (const std::string& argument : command) batch.Argument(argument);
  }
  batch.Add({"EXEC"});
  {
    const redis::Replies replies = co_await connection.Execute(batch);
    for (std::size_t i = 0; i < batch.size(); ++i) {
      redis::ThrowIfError(replies[i], "FLUSHALL");
    }
    const redis::Reply results = replies[batch.size() - 1];
    redis::ThrowUnless(results.size() == 1 + and_then.size(), "EXEC");
    for (std::size_t i = 0; i < results.size(); ++i) {
      redis::ThrowIfError(results[i], "FLUSHALL");
    }
  }
  boost::asio::steady_timer pause(co_await boost::asio::this_coro::executor);
  bool freeing = co_await IsFreeing(connection);
  while (freeing && std::chrono::steady_clock::now() < deadline) {
    pause.expires_after(kFreeingPoll);
    co_await pause.async_wait(boost::asio::use_awaitable);
    freeing = co_await IsFreeing(connection);
  }
}

}  // namespace redline::runner
