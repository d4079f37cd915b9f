// From a URL to a connected socket.
//
// All sockets are closed in the programs that this process starts.
#ifndef REDLINE_REDIS_ENDPOINT_H_
#define REDLINE_REDIS_ENDPOINT_H_

#include <boost/asio/awaitable.hpp>
#include <boost/asio/generic/stream_protocol.hpp>
#include <chrono>
#include <span>
#include <string_view>
#include <vector>

#include "redis/redis_url.h"

namespace redline::redis {

using Socket = boost::asio::generic::stream_protocol::socket;
using Endpoint = boost::asio::generic::stream_protocol::endpoint;

// Whether a name server must be asked for the URL's host, or one of its Sentinels'.
bool NeedsLookup(const RedisUrl& url);

// Where the URL leads: all addresses of its host. Throws RedisError (kUnreachable,
// kMisconfigured). REQUIRES: it names no Sentinels (redis/sentinel.h).
boost::asio::awaitable<std::vector<Endpoint>> Resolve(const RedisUrl& url);

// How long an address has to answer before the next one is tried beside it (RFC 8305).
inline constexpr std::chrono::milliseconds kHeadStart{250};

// Connects, on the calling coroutine's executor, to the first of the addresses that
// answers. Each has a head start over the next, unless it fails before. The socket does
// not block. Throws RedisError (kUnreachable, kMisconfigured), whose sentence names
// `url`. REQUIRES: `endpoints` is not empty.
boost::asio::awaitable<Socket> Dial(const RedisUrl& url,
                                    std::span<const Endpoint> endpoints);

// Connects once more, says `hello`, and returns the first byte of the answer; 0 if there
// is none.
boost::asio::awaitable<char> FirstByteOfAnswer(Endpoint endpoint, std::string_view hello);

}  // namespace redline::redis

#endif  // REDLINE_REDIS_ENDPOINT_H_
