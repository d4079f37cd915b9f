#include "redis/connect_error.h"

#include <boost/asio/error.hpp>
#include <string>
#include <variant>

#include "redis/error_class.h"

namespace redline::redis {
namespace {

using Kind = RedisError::Kind;

constexpr std::string_view kTrustNobody =
    "do not check the certificate: --redis_tls_verify=none.";

std::string Place(const RedisUrl& url) {
  return (url.is_sentinel ? "the Sentinel at " : "Redis at ") + Describe(url);
}

// At the beginning of a sentence.
std::string FirstPlace(const RedisUrl& url) {
  std::string place = Place(url);
  if (url.is_sentinel) place.front() = 'T';
  return place;
}

std::string Milliseconds(const ConnectOptions& options) {
  return std::to_string(options.timeout.count()) + " ms";
}

RedisError Unreachable(const std::string& sentence) {
  return RedisError(Kind::kUnreachable, sentence);
}

RedisError Misconfigured(const std::string& sentence, std::string_view answer = {}) {
  return RedisError(Kind::kMisconfigured, sentence, answer);
}

bool Contains(std::string_view text, std::string_view part) {
  return text.find(part) != std::string_view::npos;
}

// An answer to AUTH as it may be shown: a Redis that knows no AUTH repeats its arguments.
std::string WithoutThePassword(std::string_view answer, const RedisUrl& url) {
  const bool shows =
      Contains(answer, "args beginning with") ||
      (url.password && !url.password->empty() && Contains(answer, *url.password));
  return std::string(shows ? answer.substr(0, answer.find(' ')) : answer);
}

// The value of a line "name:value" of INFO; empty if there is none.
std::string_view Field(std::string_view info, std::string_view name) {
  const auto at = info.find(name);
  if (at == std::string_view::npos) return {};
  const auto value = info.substr(at + name.size());
  return value.substr(0, value.find('\r'));
}

RedisError SentinelLoginRefused(const RedisUrl& url, const std::string& answer) {
  return Misconfigured(
      FirstPlace(url) +
          (url.password ? " does not accept its login (" : " asks for a login (") +
          answer +
          "): give it at the end of the Redis URL as \"?sentinel_password=PASSWORD\", "
          "with \"&sentinel_username=USER\" if it has users.",
      answer);
}

}  // namespace

RedisError PathTooLong(const RedisUrl& url, std::size_t limit) {
  return Misconfigured("The path of " + Describe(url) + " is longer than the " +
                       std::to_string(limit) +
                       " bytes that a Unix socket's may have: use a shorter one.");
}

RedisError HostNotFound(const RedisUrl& url, const boost::system::error_code& error) {
  return Unreachable("The host of " + Describe(url) + " was not found (" +
                     error.message() + "): check its name in the Redis URL.");
}

RedisError LookupTimedOut(const ConnectOptions& options) {
  return Unreachable("No name server found the host of " + Describe(options.url) +
                     " within " + Milliseconds(options) +
                     ": check the network and /etc/resolv.conf, or give the host's "
                     "address in the Redis URL.");
}

RedisError NotReached(const RedisUrl& url, const boost::system::error_code& error) {
  namespace errc = boost::system::errc;
  const bool is_unix = std::holds_alternative<UnixAddress>(url.address);
  if (is_unix && error == errc::no_such_file_or_directory) {
    return Unreachable("There is no socket at " + Describe(url) +
                       ": start Redis with --unixsocket, or check the path.");
  }
  if (is_unix && error == errc::permission_denied) {
    return Misconfigured("This user may not use the socket of " + Describe(url) + " (" +
                         error.message() +
                         "): set Redis' --unixsocketperm, or run as another user.");
  }
  return Unreachable("Cannot connect to " + Place(url) + " (" + error.message() +
                     (url.is_sentinel ? "): start it" : "): start Redis") +
                     " there, or check the URL.");
}

RedisError TimedOut(const ConnectOptions& options) {
  return Unreachable(FirstPlace(options.url) + " did not answer within " +
                     Milliseconds(options) +
                     ": check that it is reachable, or give it more time with "
                     "--redis_connect_timeout_ms.");
}

RedisError ClosedBeforeAnAnswer(const RedisUrl& url, bool misses_certificate) {
  return Unreachable(FirstPlace(url) +
                     " closed the connection before it answered: check that it is not "
                     "shutting down, and that the URL names a " +
                     (url.is_sentinel ? "Sentinel" : "Redis") +
                     (misses_certificate
                          ? "; or else name the client certificate that it asked for "
                            "with --redis_tls_cert and --redis_tls_key."
                          : "."));
}

RedisError NotARedis(const RedisUrl& url) {
  return Misconfigured("The server at " + Describe(url) +
                       " does not speak Redis' protocol: check host and port in the "
                       "Redis URL.");
}

RedisError TurnedAway(const RedisUrl& url, std::string_view answer) {
  const bool full = ClassifyReply(answer) == ErrorClass::kMaxClients;
  if (full) {
    return RedisError(Kind::kNotReady,
                      FirstPlace(url) +
                          " has reached its limit of clients: raise its maxclients, or "
                          "use fewer workers.",
                      answer);
  }
  // It explains itself in a thousand bytes.
  if (answer.find("protected mode") != std::string_view::npos) {
    return Misconfigured(FirstPlace(url) +
                             " is in protected mode and serves its own machine only: "
                             "give it a password, or start it with --protected-mode no.",
                         answer);
  }
  return Misconfigured(FirstPlace(url) + " turns connections away (" +
                           std::string(answer) +
                           "): check the URL, and how that Redis is set up.",
                       answer);
}

RedisError NotTaken(const RedisUrl& url, std::string_view answer) {
  const bool is_too_long = Contains(answer, "bulk length");
  return RedisError(
      Kind::kErrorReply,
      FirstPlace(url) + " refused what it was sent, and closed the connection (" +
          std::string(answer) + ")" +
          (is_too_long ? ": its proto-max-bulk-len limits the size of a value; raise it, "
                         "or ask for less (--item_payload_kb)."
                       : "."),
      answer);
}

RedisError MayBeTooMuch(const RedisError& lost, std::size_t bytes) {
  constexpr std::size_t kMb = 1024 * 1024;
  return RedisError(lost.kind(),
                    std::string(lost.what()) + " It was sent " +
                        std::to_string(bytes / kMb) +
                        " MB at once, which may be more than it accepts: check its "
                        "client-query-buffer-limit and the limits of a proxy, or ask for "
                        "less (--item_payload_kb).");
}

RedisError TlsRefused(const ConnectOptions& options, const TlsError& error) {
  using Cause = TlsError::Cause;
  const std::string& file = options.tls.ca_file;
  const std::string certificate = "The certificate of " + Place(options.url);
  const std::string none(kTrustNobody);
  switch (error.cause()) {
    case Cause::kCaFile:
      return Misconfigured("The CA file " + file + " cannot be used (" + error.detail() +
                           "): name a file of certificates with --redis_tls_ca.");
    case Cause::kSelfSigned:
      return Misconfigured(
          certificate +
          (file.empty() ? " is self-signed" : " is self-signed and not in " + file) +
          ": if you trust it, name a file that holds it with --redis_tls_ca, or " + none);
    case Cause::kUnknownCa:
      return Misconfigured(
          certificate + " comes from the CA \"" + error.detail() + "\", which " +
          (file.empty() ? "this system does not know" : "is not in " + file) +
          ": name a file that holds the CA with --redis_tls_ca, or " + none);
    case Cause::kOtherName:
      return Misconfigured(certificate + " is for " + error.detail() + " and not for " +
                           HostOf(options.url) +
                           ": correct the host in the URL, or allow any name: "
                           "--redis_tls_verify=ca.");
    case Cause::kExpired:
      return Misconfigured(certificate + " expired at " + error.detail() +
                           ": renew it, or " + none);
    case Cause::kNotYetValid:
      return Misconfigured(certificate + " is not valid before " + error.detail() +
                           ": check this machine's clock, or " + none);
    case Cause::kCertificate:
      return Misconfigured(certificate + " is refused (" + error.detail() +
                           "): replace it, or " + none);
    case Cause::kClientCertFile:
      return Misconfigured("The client certificate " + options.tls.cert_file +
                           " cannot be used (" + error.detail() +
                           "): name a file that holds it with --redis_tls_cert.");
    case Cause::kClientKeyFile:
      return Misconfigured("The client key " + options.tls.key_file +
                           " cannot be used (" + error.detail() +
                           "): name a file that holds it with --redis_tls_key.");
    case Cause::kClientKeyEncrypted:
      return Misconfigured("The client key " + options.tls.key_file +
                           " is encrypted, and redline asks nobody for a passphrase: "
                           "name a file without one with --redis_tls_key.");
    case Cause::kClientKeyOfAnother:
      return Misconfigured("The client key " + options.tls.key_file +
                           " does not fit the certificate " + options.tls.cert_file +
                           ": name the files of one pair with --redis_tls_cert and "
                           "--redis_tls_key.");
    case Cause::kClientCertificate:
      if (!options.tls.cert_file.empty()) {
        return Misconfigured(FirstPlace(options.url) +
                             " does not accept the client certificate " +
                             options.tls.cert_file + " (" + error.detail() +
                             "): name one of a CA that it trusts with --redis_tls_cert.");
      }
      return Misconfigured(
          FirstPlace(options.url) +
          " asks for a client certificate: name its file with "
          "--redis_tls_cert and that of its key with --redis_tls_key, or "
          "start Redis with --tls-auth-clients no.");
    case Cause::kNotTls:
      return IsAPlainPort(options.url);
    case Cause::kProtocol:
      break;
  }
  return Misconfigured(FirstPlace(options.url) + " and redline do not agree on TLS (" +
                       error.detail() + "): Redis must offer TLS 1.2 or 1.3.");
}

RedisError HandshakeTimedOut(const ConnectOptions& options) {
  return Unreachable(FirstPlace(options.url) +
                     " did not answer the TLS handshake within " + Milliseconds(options) +
                     ": it hangs, or it is a plain port: then begin the URL with "
                     "redis://.");
}

RedisError HandshakeClosed(const RedisUrl& url) {
  return Unreachable(FirstPlace(url) +
                     " closed the connection during the TLS handshake: check that it is "
                     "not shutting down, or full (maxclients), and that it speaks TLS.");
}

RedisError IsAPlainPort(const RedisUrl& url) {
  return Misconfigured(
      FirstPlace(url) +
      " did not answer the TLS handshake, but answers without TLS: it "
      "is a plain port, so begin the URL with redis://, or give its TLS port.");
}

RedisError IsATlsPort(const RedisUrl& url) {
  return Misconfigured(FirstPlace(url) +
                       " closed the connection without an answer, but answers to TLS: "
                       "it expects TLS, so begin the URL with rediss://.");
}

RedisError LoginRefused(const RedisUrl& url, std::string_view answer) {
  // Redis before version 6 knows one password and no users.
  const bool old_wrong = Contains(answer, "invalid password");
  const bool old_user = url.user && Contains(answer, "wrong number of arguments");
  const std::string shown = WithoutThePassword(answer, url);
  if (Contains(answer, "without any password configured") ||
      Contains(answer, "no password is set")) {
    const std::string what =
        url.is_sentinel ? "sentinel_password" : std::string("the password");
    return Misconfigured(
        FirstPlace(url) + " has no password: leave " + what + " out of the Redis URL.",
        shown);
  }
  if (url.is_sentinel) return SentinelLoginRefused(url, shown);
  if (old_user) {
    return Misconfigured(FirstPlace(url) + " is too old for users: leave the user \"" +
                             *url.user + "\" out of the Redis URL (\":password@\").",
                         shown);
  }
  if (!answer.starts_with("WRONGPASS") && !old_wrong) {
    return Misconfigured(FirstPlace(url) + " refused the login (" + shown +
                             "): correct the user and the password in the Redis URL.",
                         shown);
  }
  if (url.user) {
    return Misconfigured(FirstPlace(url) + " does not accept the user \"" + *url.user +
                             "\" with the password of the Redis URL: correct them, or "
                             "leave the user out (\":password@\") to log in with the "
                             "password only.",
                         shown);
  }
  return Misconfigured(FirstPlace(url) +
                           " does not accept the password of the Redis URL: correct it, "
                           "or name the user that it belongs to (\"user:password@\").",
                       shown);
}

RedisError PasswordMissing(const RedisUrl& url, std::string_view answer) {
  if (url.is_sentinel) return SentinelLoginRefused(url, std::string(answer));
  return Misconfigured(FirstPlace(url) +
                           " asks for a password: put it into the Redis URL as "
                           "\":password@\" before the host.",
                       answer);
}

RedisError DatabaseRefused(const RedisUrl& url, std::string_view answer) {
  const bool may_not = ClassifyReply(answer) == ErrorClass::kNoPermission;
  return Misconfigured(
      FirstPlace(url) + " does not give database " + std::to_string(url.database) + " (" +
          std::string(answer) +
          (may_not
               ? "): allow its user SELECT, or leave the database out of the Redis URL."
               : "): choose another at the end of the Redis URL."),
      answer);
}

RedisError StillLoading(const RedisUrl& url, std::string_view answer,
                        std::string_view persistence) {
  const auto percent = Field(persistence, "loading_loaded_perc:");
  const auto seconds = Field(persistence, "loading_eta_seconds:");
  std::string progress;
  if (!percent.empty() && !seconds.empty()) {
    progress = " (" + std::string(percent.substr(0, percent.find('.'))) +
               " % done, about " + std::string(seconds) + " s to go)";
  }
  return RedisError(Kind::kNotReady,
                    FirstPlace(url) + " is still loading its data" + progress +
                        ": wait until it is ready.",
                    answer);
}

RedisError NotReady(const RedisUrl& url, std::string_view answer) {
  switch (ClassifyReply(answer)) {
    case ErrorClass::kBusy:
      return RedisError(Kind::kNotReady,
                        FirstPlace(url) +
                            " is busy with someone's script: wait until that ends, or "
                            "end it with SCRIPT KILL.",
                        answer);
    case ErrorClass::kMasterDown:
      return RedisError(Kind::kNotReady,
                        FirstPlace(url) +
                            " is a replica that has lost its master: wait for the "
                            "failover, or give the URL of the master.",
                        answer);
    default:
      return RedisError(Kind::kNotReady,
                        FirstPlace(url) + " is not ready (" + std::string(answer) +
                            "): wait until it is.",
                        answer);
  }
}

}  // namespace redline::redis
