// What goes wrong with a Redis, as one sentence for the user, without the password.
#ifndef REDLINE_REDIS_REDIS_ERROR_H_
#define REDLINE_REDIS_REDIS_ERROR_H_

#include <stdexcept>
#include <string>

namespace redline::redis {

class RedisError : public std::runtime_error {
 public:
  enum class Kind {
    kCannotConnect,   // Refused, missing, silent, or a login that Redis does not accept.
    kConnectionLost,  // The connection is of no use any more; a new one may be.
    kErrorReply,      // Redis answered a command with an error; the connection is fine.
    kCancelled,       // RedisConnection::Cancel was called.
  };

  RedisError(Kind kind, const std::string& sentence)
      : std::runtime_error(sentence), kind_(kind) {}

  Kind kind() const { return kind_; }

 private:
  Kind kind_;
};

}  // namespace redline::redis

#endif  // REDLINE_REDIS_REDIS_ERROR_H_
