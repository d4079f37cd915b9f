// Sentinels, who know which Redis is the master at the moment
// (https://redis.io/docs/latest/develop/reference/sentinel-clients/).
//
// They are asked anew for each connection, by redis/redis_connection.h, so that whoever
// reopens one after a failover comes to the new master.
#ifndef REDLINE_REDIS_SENTINEL_H_
#define REDLINE_REDIS_SENTINEL_H_

#include <boost/asio/awaitable.hpp>

#include "redis/command_channel.h"
#include "redis/connect_options.h"
#include "redis/redis_error.h"
#include "redis/redis_url.h"

namespace redline::redis {

// Asks one Sentinel after the other until one names the master, and returns the URL of
// that. Each has an equal part of the time-out, and the master the last one. Who answered
// is the first in `options` from then on, since the others may be slow to fail again.
//
// Throws RedisError (kUnreachable if waiting may heal it, kMisconfigured).
// REQUIRES: options.url names Sentinels.
boost::asio::awaitable<RedisUrl> FindMaster(ConnectOptions& options);

// Puts the Sentinel that answered last at the end: the Redis that it named was none, or
// no master. REQUIRES: as above.
void AskFirstLast(ConnectOptions& options);

// Throws RedisError (kUnreachable) if the Redis behind an open connection says that it is
// no master: Sentinels may be late to know. One that lets us not ask is taken for one.
boost::asio::awaitable<void> CheckIsMaster(CommandChannel& channel, const RedisUrl& url);

// An error of connecting to the Redis that the Sentinels of `url` have named, which the
// user has not; the same error if the URL names none.
RedisError AtMasterOf(const RedisUrl& url, const RedisError& error);

// The time for connecting is up, and no Sentinel has answered.
RedisError SentinelsSilent(const ConnectOptions& options);

}  // namespace redline::redis

#endif  // REDLINE_REDIS_SENTINEL_H_
