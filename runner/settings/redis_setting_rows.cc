// The rows of the way to Redis, and of what a run does to it.
#include <chrono>
#include <string>

#include "redis/redis_url.h"
#include "redis/tls_options.h"
#include "runner/settings/setting_rows.h"

namespace redline::runner {
namespace {

using Verify = redis::TlsOptions::Verify;

constexpr Choice kVerifications[] = {
    {NameOf(Verify::kFull)}, {NameOf(Verify::kCa), "any name"}, {NameOf(Verify::kNone)}};

// The Redis without its login.
std::string RedisShown(const std::string& url) {
  return url.empty() ? "private" : redis::Describe(redis::ParseRedisUrl(url));
}

constexpr Setting kRedis[] = {
    {.name = "redis_url",
     .fallback = "",
     .help = "the Redis to test, redis://, rediss:// or unix:// (default: REDIS_TLS_URL, "
             "then REDIS_URL, else a private redis-server for this run)",
     .more = "`redis://[[user]:password@]host[:port][/db]`, the same with `rediss://` "
             "(TLS), `unix:///path[?db=N]`, or "
             "`redis+sentinel://[[user]:password@]host[:port][,host...]/master[/db]`",
     .scope = Scope::kDyno,
     // Heroku sets both on some apps, and only this one is of use there.
     .first_variable = "REDIS_TLS_URL",
     .shown = RedisShown,
     .store = [](const Value& v, Plan& p) { p.redis_url = v.given_text(); }},
    {.name = "redis_tls_verify",
     .fallback = "",
     .choices = kVerifications,
     .help = "how the certificate of a rediss:// server is checked: {} (default: full; "
             "none on a Heroku dyno)",
     .scope = Scope::kDyno,
     .store =
         [](const Value& v, Plan& p) {
           // Where it was not given, the plan has what suits the surroundings.
           if (const auto verify = redis::ParseVerify(v.text()))
             p.redis_tls.verify = *verify;
         }},
    {.name = "redis_tls_ca",
     .fallback = "",
     .is_path = true,
     .help = "file of the CA certificates to trust (default: the system's)",
     .scope = Scope::kDyno,
     .store = [](const Value& v, Plan& p) { p.redis_tls.ca_file = v.text(); }},
    {.name = "redis_tls_cert",
     .fallback = "",
     .is_path = true,
     .help = "file of the client's certificate, for a server that asks for one",
     .more = "PEM, with the CAs between it and the root if there are any",
     .scope = Scope::kDyno,
     .store = [](const Value& v, Plan& p) { p.redis_tls.cert_file = v.text(); }},
    {.name = "redis_tls_key",
     .fallback = "",
     .is_path = true,
     .help = "file of that certificate's private key",
     .more = "PEM, not encrypted",
     .scope = Scope::kDyno,
     .store = [](const Value& v, Plan& p) { p.redis_tls.key_file = v.text(); }},
    {.name = "redis_connect_timeout_ms",
     .fallback = 5000,
     .bounds = Bounds{1, 600'000},
     .help = "time that a connection to Redis may take",
     .scope = Scope::kDyno,
     .store =
         [](const Value& v, Plan& p) {
           p.redis_connect_timeout = std::chrono::milliseconds(v.whole());
         }},
    {.name = "redis_wait_seconds",
     .fallback = 10.0,
     .bounds = Bounds{0, 3600},
     .help = "time to wait for a Redis that is starting, loading or gone for a moment",
     .more = "at the start and in mid-run",
     .scope = Scope::kTest,
     .store = [](const Value& v, Plan& p) { p.redis_wait = v.rounded_seconds(); }},
    {.name = "key_prefix",
     .fallback = "test:",
     .help = "beginning of every key that the run writes",
     .scope = Scope::kTest,
     .store = [](const Value& v, Plan& p) { p.key_prefix = v.text(); }},
    {.name = "flushall",
     .fallback = false,
     .help =
         "empty the Redis that you named before the start: all of it, your own keys too",
     .scope = Scope::kTest,
     .flag_only = true,
     .store = [](const Value& v, Plan& p) { p.flushall = v.on(); }},
    {.name = "keep_data",
     .fallback = false,
     .help = "leave the run's keys in the Redis that you named",
     .scope = Scope::kDyno,
     .store = [](const Value& v, Plan& p) { p.keep_data = v.on(); }},
    {.name = "force",
     .fallback = false,
     .help = "start even if the preflight says that the run cannot work",
     .scope = Scope::kDyno,
     .flag_only = true,
     .store = [](const Value& v, Plan& p) { p.force = v.on(); }},
};

}  // namespace

constinit const Group kRedisSettings = {.title = "Redis", .settings = kRedis};

}  // namespace redline::runner
