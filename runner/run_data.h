// What a run leaves in a Redis that the user named, and how it is taken away again.
//
// Every key of a run begins with the key prefix and holds the run's id, so its keys can
// be told from everybody else's, and those of one run from another's. Coroutines on the
// connection's event loop; throw redis::RedisError.
#ifndef REDLINE_RUNNER_RUN_DATA_H_
#define REDLINE_RUNNER_RUN_DATA_H_

#include <boost/asio/awaitable.hpp>
#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "redis/redis_connection.h"

namespace redline::runner {

// The pattern (of SCAN's MATCH) that the keys of one run have, and no others.
std::string KeyPattern(std::string_view key_prefix, std::string_view run_id);

struct Deletion {
  std::uint64_t keys = 0;
  bool complete = false;  // False if the time was over first.
};

// Deletes the keys of this pattern by SCAN and UNLINK, which keep Redis answering others,
// until none is left or `deadline` has passed.
boost::asio::awaitable<Deletion> DeleteKeys(
    redis::RedisConnection& connection, std::string pattern,
    std::chrono::steady_clock::time_point deadline);

// Deletes everything in all databases, and executes `and_then` in the same moment.
boost::asio::awaitable<void> FlushAll(redis::RedisConnection& connection,
                                      std::vector<std::vector<std::string>> and_then);

}  // namespace redline::runner

#endif  // REDLINE_RUNNER_RUN_DATA_H_
