// One connection to a Redis: sends batches of commands and awaits their replies.
//
// A connection belongs to one event loop and is used on its thread alone. It is for one
// Execute or Reopen at a time: redis/pipeline.h shares one. Once an Execute has failed
// the connection is out of step with Redis and every later Execute fails too, until it is
// reopened.
//
// TCP, Unix sockets and TLS are one code path. Bytes leave by a plain non-blocking send;
// only if the socket cannot take them all is the rest written while replies are already
// read, because Redis stops reading from a client that does not read from it. SIGPIPE is
// never raised.
#ifndef REDLINE_REDIS_REDIS_CONNECTION_H_
#define REDLINE_REDIS_REDIS_CONNECTION_H_

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/system/error_code.hpp>
#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "redis/command_batch.h"
#include "redis/command_channel.h"
#include "redis/connect_options.h"
#include "redis/master_watch.h"
#include "redis/redis_error.h"
#include "redis/redis_url.h"
#include "redis/reply.h"
#include "redis/reply_reader.h"
#include "redis/tls_context.h"
#include "redis/tls_error.h"
#include "redis/transport.h"

namespace redline::redis {

class RedisConnection final : public CommandChannel {
 public:
  // Connects on the calling coroutine's executor, to the master if the URL names
  // Sentinels (redis/sentinel.h, and redis/master_watch.h later on), logs in, selects the
  // database as the URL asks, and makes sure that Redis serves: one that is still loading
  // its data, is busy with a script or has lost its master lets us in, but is not ready.
  //
  // Throws RedisError (kUnreachable, kNotReady, kMisconfigured). The timeout covers all
  // of it, the name server's answer too.
  static boost::asio::awaitable<std::unique_ptr<RedisConnection>> Connect(
      ConnectOptions options);

  // The same, with the default TLS options.
  static boost::asio::awaitable<std::unique_ptr<RedisConnection>> Connect(
      RedisUrl url, std::chrono::milliseconds timeout);

  RedisConnection(const RedisConnection&) = delete;
  RedisConnection& operator=(const RedisConnection&) = delete;

  // Closes the connection and connects again as Connect does, so that whoever refers to
  // this object can go on. If it fails it may be tried again. Replies of before are void.
  //
  // Throws RedisError as Connect does, and kCancelled.
  // REQUIRES: no Execute or Reopen is pending.
  boost::asio::awaitable<void> Reopen() override;

  // Sends the batch and awaits all its replies, which are valid until the next Execute.
  // An error that Redis answers is a reply like any other: see ThrowIfError.
  //
  // Throws RedisError (kConnectionLost, kCancelled; kErrorReply if Redis closed the
  // connection because it does not take such a batch, and said so).
  // REQUIRES: the batch stays as it is until then, and no Execute or Reopen is pending.
  boost::asio::awaitable<Replies> Execute(const CommandBatch& batch) override;

  // The Redis itself to which the connection was opened last, where the URL names
  // Sentinels; else the URL.
  const RedisUrl& peer() const { return target_.url; }

  // Ends the pending Execute or Reopen, if there is one, and every later one with
  // RedisError (kCancelled). Whether Redis executed the pending batch is then unknown.
  void Cancel();

 private:
  // Has the connection opened, and then sends and receives for its lanes.
  friend class Pipeline;

  RedisConnection(const boost::asio::any_io_executor& executor, ConnectOptions options);

  // `if_late` is what is wrong should the time be up meanwhile, where more is known of
  // that than that it took too long.
  boost::asio::awaitable<void> Open(std::optional<RedisError>& if_late);
  boost::asio::awaitable<void> OpenMaster(std::optional<RedisError>& if_late);
  boost::asio::awaitable<std::optional<RedisError>> TryMaster(
      std::optional<RedisError>& if_late);
  boost::asio::awaitable<void> OpenTarget(std::optional<RedisError>& if_late);
  boost::asio::awaitable<void> StartTls(const Endpoint& endpoint,
                                        std::optional<RedisError>& if_late);
  // Returns once it knows that a plain Redis is there.
  boost::asio::awaitable<void> FindPlainRedis(const Endpoint& endpoint);
  boost::asio::awaitable<void> LogIn(const Endpoint& endpoint,
                                     std::optional<RedisError>& if_late);
  // Reads what is there already: a server that closes may have said why before our write
  // failed.
  void ReadLastWords();
  boost::asio::awaitable<std::string> AskPersistence();
  boost::asio::awaitable<bool> AnswersTls(const Endpoint& endpoint);

  boost::asio::awaitable<void> Transfer(const CommandBatch& batch);
  boost::asio::awaitable<void> ReadReplies(std::size_t count);
  // Why the connection was lost while the batch was executed and had these replies, as
  // far as known.
  RedisError Explain(const RedisError& lost, const CommandBatch& batch,
                     Replies replies) const;
  RedisError GivenUpEarlier() const;
  // As the transport's, with its TlsError as a RedisError.
  bool Send(const CommandBatch& batch, boost::system::error_code& error);
  void Read(std::size_t size);
  // Hands what was received to `sink`; false if the server has ended the conversation.
  template <typename Sink>
  bool Read(std::size_t size, const Sink& sink) {
    try {
      return transport_.Read(size, sink);
    } catch (const TlsError& error) {
      Fail(error);
    }
  }
  boost::asio::any_io_executor executor() { return deadline_.get_executor(); }

  [[noreturn]] void Fail(const TlsError& error) const;
  [[noreturn]] void Fail(const boost::system::error_code& error) const;

  ConnectOptions options_;
  const std::string name_;  // The URL as users may see it.
  ConnectOptions target_;   // The options with the URL of peer().
  std::optional<TlsContext> tls_;
  Transport transport_;
  std::optional<MasterWatch> watch_;  // Where the URL names Sentinels.
  ReplyReader reader_;
  boost::asio::steady_timer deadline_;  // For Reopen.
  bool in_step_ = false;  // Open, and every command that was sent has been answered.
  bool cancelled_ = false;
};

}  // namespace redline::redis

#endif  // REDLINE_REDIS_REDIS_CONNECTION_H_
