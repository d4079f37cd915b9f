// The sentences of connecting: each names the place, the likely cause and the way out,
// and none the password.
//
// The kind of each error tells whether waiting may heal it (see RedisError).
#ifndef REDLINE_REDIS_CONNECT_ERROR_H_
#define REDLINE_REDIS_CONNECT_ERROR_H_

#include <boost/system/error_code.hpp>
#include <cstddef>
#include <string_view>

#include "redis/connect_options.h"
#include "redis/redis_error.h"
#include "redis/tls_error.h"

namespace redline::redis {

// Getting there.
RedisError PathTooLong(const RedisUrl& url, std::size_t limit);
// A name may be unknown for a moment: that of a service which is just being made, or
// moved.
RedisError HostNotFound(const RedisUrl& url, const boost::system::error_code& error);
RedisError LookupTimedOut(const ConnectOptions& options);
RedisError NotReached(const RedisUrl& url, const boost::system::error_code& error);
RedisError TimedOut(const ConnectOptions& options);
RedisError ClosedBeforeAnAnswer(const RedisUrl& url, bool misses_certificate);
RedisError NotARedis(const RedisUrl& url);

// An error that Redis answers unasked before it closes the connection.
RedisError TurnedAway(const RedisUrl& url, std::string_view answer);

// An open connection that Redis, or a proxy before it, closed because of what it was
// sent: with these words, or silently where so many bytes may have been too many.
RedisError NotTaken(const RedisUrl& url, std::string_view answer);
RedisError MayBeTooMuch(const RedisError& lost, std::size_t bytes);

// TLS.
RedisError TlsRefused(const ConnectOptions& options, const TlsError& error);
RedisError HandshakeTimedOut(const ConnectOptions& options);
RedisError HandshakeClosed(const RedisUrl& url);
RedisError IsAPlainPort(const RedisUrl& url);
RedisError IsATlsPort(const RedisUrl& url);

// Logging in.
RedisError LoginRefused(const RedisUrl& url, std::string_view answer);
RedisError PasswordMissing(const RedisUrl& url, std::string_view answer);
RedisError DatabaseRefused(const RedisUrl& url, std::string_view answer);

// Being let in, but not served yet. `persistence` is what INFO persistence answered, or
// empty.
RedisError StillLoading(const RedisUrl& url, std::string_view answer,
                        std::string_view persistence);
RedisError NotReady(const RedisUrl& url, std::string_view answer);

}  // namespace redline::redis

#endif  // REDLINE_REDIS_CONNECT_ERROR_H_
