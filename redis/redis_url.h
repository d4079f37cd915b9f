// Where a Redis is and how to log in to it, read from a URL.
//
//   redis://[[USER]:PASSWORD@]HOST[:PORT][/DATABASE]      TCP; port 6379, database 0
//   rediss://...                                          the same over TLS
//   unix://[[USER]:PASSWORD@]/PATH[?db=DATABASE]          Unix socket
//   redis+unix://...                                      the same
//   redis+sentinel://[[USER]:PASSWORD@]HOST[:PORT][,HOST[:PORT]...]/MASTER[/DATABASE]
//                                                         the master that Sentinels name;
//                                                         port 26379
//   rediss+sentinel://...                                 the same, all over TLS
//
// after the registrations of the scheme "redis" at IANA and the habits of redis-py. The
// login is the Redis'; Sentinels that ask for one get "?sentinel_username=USER" and
// "sentinel_password=PASSWORD", joined by '&'. The
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
#include <vector>

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

// Sentinels, any of which can be asked where the Redis is.
struct SentinelAddress {
  std::vector<TcpAddress> sentinels;     // One at least.
  std::string master;                    // The name by which they know it.
  std::optional<std::string> user = {};  // The Sentinels' own login, as a RedisUrl's.
  std::optional<std::string> password = {};

  bool operator==(const SentinelAddress&) const = default;
};

struct RedisUrl {
  std::variant<TcpAddress, UnixAddress, SentinelAddress> address;
  std::optional<std::string> user;      // Never without a password.
  std::optional<std::string> password;  // Without a user: AUTH with the password only.
  std::uint32_t database = 0;
  bool tls = false;
  bool is_sentinel = false;  // What serves there, for sentences to name it.
};

// Throws RedisUrlError.
RedisUrl ParseRedisUrl(std::string_view text);

// The name or the address of the host; empty for a Unix socket and for Sentinels.
std::string HostOf(const RedisUrl& url);

// Whether a host is the name "localhost", which is this machine wherever one asks (RFC
// 6761, 6.3), also where no hosts file says so.
bool IsLocalhost(std::string_view host);

// The URL as it may be shown to anyone: without users and passwords.
std::string Describe(const RedisUrl& url);

}  // namespace redline::redis

#endif  // REDLINE_REDIS_REDIS_URL_H_
