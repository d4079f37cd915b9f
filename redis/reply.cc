#include "redis/reply.h"

#include "redis/redis_error.h"

namespace redline::redis {

void ThrowIfError(Reply reply, std::string_view command) {
  if (!reply.is_error()) return;
  throw RedisError(RedisError::Kind::kErrorReply,
                   "Redis answered " + std::string(command) +
                       " with an error: " + std::string(reply.text()),
                   reply.text());
}

}  // namespace redline::redis
