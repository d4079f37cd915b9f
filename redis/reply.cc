#include "redis/reply.h"

#include "redis/error_class.h"
#include "redis/redis_error.h"

namespace redline::redis {

Reply Reply::Nil() {
  static const ReplyArena* const nil = [] {
    auto* const arena = new ReplyArena;
    arena->nodes.emplace_back();
    return arena;
  }();
  return {*nil, 0};
}

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

void ThrowUnless(bool fits, std::string_view command) {
  if (fits) return;
  throw RedisError(
      RedisError::Kind::kErrorReply,
      "The answer to " + std::string(command) +
          " is not of the form that Redis gives it: check that the URL names "
          "a Redis server, and that nothing between changes its answers.");
}

}  // namespace redline::redis
