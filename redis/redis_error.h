// An error of a Redis, as one sentence for the user, without the password.
#ifndef REDLINE_REDIS_REDIS_ERROR_H_
#define REDLINE_REDIS_REDIS_ERROR_H_

#include <stdexcept>
#include <string>
#include <string_view>

namespace redline::redis {

class RedisError : public std::runtime_error {
 public:
  enum class Kind {
    // Opening a connection failed, and
    kUnreachable,    // waiting may heal it: refused, no socket yet, silent, closed.
    kNotReady,       // waiting may heal it: Redis answers, and says that it is not ready.
    kMisconfigured,  // only the user can heal it: the URL, the login, TLS, a CA file.
    // A connection that was open
    kConnectionLost,  // is unusable until it is opened again;
    kErrorReply,      // carried an error as Redis' answer to a command, and is fine;
    kCancelled,       // was ended by RedisConnection::Cancel.
  };

  // `reply` is the error that Redis answered, if it was that.
  RedisError(Kind kind, const std::string& sentence, std::string_view reply = {})
      : std::runtime_error(sentence), kind_(kind), reply_(reply) {}

  Kind kind() const { return kind_; }

  // Redis' answer, such as "OOM command not allowed ..."; empty for other errors.
  // Classify (error_class.h) makes a class of it.
  const std::string& reply() const { return reply_; }

 private:
  Kind kind_;
  std::string reply_;
};

}  // namespace redline::redis

#endif  // REDLINE_REDIS_REDIS_ERROR_H_
