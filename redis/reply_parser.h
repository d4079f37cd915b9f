// Parses RESP2 replies, as their bytes come in pieces from a socket, into the arenas of
// those who wait for them.
//
// The parser is hiredis' redisReader; this class only tells it where to put what it
// reads. Used by one thread.
#ifndef REDLINE_REDIS_REPLY_PARSER_H_
#define REDLINE_REDIS_REPLY_PARSER_H_

#include <hiredis/read.h>

#include <memory>
#include <string_view>

#include "redis/reply.h"

namespace redline::redis {

class ReplyParser {
 public:
  ReplyParser();
  ReplyParser(const ReplyParser&) = delete;
  ReplyParser& operator=(const ReplyParser&) = delete;

  // Takes bytes in.
  void Feed(std::string_view bytes);

  // Goes on with the next reply, and returns true if it is complete; the arena then has
  // it. Throws RedisError (kConnectionLost) if the bytes are not RESP2 or would not fit
  // into memory, after which the parser is of no more use until it is Reset.
  //
  // REQUIRES: after a call that returned false, the next one is given the same arena, in
  // which nothing has been touched.
  bool Next(ReplyArena& arena);

  // Forgets everything, and is as good as new.
  void Reset();

  // It has met bytes that are not RESP2.
  bool broken() const { return reader_->err != 0; }

 private:
  struct Free {
    void operator()(redisReader* reader) const { redisReaderFree(reader); }
  };

  using Reader = std::unique_ptr<redisReader, Free>;

  static Reader MakeReader();

  Reader reader_;
};

}  // namespace redline::redis

#endif  // REDLINE_REDIS_REPLY_PARSER_H_
