// One connection to a Redis that several share: each has a lane of its own, and the
// batches of all are under way at once.
//
// A batch leaves at once, although Redis still works on earlier ones; nothing is held
// back to be sent together. Redis answers in the order in which batches were sent, so
// each reply belongs to the oldest lane that still misses one. If the connection is lost,
// the batches of all lanes fail that were under way; whoever reopens it first does so for
// all.
//
// Belongs to one event loop and is used on its thread alone. Lanes belong to the
// pipeline, which outlives their Execute and Reopen.
#ifndef REDLINE_REDIS_PIPELINE_H_
#define REDLINE_REDIS_PIPELINE_H_

#include <boost/asio/awaitable.hpp>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <memory>
#include <optional>
#include <string_view>
#include <vector>

#include "base/parking_spot.h"
#include "redis/command_batch.h"
#include "redis/command_channel.h"
#include "redis/connect_options.h"
#include "redis/redis_connection.h"
#include "redis/redis_error.h"
#include "redis/reply_parser.h"
#include "redis/reply_store.h"

namespace redline::redis {

class Pipeline {
 public:
  // Connects as RedisConnection::Connect does, and throws what that throws.
  static boost::asio::awaitable<std::unique_ptr<Pipeline>> Connect(ConnectOptions options,
                                                                   std::size_t lanes);

  // Closes the connection.
  ~Pipeline();
  Pipeline(const Pipeline&) = delete;
  Pipeline& operator=(const Pipeline&) = delete;

  // REQUIRES: i < lanes.
  CommandChannel& lane(std::size_t i) { return *state_->lanes[i]; }

 private:
  // What the coroutines that receive and send need: it lives as long as they do.
  struct State;

  class Lane final : public CommandChannel {
   public:
    explicit Lane(State& state) : state_(state) {}

    boost::asio::awaitable<Replies> Execute(const CommandBatch& batch) override;
    // Does nothing if the connection has been opened since this lane's last Execute
    // began, and waits for the outcome if another lane is opening it. Batches of other
    // lanes that are under way fail.
    boost::asio::awaitable<void> Reopen() override;

   private:
    friend class Pipeline;

    State& state_;
    ReplyStore store_;
    std::size_t expected_ = 0;  // Replies.
    ParkingSpot done_;
    std::optional<RedisError> failure_;
    std::uint64_t used_ = 0;  // The connection of its last Execute: State::connection.
  };

  struct State : std::enable_shared_from_this<State> {
    std::unique_ptr<RedisConnection> wire;
    ReplyParser parser;
    std::vector<std::unique_ptr<Lane>> lanes;
    std::deque<Lane*> pending;     // Their batches are under way; the oldest first.
    std::vector<Lane*> reopening;  // They wait for one that opens the connection.
    std::uint64_t connection = 0;  // Counts those that have been opened.
    bool open = false;
    bool opening = false;
    bool receiving = false;         // Receive runs, and
    bool sending = false;           // SendRest.
    std::optional<RedisError> why;  // It was given up on our side.
    ParkingSpot closed;             // Who waits for Receive to end, and
    ParkingSpot sent;               // for SendRest.
  };

  explicit Pipeline(std::shared_ptr<State> state) : state_(std::move(state)) {}

  static void Begin(State& state);
  // Takes in what Redis sends, until the connection is lost or given up.
  static boost::asio::awaitable<void> Receive(std::shared_ptr<State> state);
  static boost::asio::awaitable<void> TakeReplies(State& state);
  // Parses what has come in, for the lanes that wait.
  static void GiveOut(State& state);
  static void Send(State& state, const CommandBatch& batch);
  static boost::asio::awaitable<void> SendRest(std::shared_ptr<State> state);
  static void GiveUp(State& state, const RedisError& why);

  const std::shared_ptr<State> state_;
};

}  // namespace redline::redis

#endif  // REDLINE_REDIS_PIPELINE_H_
