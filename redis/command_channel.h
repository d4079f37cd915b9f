// A way to a Redis for whoever has one batch of commands under way at a time: a
// connection of its own (redis/redis_connection.h), or a lane of one that is shared
// (redis/pipeline.h).
//
// Belongs to one event loop and is used on its thread alone, for one Execute or Reopen at
// a time.
#ifndef REDLINE_REDIS_COMMAND_CHANNEL_H_
#define REDLINE_REDIS_COMMAND_CHANNEL_H_

#include <boost/asio/awaitable.hpp>

#include "redis/command_batch.h"
#include "redis/reply.h"

namespace redline::redis {

class CommandChannel {
 public:
  virtual ~CommandChannel() = default;

  // Sends the batch and awaits all its replies, which are valid until the next Execute.
  // An error that Redis answers is a reply like any other: see ThrowIfError. Once it has
  // failed, every later Execute fails too, until the channel is reopened.
  //
  // Throws RedisError (kConnectionLost, kCancelled; kErrorReply if Redis closed the
  // connection because it does not take such a batch, and said so).
  // REQUIRES: the batch stays as it is until then.
  virtual boost::asio::awaitable<Replies> Execute(const CommandBatch& batch) = 0;

  // Connects again, so that whoever refers to this object can go on. If it fails it may
  // be tried again. Replies of before are void.
  //
  // Throws RedisError as RedisConnection::Connect does, and kCancelled.
  virtual boost::asio::awaitable<void> Reopen() = 0;
};

}  // namespace redline::redis

#endif  // REDLINE_REDIS_COMMAND_CHANNEL_H_
