// Reads RESP2 replies, as they come in pieces from a socket, into a ReplyArena.
//
// The parser is hiredis' redisReader; this class only tells it where to put what it
// reads. Used by one thread.
#ifndef REDLINE_REDIS_REPLY_READER_H_
#define REDLINE_REDIS_REPLY_READER_H_

#include <hiredis/read.h>

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

#include "redis/reply.h"

namespace redline::redis {

class ReplyReader {
 public:
  ReplyReader();
  ReplyReader(const ReplyReader&) = delete;
  ReplyReader& operator=(const ReplyReader&) = delete;

  // Takes bytes in, and adds the replies that they complete. Throws RedisError
  // (kConnectionLost) if they are not RESP2 or would not fit into memory, after which
  // the reader is of no more use until it is Reset.
  void Feed(std::string_view bytes);

  // Forgets the complete replies and keeps their memory. REQUIRES: no reply is half read.
  void Clear();

  // Forgets everything, a reply that is half read too, and is as good as new.
  void Reset();

  // Feed has met bytes that are not RESP2.
  bool broken() const { return reader_->err != 0; }

  Replies replies() const { return Replies(arena_); }

 private:
  struct Free {
    void operator()(redisReader* reader) const { redisReaderFree(reader); }
  };

  using Reader = std::unique_ptr<redisReader, Free>;

  static Reader MakeReader(ReplyArena& arena);

  // Empties the arena's text or, while somebody keeps that, takes another.
  void TakeFreeText();

  ReplyArena arena_;
  // Takes turns with the arena's text. The longer one goes first, so that the same
  // memory, which may still be in a cache, serves one long reply after the other.
  std::shared_ptr<std::string> spare_text_ = std::make_shared<std::string>();
  Reader reader_;
};

}  // namespace redline::redis

#endif  // REDLINE_REDIS_REPLY_READER_H_
