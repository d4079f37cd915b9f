// One connection to a Redis: sends batches of commands and awaits their replies.
//
// A connection belongs to one event loop and is used on its thread alone. It is for one
// Execute at a time. Once an Execute has failed the connection is out of step with Redis
// and every later Execute fails too: open another one.
//
// TCP and Unix sockets are one code path. Bytes leave by a plain non-blocking send; only
// if the socket cannot take them all is the rest written while replies are already read,
// because Redis stops reading from a client that does not read from it. SIGPIPE is never
// raised.
#ifndef REDLINE_REDIS_REDIS_CONNECTION_H_
#define REDLINE_REDIS_REDIS_CONNECTION_H_

#include <array>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/generic/stream_protocol.hpp>
#include <chrono>
#include <memory>
#include <string>
#include <string_view>

#include "redis/command_batch.h"
#include "redis/redis_url.h"
#include "redis/reply.h"
#include "redis/reply_reader.h"

namespace redline::redis {

class RedisConnection {
 public:
  // Connects on the calling coroutine's executor, logs in and selects the database as the
  // URL asks. Redis has then answered, which does not mean that it is ready: one that is
  // still loading its data answers too.
  //
  // Throws RedisError (kCannotConnect). The timeout covers all of it, except that a name
  // server which does not answer is waited for as long as the system's resolver does.
  static boost::asio::awaitable<std::unique_ptr<RedisConnection>> Connect(
      const RedisUrl& url, std::chrono::milliseconds timeout);

  RedisConnection(const RedisConnection&) = delete;
  RedisConnection& operator=(const RedisConnection&) = delete;

  // Sends the batch and awaits all its replies, which are valid until the next Execute.
  // An error that Redis answers is a reply like any other: see ThrowIfError.
  //
  // Throws RedisError (kConnectionLost, kCancelled).
  // REQUIRES: the batch stays as it is until then, and no other Execute is pending.
  boost::asio::awaitable<Replies> Execute(const CommandBatch& batch);

  // Ends the pending Execute, if there is one, and every later one with RedisError
  // (kCancelled). What Redis has made of the pending batch is not known.
  void Cancel();

 private:
  using Socket = boost::asio::generic::stream_protocol::socket;

  RedisConnection(Socket socket, std::string name);

  static boost::asio::awaitable<std::unique_ptr<RedisConnection>> Open(
      const RedisUrl& url);
  boost::asio::awaitable<void> LogIn(const RedisUrl& url);

  // Sends what the socket takes at once, and returns the rest.
  std::string_view Send(std::string_view bytes, boost::system::error_code& error);
  boost::asio::awaitable<void> SendRest(std::string_view bytes);
  boost::asio::awaitable<void> ReadReplies(std::size_t count);
  [[noreturn]] void Fail(const boost::system::error_code& error) const;

  Socket socket_;
  const std::string name_;  // The URL as users may see it.
  ReplyReader reader_;
  std::array<char, 64 * 1024> received_;
  bool in_step_ = true;  // Every command that was sent has been answered.
  bool cancelled_ = false;
};

}  // namespace redline::redis

#endif  // REDLINE_REDIS_REDIS_CONNECTION_H_
