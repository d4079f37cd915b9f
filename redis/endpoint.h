// From a URL to a connected socket.
#ifndef REDLINE_REDIS_ENDPOINT_H_
#define REDLINE_REDIS_ENDPOINT_H_

#include <boost/asio/awaitable.hpp>
#include <boost/asio/generic/stream_protocol.hpp>
#include <string_view>

#include "redis/redis_url.h"

namespace redline::redis {

using Socket = boost::asio::generic::stream_protocol::socket;
using Endpoint = boost::asio::generic::stream_protocol::endpoint;

// Resolves the URL's host and connects, on the calling coroutine's executor, to the first
// of its addresses that answers. The socket does not block. Throws RedisError
// (kUnreachable, kMisconfigured). A name server which does not answer is waited for as
// long as the system's resolver does.
boost::asio::awaitable<Socket> Dial(const RedisUrl& url);

// Connects once more, says `hello`, and returns the first byte of the answer; 0 if there
// is none.
boost::asio::awaitable<char> FirstByteOfAnswer(Endpoint endpoint, std::string_view hello);

}  // namespace redline::redis

#endif  // REDLINE_REDIS_ENDPOINT_H_
