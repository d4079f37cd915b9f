#include "redis/reply.h"

#include "redis/error_class.h"
#include "redis/redis_error.h"

namespace redline::redis {

void ThrowIfError(Reply reply, std::string_view command) {
  if (!reply.is_error()) return;
  std::string sentence = "Redis answered " + std::string(command) +
                         " with an error: " + std::string(reply.text());
  if (ClassifyReply(reply.text()) == ErrorClass::kCluster) {
    sentence +=
        ". It is a node of a cluster, and the keys of a task lie on several nodes: test "
        "a "
        "Redis that stands alone.";
  }
  throw RedisError(RedisError::Kind::kErrorReply, sentence, reply.text());
}

}  // namespace redline::redis
