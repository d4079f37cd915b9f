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
  if (reply.is_error()) ThrowErrorReply(reply.text(), command);
}

void ThrowErrorReply(std::string_view error, std::string_view command) {
  std::string sentence =
      "Redis answered " + std::string(command) + " with an error: " + std::string(error);
  if (const auto way_out = WayOutOf(ClassifyReply(error)); !way_out.empty()) {
    sentence += (sentence.ends_with('.') ? " " : ". ") + std::string(way_out);
  }
  throw RedisError(RedisError::Kind::kErrorReply, sentence, error);
}

void ThrowUnless(bool fits, std::string_view command) {
  if (fits) return;
  throw RedisError(RedisError::Kind::kErrorReply,
                   "The answer to " + std::string(command) +
                       " does not have the form that Redis gives it: check that the URL "
                       "names a Redis server, and that no proxy changes its answers.");
}

}  // namespace redline::redis
