// Reads RESP2 replies, as they come in pieces from a socket, for one who waits for them.
//
// Used by one thread.
#ifndef REDLINE_REDIS_REPLY_READER_H_
#define REDLINE_REDIS_REPLY_READER_H_

#include <string_view>

#include "redis/reply.h"
#include "redis/reply_parser.h"
#include "redis/reply_store.h"

namespace redline::redis {

class ReplyReader {
 public:
  // Takes bytes in, and adds the replies that they complete. Throws RedisError
  // (kConnectionLost) if they are not RESP2 or would not fit into memory, after which
  // the reader is of no more use until it is Reset.
  void Feed(std::string_view bytes) {
    parser_.Feed(bytes);
    while (parser_.Next(store_.arena())) continue;
  }

  // Forgets the complete replies and keeps their memory. REQUIRES: no reply is half read.
  void Clear() { store_.Clear(); }

  // Forgets everything, a reply that is half read too, and is as good as new.
  void Reset() {
    parser_.Reset();
    store_.Clear();
  }

  // Feed has met bytes that are not RESP2.
  bool broken() const { return parser_.broken(); }

  Replies replies() const { return store_.replies(); }

 private:
  ReplyParser parser_;
  ReplyStore store_;
};

}  // namespace redline::redis

#endif  // REDLINE_REDIS_REPLY_READER_H_
