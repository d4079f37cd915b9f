// A run's data in a Redis that the user named, and its removal.
//
// Every key of a run begins with the key prefix and holds the run's id, so its keys can
// be told from everybody else's, and those of one run from another's. Coroutines on the
// connection's event loop; throw redis::RedisError.
#ifndef REDLINE_RUNNER_REDIS_RUN_DATA_H_
#define REDLINE_RUNNER_REDIS_RUN_DATA_H_

#include <boost/asio/awaitable.hpp>
#include <chrono>
#include <cstddef>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "redis/redis_connection.h"
#include "redis/redis_url.h"
#include "redis/tls_options.h"

namespace redline::runner {

// Whose keys they are.
struct RunKeys {
  std::string key_prefix;
  std::string run_id;
  std::size_t workers = 0;
  std::size_t concurrency = 1;  // Of a worker: as many have buildings of their own.
  std::size_t flats = 100;      // Of a building, at most; at least 1.
  // The workers stored buildings, whose keys are known
  // (worker/workloads/building_keys.h).
  bool known = true;
};

// Deletes all keys of the run, a few at a time, so that Redis goes on answering others.
// Those that are known are gone at once, however many others there are; the others are
// searched for by SCAN, which reads all names. Asks `goes_on` whenever Redis has
// answered, and returns false if that says no.
boost::asio::awaitable<bool> DeleteKeys(redis::RedisConnection& connection, RunKeys keys,
                                        std::function<bool()> goes_on);

// A shell's command line that deletes them, for the user: without the login, which it
// says where to put. `tls` is for a URL with TLS.
std::string DeletionCommand(const redis::RedisUrl& url, const redis::TlsOptions& tls,
                            const RunKeys& keys);

// Deletes everything in all databases, and executes `and_then` in the same moment. Redis
// answers others meanwhile, and frees the memory in the background: returns when it has,
// so that this is no part of what is measured, or at `deadline`.
boost::asio::awaitable<void> FlushAll(redis::RedisConnection& connection,
                                      std::vector<std::vector<std::string>> and_then,
                                      std::chrono::steady_clock::time_point deadline);

}  // namespace redline::runner

#endif  // REDLINE_RUNNER_REDIS_RUN_DATA_H_
