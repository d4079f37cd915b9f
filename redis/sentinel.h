// Where the master is of which only its Sentinels know.
//
// After "Guidelines for Redis clients with support for Redis Sentinel" of Redis'
// documentation: the Sentinels are asked one after the other, on each connecting anew,
// and the first that knows the name is believed.
#ifndef REDLINE_REDIS_SENTINEL_H_
#define REDLINE_REDIS_SENTINEL_H_

#include <boost/asio/awaitable.hpp>

#include "redis/connect_options.h"

namespace redline::redis {

// The options with the master's address in place of the Sentinels'. A Sentinel that does
// not answer costs its share of the timeout. Throws RedisError: kMisconfigured if no
// waiting helps, as for a name that none of them knows; kUnreachable if none answered.
// REQUIRES: options.url.address is a SentinelAddress.
boost::asio::awaitable<ConnectOptions> FindMaster(const ConnectOptions& options);

}  // namespace redline::redis

#endif  // REDLINE_REDIS_SENTINEL_H_
