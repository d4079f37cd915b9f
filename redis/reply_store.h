// Keeps the replies to one batch after the other, in memory that is used again.
//
// Used by one thread.
#ifndef REDLINE_REDIS_REPLY_STORE_H_
#define REDLINE_REDIS_REPLY_STORE_H_

#include <memory>
#include <string>

#include "redis/reply.h"

namespace redline::redis {

class ReplyStore {
 public:
  ReplyStore() = default;
  ReplyStore(const ReplyStore&) = delete;
  ReplyStore& operator=(const ReplyStore&) = delete;

  // Forgets the replies and keeps their memory, except for texts that somebody holds
  // (Reply::shared_text).
  void Clear();

  Replies replies() const { return Replies(arena_); }

  // For the parser to fill.
  ReplyArena& arena() { return arena_; }

 private:
  // Empties the arena's text or, while somebody keeps that, takes another.
  void TakeFreeText();

  ReplyArena arena_;
  // Takes turns with the arena's text. The longer one goes first, so that the same
  // memory, which may still be in a cache, serves one long reply after the other.
  std::shared_ptr<std::string> spare_text_ = std::make_shared<std::string>();
};

}  // namespace redline::redis

#endif  // REDLINE_REDIS_REPLY_STORE_H_
