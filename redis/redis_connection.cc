#include "redis/redis_connection.h"

#include <boost/asio/error.hpp>
#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <exception>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "redis/connect_error.h"
#include "redis/endpoint.h"
#include "redis/error_class.h"
#include "redis/sentinel.h"

namespace redline::redis {
namespace {

namespace asio = boost::asio;
using asio::experimental::awaitable_operators::operator||;
using asio::experimental::awaitable_operators::operator&&;
using boost::system::error_code;

// How Redis begins what it says before it closes a connection for what it was sent.
constexpr std::string_view kProtocolError = "ERR Protocol error";
// The least that its limits of what it takes can be set to.
constexpr std::size_t kLeastLimit = 1024 * 1024;

constexpr char kAlertRecord = 21;
constexpr char kHandshakeRecord = 22;

// Caught, because || goes on waiting for its other side if one throws.
asio::awaitable<std::exception_ptr> Failure(asio::awaitable<void> attempt) {
  std::exception_ptr failure;
  try {
    co_await std::move(attempt);
  } catch (...) {
    failure = std::current_exception();
  }
  co_return failure;
}

CommandBatch LoginBatch(const RedisUrl& url) {
  CommandBatch batch;
  if (url.user) {
    batch.Add({"AUTH", *url.user, *url.password});
  } else if (url.password) {
    batch.Add({"AUTH", *url.password});
  }
  if (url.database != 0) batch.Add({"SELECT", std::to_string(url.database)});
  batch.Add({"PING"});
  return batch;
}

}  // namespace

asio::awaitable<std::unique_ptr<RedisConnection>> RedisConnection::Connect(
    ConnectOptions options) {
  std::unique_ptr<RedisConnection> connection(
      new RedisConnection(co_await asio::this_coro::executor, std::move(options)));
  co_await connection->Reopen();
  co_return connection;
}

asio::awaitable<std::unique_ptr<RedisConnection>> RedisConnection::Connect(
    RedisUrl url, std::chrono::milliseconds timeout) {
  ConnectOptions options{.url = std::move(url), .tls = {}, .timeout = timeout};
  return Connect(std::move(options));
}

RedisConnection::RedisConnection(const asio::any_io_executor& executor,
                                 ConnectOptions options)
    : options_(std::move(options)),
      name_(Describe(options_.url)),
      target_(options_),
      transport_(executor),
      deadline_(executor) {}

asio::awaitable<void> RedisConnection::Reopen() {
  if (cancelled_) Fail(asio::error::operation_aborted);
  in_step_ = false;
  watch_.reset();
  transport_.Close();
  reader_.Reset();
  std::optional<RedisError> if_late;
  error_code timer_error;
  deadline_.expires_after(options_.timeout);
  auto first =
      co_await (Failure(Open(if_late)) || deadline_.async_wait(asio::redirect_error(
                                              asio::use_awaitable, timer_error)));
  const bool late = first.index() == 1;
  const std::exception_ptr failure = late ? nullptr : std::get<0>(first);
  if (!late && !failure && !cancelled_) co_return;
  in_step_ = false;
  transport_.Close();
  if (cancelled_) Fail(asio::error::operation_aborted);
  if (failure) std::rethrow_exception(failure);
  throw if_late ? *if_late : AtMasterOf(options_.url, TimedOut(target_));
}

asio::awaitable<void> RedisConnection::Open(std::optional<RedisError>& if_late) {
  if (target_.url.tls && !tls_) {
    try {
      tls_.emplace(target_.tls);
    } catch (const TlsError& error) {
      throw TlsRefused(target_, error);
    }
  }
  if (!std::holds_alternative<SentinelAddress>(options_.url.address)) {
    co_await OpenTarget(if_late);
    co_return;
  }
  co_await OpenMaster(if_late);
  watch_.emplace(executor(), options_, target_.url, transport_);
}

// A Sentinel may not have noticed a failover yet: then another one is believed.
asio::awaitable<void> RedisConnection::OpenMaster(std::optional<RedisError>& if_late) {
  const std::size_t sentinels =
      std::get<SentinelAddress>(options_.url.address).sentinels.size();
  std::optional<RedisError> failure;
  for (std::size_t asked = 0; asked < sentinels; ++asked) {
    if_late = SentinelsSilent(options_);
    RedisUrl master = co_await FindMaster(options_);
    if_late.reset();
    if (!failure || master.address != target_.url.address) {
      target_.url = std::move(master);
      failure = co_await TryMaster(if_late);
      if (!failure) co_return;
    }
    AskFirstLast(options_);
  }
  throw AtMasterOf(options_.url, *failure);
}

asio::awaitable<std::optional<RedisError>> RedisConnection::TryMaster(
    std::optional<RedisError>& if_late) {
  try {
    co_await OpenTarget(if_late);
    co_await CheckIsMaster(*this, target_.url);
  } catch (const RedisError& error) {
    co_return error;
  }
  co_return std::nullopt;
}

asio::awaitable<void> RedisConnection::OpenTarget(std::optional<RedisError>& if_late) {
  if (NeedsLookup(target_.url)) if_late = LookupTimedOut(target_);
  const std::vector<Endpoint> endpoints = co_await Resolve(target_.url);
  if_late.reset();
  Socket socket = co_await Dial(target_.url, endpoints);
  error_code ignored;
  const Endpoint endpoint = socket.remote_endpoint(ignored);
  transport_.Attach(std::move(socket));
  if (target_.url.tls) co_await StartTls(endpoint, if_late);
  in_step_ = true;
  co_await LogIn(endpoint, if_late);
}

asio::awaitable<void> RedisConnection::StartTls(const Endpoint& endpoint,
                                                std::optional<RedisError>& if_late) {
  if_late = HandshakeTimedOut(target_);
  error_code error;
  const auto handshake = [&]() -> asio::awaitable<void> {
    error = co_await transport_.Handshake(*tls_, HostOf(target_.url));
  };
  // Side by side, since a plain Redis waits in silence for the rest of the command that
  // it takes our hello for.
  auto first = co_await (Failure(handshake()) || FindPlainRedis(endpoint));
  if (first.index() == 1) throw IsAPlainPort(target_.url);
  if (const std::exception_ptr failure = std::get<0>(first)) {
    try {
      std::rethrow_exception(failure);
    } catch (const TlsError& tls_error) {
      throw TlsRefused(target_, tls_error);
    }
  }
  if (error == asio::error::operation_aborted) Fail(error);
  if (error) throw HandshakeClosed(target_.url);
  if_late.reset();
}

asio::awaitable<void> RedisConnection::FindPlainRedis(const Endpoint& endpoint) {
  asio::steady_timer timer(co_await asio::this_coro::executor, target_.timeout / 2);
  co_await timer.async_wait(asio::use_awaitable);
  const char first = co_await FirstByteOfAnswer(endpoint, "PING\r\n");
  if (first == '+' || first == '-') co_return;
  timer.expires_at(asio::steady_timer::time_point::max());
  co_await timer.async_wait(asio::use_awaitable);
}

asio::awaitable<void> RedisConnection::LogIn(const Endpoint& endpoint,
                                             std::optional<RedisError>& if_late) {
  const RedisUrl& url = target_.url;
  const CommandBatch batch = LoginBatch(url);
  std::optional<RedisError> lost;
  std::optional<Replies> replies;
  try {
    replies = co_await Execute(batch);
  } catch (const RedisError& error) {
    lost = error;
  }
  if (lost) {
    if (lost->kind() != RedisError::Kind::kConnectionLost) throw *lost;
    ReadLastWords();
    if (reader_.broken()) throw NotARedis(url);
    const Replies answers = reader_.replies();
    if (answers.size() != 0 && answers[0].is_error()) {
      throw TurnedAway(url, answers[0].text());
    }
    // With TLS 1.3 a server says this after the handshake, if we still hear it.
    if (const auto trouble = transport_.CertificateTrouble()) {
      throw TlsRefused(target_, *trouble);
    }
    if_late = ClosedBeforeAnAnswer(url, transport_.misses_certificate());
    const bool answers_tls = co_await AnswersTls(endpoint);
    throw answers_tls ? IsATlsPort(url) : *if_late;
  }
  std::size_t next = 0;
  if (url.password) {
    const Reply auth = (*replies)[next++];
    if (auth.is_error()) throw LoginRefused(url, auth.text());
  }
  const Reply ping = (*replies)[batch.size() - 1];
  const ErrorClass trouble = ClassifyReply(ping.is_error() ? ping.text() : "");
  // Said on accepting us, and so in place of the first answer.
  if (trouble == ErrorClass::kMaxClients || ping.text().starts_with("DENIED ")) {
    throw TurnedAway(url, ping.text());
  }
  if (trouble == ErrorClass::kNoAuth) throw PasswordMissing(url, ping.text());
  if (trouble == ErrorClass::kLoading) {
    const std::string answer(ping.text());
    const std::string persistence = co_await AskPersistence();
    throw StillLoading(url, answer, persistence);
  }
  if (MayHeal(trouble)) throw NotReady(url, ping.text());
  // A PING that is refused for another reason, such as an ACL, tells nothing.
  if (url.database != 0 && (*replies)[next].is_error()) {
    throw DatabaseRefused(url, (*replies)[next].text());
  }
}

void RedisConnection::ReadLastWords() {
  error_code error;
  try {
    while (!error && !reader_.broken()) {
      const std::size_t size = transport_.ReceiveNow(error);
      if (!error) Read(size);
    }
  } catch (const RedisError&) {
    // There were none; the caller knows already that the connection is lost.
    return;
  }
}

asio::awaitable<std::string> RedisConnection::AskPersistence() {
  CommandBatch batch;
  batch.Add({"INFO", "persistence"});
  try {
    const Replies replies = co_await Execute(batch);
    co_return std::string(replies[0].is_error() ? "" : replies[0].text());
  } catch (const RedisError&) {
    co_return std::string();
  }
}

asio::awaitable<bool> RedisConnection::AnswersTls(const Endpoint& endpoint) {
  if (target_.url.tls || !std::holds_alternative<TcpAddress>(target_.url.address)) {
    co_return false;
  }
  const TlsContext context({.verify = TlsOptions::Verify::kNone, .ca_file = ""});
  TlsSession session(context, HostOf(target_.url));
  session.Handshake();
  const char first = co_await FirstByteOfAnswer(endpoint, session.outgoing());
  co_return first == kAlertRecord || first == kHandshakeRecord;
}

asio::awaitable<Replies> RedisConnection::Execute(const CommandBatch& batch) {
  if (cancelled_) Fail(asio::error::operation_aborted);
  if (!in_step_) throw GivenUpEarlier();
  in_step_ = false;
  reader_.Clear();
  std::optional<RedisError> lost;
  try {
    co_await Transfer(batch);
  } catch (const RedisError& error) {
    lost = error;
  }
  if (lost) {
    if (lost->kind() == RedisError::Kind::kConnectionLost) ReadLastWords();
    throw Explain(*lost, batch, reader_.replies());
  }
  in_step_ = true;
  transport_.AllAnswered();
  co_return reader_.replies();
}

asio::awaitable<void> RedisConnection::Transfer(const CommandBatch& batch) {
  error_code error;
  const bool all_sent = Send(batch, error);
  if (error) Fail(error);
  if (all_sent) {
    co_await ReadReplies(batch.size());
  } else {
    co_await (transport_.SendRest() && ReadReplies(batch.size()));
  }
}

RedisError RedisConnection::Explain(const RedisError& lost, const CommandBatch& batch,
                                    Replies replies) const {
  if (lost.kind() != RedisError::Kind::kConnectionLost) return lost;
  if (replies.size() > 0) {
    const Reply last = replies[replies.size() - 1];
    if (last.is_error() && last.text().starts_with(kProtocolError)) {
      return NotTaken(target_.url, last.text());
    }
  }
  const std::size_t bytes = batch.byte_count();
  return bytes < kLeastLimit ? lost : MayBeTooMuch(lost, bytes);
}

RedisError RedisConnection::GivenUpEarlier() const {
  return {
      RedisError::Kind::kConnectionLost,
      "The connection to Redis at " + name_ + " was given up after an earlier failure."};
}

void RedisConnection::Cancel() {
  cancelled_ = true;
  deadline_.cancel();
  transport_.Cancel();
}

asio::awaitable<void> RedisConnection::ReadReplies(std::size_t count) {
  while (reader_.replies().size() < count) {
    error_code error;
    std::size_t size = co_await transport_.Receive(error);
    if (error) Fail(error);
    Read(size);
    // A full buffer means that the rest is there already: no need to wait for it.
    while (size == Transport::kReceiveSize && reader_.replies().size() < count) {
      size = transport_.ReceiveNow(error);
      if (error == asio::error::would_block) break;
      if (error) Fail(error);
      Read(size);
    }
  }
}

bool RedisConnection::Send(const CommandBatch& batch, error_code& error) {
  try {
    batch.ForEachPiece([this](std::string_view piece) { transport_.Add(piece); });
    return transport_.Send(error);
  } catch (const TlsError& tls_error) {
    Fail(tls_error);
  }
}

void RedisConnection::Read(std::size_t size) {
  const bool goes_on =
      Read(size, [this](std::string_view bytes) { reader_.Feed(bytes); });
  if (!goes_on) Fail(asio::error::eof);
}

void RedisConnection::Fail(const TlsError& error) const {
  throw RedisError(
      RedisError::Kind::kConnectionLost,
      "The connection to Redis at " + name_ + " was lost (TLS: " + error.detail() + ").");
}

void RedisConnection::Fail(const error_code& error) const {
  if (error == asio::error::operation_aborted) {
    throw RedisError(RedisError::Kind::kCancelled,
                     "The command to Redis at " + name_ + " was cancelled.");
  }
  if (error == asio::error::eof) {
    throw RedisError(RedisError::Kind::kConnectionLost,
                     "Redis at " + name_ + " closed the connection.");
  }
  throw RedisError(
      RedisError::Kind::kConnectionLost,
      "The connection to Redis at " + name_ + " was lost (" + error.message() + ").");
}

}  // namespace redline::redis
