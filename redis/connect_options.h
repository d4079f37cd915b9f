// All that is needed to open a connection. Plain values.
#ifndef REDLINE_REDIS_CONNECT_OPTIONS_H_
#define REDLINE_REDIS_CONNECT_OPTIONS_H_

#include <chrono>

#include "redis/redis_url.h"
#include "redis/tls_options.h"

namespace redline::redis {

struct ConnectOptions {
  RedisUrl url;
  TlsOptions tls;                     // Ignored without url.tls.
  std::chrono::milliseconds timeout;  // For all of it, until Redis has let us in.
};

}  // namespace redline::redis

#endif  // REDLINE_REDIS_CONNECT_OPTIONS_H_
