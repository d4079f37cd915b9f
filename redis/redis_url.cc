#include "redis/redis_url.h"

#include <strings.h>

#include <algorithm>
#include <charconv>
#include <system_error>
#include <utility>

#include "base/ascii.h"

namespace redline::redis {
namespace {

constexpr std::uint16_t kSentinelPort = 26379;

std::string PercentDecode(std::string_view text, const char* part) {
  std::string decoded;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '%') {
      decoded += text[i];
      continue;
    }
    unsigned value = 0;
    const auto digits = text.substr(i + 1, 2);
    const auto [end, error] =
        std::from_chars(digits.data(), digits.data() + digits.size(), value, 16);
    if (digits.size() != 2 || error != std::errc() || end != digits.data() + 2) {
      throw RedisUrlError(std::string("The ") + part +
                          " in the Redis URL has a '%' without two hexadecimal digits "
                          "after it: write a '%' itself as \"%25\".");
    }
    decoded += static_cast<char>(value);
    i += 2;
  }
  return decoded;
}

template <typename Number>
std::optional<Number> ParseNumber(std::string_view text) {
  Number number{};
  const char* const end = text.data() + text.size();
  const auto [parsed, error] = std::from_chars(text.data(), end, number);
  if (text.empty() || error != std::errc() || parsed != end) return std::nullopt;
  return number;
}

std::uint32_t ParseDatabase(std::string_view text) {
  const auto database = ParseNumber<std::uint32_t>(text);
  if (!database) {
    // Its text is not shown: with an '@' missing, it holds a password.
    throw RedisUrlError("The Redis URL names a database that is no number such as 0.");
  }
  return *database;
}

// Whether the options of a Sentinels' URL, behind its '?', begin with one that it knows.
bool BeginsWithSentinelOption(std::string_view options) {
  return options.starts_with("db=") || options.starts_with("sentinel_");
}

// The options, which may hold a password with an '@' or '/' in it; empty if there are
// none. A '?' in the login is not their beginning.
std::string_view SentinelOptions(std::string_view text) {
  for (std::size_t mark = text.find('?'); mark != text.npos;
       mark = text.find('?', mark + 1)) {
    const std::string_view options = text.substr(mark + 1);
    const bool is_behind_login = options.find('@') == options.npos;
    if (is_behind_login || BeginsWithSentinelOption(options)) return options;
  }
  return {};
}

// Takes "[user]:password@" off the front of `rest`.
void TakeLogin(std::string_view& rest, RedisUrl& url) {
  const auto at = rest.rfind('@');
  if (at == std::string_view::npos) return;
  const auto login = rest.substr(0, at);
  rest.remove_prefix(at + 1);
  const auto colon = login.find(':');
  if (colon == std::string_view::npos) {
    // The text there may be meant as a password, so it is not shown.
    throw RedisUrlError(
        "The Redis URL has a login without ':' before its '@': write "
        "\"user:password@\", or \":password@\" for a password only.");
  }
  const auto user = login.substr(0, colon);
  const auto password = login.substr(colon + 1);
  if (user.empty() && password.empty()) return;
  if (!user.empty()) url.user = PercentDecode(user, "user");
  url.password = PercentDecode(password, "password");
}

// Reads "name=value&...". `take(name, value)` returns whether it knows the name; "db" is
// known everywhere.
template <typename Take>
void ReadOptions(std::string_view options, RedisUrl& url, const char* known,
                 const Take& take) {
  while (!options.empty()) {
    const auto option = options.substr(0, options.find('&'));
    options.remove_prefix(std::min(option.size() + 1, options.size()));
    const auto name = option.substr(0, option.find('='));
    const auto value = option.substr(std::min(name.size() + 1, option.size()));
    if (name == "db") {
      url.database = ParseDatabase(value);
    } else if (!take(name, value)) {
      // Without a '=' it may be a part of a password.
      throw RedisUrlError("The Redis URL has " +
                          (name.size() == option.size()
                               ? "an option without '='"
                               : "the option \"" + std::string(name) + '"') +
                          ", which redline does not know: it knows only " + known + ".");
    }
  }
}

// Takes "?db=DATABASE" off the end of `rest`.
void TakeDatabaseOption(std::string_view& rest, RedisUrl& url) {
  const auto mark = rest.find('?');
  if (mark == std::string_view::npos) return;
  ReadOptions(rest.substr(mark + 1), url, "\"db\"", [](auto, auto) { return false; });
  rest = rest.substr(0, mark);
}

TcpAddress ParseHostAndPort(std::string_view text, std::uint16_t default_port) {
  TcpAddress address{.host = {}, .port = default_port};
  std::string_view port;
  if (text.starts_with('[')) {
    const auto bracket = text.find(']');
    if (bracket == std::string_view::npos) {
      throw RedisUrlError(
          "The Redis URL has a '[' without a ']': write an IPv6 host as \"[::1]\".");
    }
    address.host = text.substr(1, bracket - 1);
    port = text.substr(bracket + 1);
    if (!port.empty() && port[0] != ':') {
      throw RedisUrlError(
          "The Redis URL has something else after the ']' of its host than "
          "\":PORT\".");
    }
  } else {
    address.host = text.substr(0, text.find(':'));
    port = text.substr(address.host.size());
    if (port.find(':', 1) != std::string_view::npos) {
      throw RedisUrlError(
          "The Redis URL has more than one ':' after its host: write an IPv6 host in "
          "brackets, such as \"[::1]\".");
    }
  }
  if (address.host.empty()) {
    throw RedisUrlError(
        "The Redis URL names no host: write one, such as "
        "\"redis://localhost:6379\".");
  }
  if (!port.empty()) {
    const auto number = ParseNumber<std::uint16_t>(port.substr(1));
    if (!number || *number == 0) {
      // It may be a password whose '@' is missing.
      throw RedisUrlError(
          "The Redis URL names a port that is no number from 1 to 65535: correct it, or "
          "end the login with '@' if that is what stands there.");
    }
    address.port = *number;
  }
  return address;
}

RedisUrl ParseTcp(std::string_view rest, bool tls) {
  RedisUrl url;
  url.tls = tls;
  TakeLogin(rest, url);
  TakeDatabaseOption(rest, url);
  const auto slash = rest.find('/');
  url.address = ParseHostAndPort(rest.substr(0, slash), TcpAddress().port);
  if (slash != std::string_view::npos && slash + 1 < rest.size()) {
    url.database = ParseDatabase(rest.substr(slash + 1));
  }
  return url;
}

RedisUrl ParseUnix(std::string_view rest) {
  RedisUrl url;
  // A path may hold an '@' itself.
  if (!rest.starts_with('/')) TakeLogin(rest, url);
  TakeDatabaseOption(rest, url);
  UnixAddress address{PercentDecode(rest, "path")};
  if (!address.path.starts_with('/') || address.path.find('\0') != std::string::npos) {
    throw RedisUrlError(
        "The Redis URL names no path of a Unix socket: write it in full, such as "
        "\"unix:///run/redis.sock\".");
  }
  url.address = std::move(address);
  return url;
}

RedisUrl ParseSentinel(std::string_view rest, bool tls) {
  RedisUrl url;
  url.tls = tls;
  SentinelAddress address;
  const std::string_view options = SentinelOptions(rest);
  if (!options.empty()) rest.remove_suffix(options.size() + 1);
  TakeLogin(rest, url);
  ReadOptions(options, url, "\"db\", \"sentinel_username\" and \"sentinel_password\"",
              [&](std::string_view name, std::string_view value) {
                if (name == "sentinel_username") {
                  address.user = PercentDecode(value, "sentinel_username");
                  return true;
                }
                if (name == "sentinel_password") {
                  address.password = PercentDecode(value, "sentinel_password");
                  return true;
                }
                // What stands there may be the rest of the password.
                if (address.password) {
                  throw RedisUrlError(
                      "The Redis URL has an option after sentinel_password that redline "
                      "does not know: write an '&' in a password as \"%26\".");
                }
                return false;
              });
  if (address.user && !address.password) {
    throw RedisUrlError(
        "The Redis URL has a sentinel_username without a sentinel_password: add it, or "
        "leave both out.");
  }
  auto hosts = rest.substr(0, rest.find('/'));
  rest.remove_prefix(hosts.size());
  while (true) {
    const auto host = hosts.substr(0, hosts.find(','));
    address.sentinels.push_back(ParseHostAndPort(host, kSentinelPort));
    if (host.size() == hosts.size()) break;
    hosts.remove_prefix(host.size() + 1);
  }
  if (!rest.empty()) rest.remove_prefix(1);
  const auto name = rest.substr(0, rest.find('/'));
  address.master = PercentDecode(name, "master's name");
  if (address.master.empty()) {
    throw RedisUrlError(
        "The Redis URL names Sentinels and no master: write its name after them, such as "
        "\"redis+sentinel://host:26379/mymaster\".");
  }
  if (name.size() + 1 < rest.size()) {
    url.database = ParseDatabase(rest.substr(name.size() + 1));
  }
  url.address = std::move(address);
  return url;
}

std::string Describe(const TcpAddress& address) {
  const bool brackets = address.host.find(':') != std::string::npos;
  return (brackets ? "[" + address.host + "]" : address.host) + ":" +
         std::to_string(address.port);
}

}  // namespace

RedisUrl ParseRedisUrl(std::string_view text) {
  text = Trim(text);
  const auto scheme_end = text.find("://");
  const auto scheme = LowerCase(text.substr(0, scheme_end));
  if (scheme_end != std::string_view::npos) {
    const auto rest = text.substr(scheme_end + 3);
    if (scheme == "redis") return ParseTcp(rest, false);
    if (scheme == "rediss") return ParseTcp(rest, true);
    if (scheme == "redis+sentinel") return ParseSentinel(rest, false);
    if (scheme == "rediss+sentinel") return ParseSentinel(rest, true);
    if (scheme == "unix" || scheme == "redis+unix") return ParseUnix(rest);
  }
  throw RedisUrlError(
      "The Redis URL must begin with redis://, rediss://, unix:// or redis+sentinel://, "
      "for example redis://localhost:6379.");
}

bool IsLocalhost(std::string_view host) {
  constexpr std::string_view kName = "localhost";
  return host.size() == kName.size() &&
         ::strncasecmp(host.data(), kName.data(), kName.size()) == 0;
}

std::string HostOf(const RedisUrl& url) {
  const auto* tcp = std::get_if<TcpAddress>(&url.address);
  return tcp == nullptr ? "" : tcp->host;
}

std::string Describe(const RedisUrl& url) {
  std::string text;
  if (const auto* tcp = std::get_if<TcpAddress>(&url.address)) {
    text = (url.tls ? "rediss://" : "redis://") + Describe(*tcp);
    if (url.database != 0) text += "/" + std::to_string(url.database);
  } else if (const auto* sentinel = std::get_if<SentinelAddress>(&url.address)) {
    text = url.tls ? "rediss+sentinel://" : "redis+sentinel://";
    for (const TcpAddress& one : sentinel->sentinels) text += Describe(one) + ",";
    text.back() = '/';
    text += sentinel->master;
    if (url.database != 0) text += "/" + std::to_string(url.database);
  } else {
    text = "unix://" + std::get<UnixAddress>(url.address).path;
    if (url.database != 0) text += "?db=" + std::to_string(url.database);
  }
  return text;
}

}  // namespace redline::redis
