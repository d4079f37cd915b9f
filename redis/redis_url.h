// Where a Redis is and how to log in to it, read from a URL.
//
//   redis://[[USER]:PASSWORD@]HOST[:PORT][/DATABASE]      TCP; port 6379, database 0
//   rediss://...                                          the same over TLS
//   unix://[[USER]:PASSWORD@]/PATH[?db=DATABASE]          Unix socket
//   redis+unix://...                                      the same
//
// after the registrations of the scheme "redis" at IANA and the habits of redis-py. The
// scheme may be in any letter case, spaces around the URL are ignored, and user and
// password are percent-decoded once ('+' stays plus). The last '@' ends the login, so
// that a password with an unencoded '@' or '/' works; an IPv6 host is in brackets.
//
// Pure values and functions: any thread may call them.
#ifndef REDLINE_REDIS_REDIS_URL_H_
#define REDLINE_REDIS_REDIS_URL_H_

#include <cstdint>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <variant>

namespace redline::redis {

// One sentence that names the fault and the way out, and never the password.
class RedisUrlError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

struct TcpAddress {
  std::string host;  // A name or an address, without brackets.
  std::uint16_t port = 6379;

  bool operator==(const TcpAddress&) const = default;
};

struct UnixAddress {
  std::string path;

  bool operator==(const UnixAddress&) const = default;
};

struct RedisUrl {
  std::variant<TcpAddress, UnixAddress> address;
  std::optional<std::string> user;      // Never without a password.
  std::optional<std::string> password;  // Without a user: AUTH with the password only.
  std::uint32_t database = 0;
  bool tls = false;
};

// Throws RedisUrlError.
RedisUrl ParseRedisUrl(std::string_view text);

// The name or the address of the host; empty for a Unix socket.
std::string HostOf(const RedisUrl& url);

// Whether a host is the name "localhost", which is this machine wherever one asks (RFC
// 6761, 6.3), also where no hosts file says so.
bool IsLocalhost(std::string_view host);

// The URL as it may be shown to anyone: without user and password.
std::string Describe(const RedisUrl& url);

}  // namespace redline::redis

#endif  // REDLINE_REDIS_REDIS_URL_H_
