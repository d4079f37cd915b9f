#include "runner/run_data.h"

#include <cstddef>
#include <vector>

#include "redis/command_batch.h"
#include "redis/reply.h"

namespace redline::runner {
namespace {

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

}  // namespace

std::string KeyPattern(std::string_view key_prefix, std::string_view run_id) {
  // Between the two stands the name of what a workload stores, such as "building:".
  return Escaped(key_prefix) + "*" + Escaped(run_id) + "-*";
}

boost::asio::awaitable<Deletion> DeleteKeys(
    redis::RedisConnection& connection, std::string pattern,
    std::chrono::steady_clock::time_point deadline) {
  Deletion deletion;
  std::string cursor = "0";
  redis::CommandBatch batch;
  while (std::chrono::steady_clock::now() < deadline) {
    batch.Clear();
    batch.Add({"SCAN", cursor, "MATCH", pattern, "COUNT", kScanCount});
    const redis::Replies scanned = co_await connection.Execute(batch);
    redis::ThrowIfError(scanned[0], "SCAN");
    cursor = scanned[0][0].text();
    const redis::Reply keys = scanned[0][1];
    if (keys.size() > 0) {
      deletion.keys += keys.size();
      batch.Clear();
      batch.Begin(1 + keys.size());
      batch.Argument("UNLINK");
      for (std::size_t i = 0; i < keys.size(); ++i) batch.Argument(keys[i].text());
      const redis::Replies unlinked = co_await connection.Execute(batch);
      redis::ThrowIfError(unlinked[0], "UNLINK");
    }
    if (cursor == "0") {
      deletion.complete = true;
      break;
    }
  }
  co_return deletion;
}

boost::asio::awaitable<void> FlushAll(redis::RedisConnection& connection,
                                      std::vector<std::vector<std::string>> and_then) {
  redis::CommandBatch batch;
  batch.Add({"MULTI"});
  batch.Add({"FLUSHALL"});
  for (const std::vector<std::string>& command : and_then) {
    batch.Begin(command.size());
    for (const std::string& argument : command) batch.Argument(argument);
  }
  batch.Add({"EXEC"});
  const redis::Replies replies = co_await connection.Execute(batch);
  for (std::size_t i = 0; i < batch.size(); ++i) {
    redis::ThrowIfError(replies[i], "FLUSHALL");
  }
}

}  // namespace redline::runner
