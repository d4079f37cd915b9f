#include "redis/pipeline.h"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/this_coro.hpp>
#include <string>
#include <utility>

namespace redline::redis {

namespace asio = boost::asio;
using boost::system::error_code;

asio::awaitable<std::unique_ptr<Pipeline>> Pipeline::Connect(ConnectOptions options,
                                                             std::size_t lanes) {
  auto state = std::make_shared<State>();
  state->wire = co_await RedisConnection::Connect(std::move(options));
  for (std::size_t i = 0; i < lanes; ++i) {
    state->lanes.push_back(std::make_unique<Lane>(*state));
  }
  Begin(*state);
  co_return std::unique_ptr<Pipeline>(new Pipeline(std::move(state)));
}

Pipeline::~Pipeline() {
  state_->open = false;
  state_->pending.clear();
  state_->lanes.clear();
  // The coroutines that wait for the socket end then.
  state_->wire->transport_.Cancel();
}

void Pipeline::Begin(State& state) {
  state.parser.Reset();
  state.why.reset();
  ++state.connection;
  state.open = true;
  state.receiving = true;
  asio::co_spawn(state.wire->executor(), Receive(state.shared_from_this()),
                 asio::detached);
}

asio::awaitable<Replies> Pipeline::Lane::Execute(const CommandBatch& batch) {
  if (!state_.open) throw state_.wire->GivenUpEarlier();
  store_.Clear();
  used_ = state_.connection;
  expected_ = batch.size();
  if (expected_ == 0) co_return store_.replies();
  state_.pending.push_back(this);
  Send(state_, batch);
  co_await done_.Park();
  if (failure_) {
    const RedisError failure = *std::exchange(failure_, std::nullopt);
    throw state_.wire->Explain(failure, batch, store_.replies());
  }
  co_return store_.replies();
}

asio::awaitable<void> Pipeline::Lane::Reopen() {
  if (state_.open && state_.connection != used_) co_return;
  if (state_.opening) {
    state_.reopening.push_back(this);
    co_await done_.Park();
    if (failure_) throw *std::exchange(failure_, std::nullopt);
    co_return;
  }
  state_.opening = true;
  if (state_.receiving) {
    GiveUp(state_, RedisError(RedisError::Kind::kConnectionLost,
                              "The connection to Redis at " + state_.wire->name_ +
                                  " was given up to open another."));
    co_await state_.closed.Park();
  }
  // The batches from which it sends are void.
  if (state_.sending) co_await state_.sent.Park();
  std::optional<RedisError> failure;
  try {
    co_await state_.wire->Reopen();
  } catch (const RedisError& error) {
    failure = error;
  }
  state_.opening = false;
  if (!failure) Begin(state_);
  for (Lane* const lane : std::exchange(state_.reopening, {})) {
    lane->failure_ = failure;
    lane->done_.Call();
  }
  if (failure) throw *failure;
}

asio::awaitable<void> Pipeline::Receive(std::shared_ptr<State> state) {
  std::optional<RedisError> lost;
  try {
    // A cancelled read may have succeeded just before.
    while (state->open) co_await TakeReplies(*state);
  } catch (const RedisError& error) {
    lost = error;
  }
  if (state->why) lost = state->why;
  state->receiving = false;
  state->open = false;
  // What is not sent lies in batches that their owners may now change.
  state->wire->transport_.Close();
  for (Lane* const lane : std::exchange(state->pending, {})) {
    lane->failure_ = lost;
    lane->done_.Call();
  }
  state->closed.Call();
}

asio::awaitable<void> Pipeline::TakeReplies(State& state) {
  RedisConnection& wire = *state.wire;
  const auto feed = [&](std::string_view bytes) { state.parser.Feed(bytes); };
  error_code error;
  std::size_t size = co_await wire.transport_.Receive(error);
  if (error) wire.Fail(error);
  bool goes_on = wire.Read(size, feed);
  GiveOut(state);
  // A full buffer means that more is there already: no need to wait for it.
  while (goes_on && size == Transport::kReceiveSize && !state.pending.empty()) {
    size = wire.transport_.ReceiveNow(error);
    if (error == asio::error::would_block) co_return;
    if (error) wire.Fail(error);
    goes_on = wire.Read(size, feed);
    GiveOut(state);
  }
  if (!goes_on) wire.Fail(asio::error::eof);
}

void Pipeline::GiveOut(State& state) {
  while (!state.pending.empty()) {
    Lane& oldest = *state.pending.front();
    if (!state.parser.Next(oldest.store_.arena())) return;
    if (oldest.store_.replies().size() < oldest.expected_) continue;
    state.pending.pop_front();
    oldest.done_.Call();
  }
  state.wire->transport_.AllAnswered();
}

void Pipeline::Send(State& state, const CommandBatch& batch) {
  error_code error;
  bool all_sent = false;
  try {
    all_sent = state.wire->Send(batch, error);
  } catch (const RedisError& not_sealed) {
    GiveUp(state, not_sealed);
    return;
  }
  // Receive meets the error too, after what the server has said last.
  if (error || all_sent || state.sending) return;
  state.sending = true;
  asio::co_spawn(state.wire->executor(), SendRest(state.shared_from_this()),
                 asio::detached);
}

asio::awaitable<void> Pipeline::SendRest(std::shared_ptr<State> state) {
  co_await state->wire->transport_.SendRest();
  state->sending = false;
  state->sent.Call();
}

void Pipeline::GiveUp(State& state, const RedisError& why) {
  state.open = false;
  state.why = why;
  state.wire->transport_.Cancel();
}

}  // namespace redline::redis
