#include "redis/redis_connection.h"

#include <sys/un.h>

#include <boost/asio/buffer.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/local/stream_protocol.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <exception>
#include <utility>
#include <variant>
#include <vector>

#include "redis/redis_error.h"

namespace redline::redis {
namespace {

namespace asio = boost::asio;
using asio::experimental::awaitable_operators::operator||;
using asio::experimental::awaitable_operators::operator&&;
using boost::system::error_code;
using Endpoint = asio::generic::stream_protocol::endpoint;

RedisError CannotConnect(const std::string& sentence) {
  return RedisError(RedisError::Kind::kCannotConnect, sentence);
}

asio::awaitable<std::vector<Endpoint>> Resolve(const RedisUrl& url) {
  std::vector<Endpoint> endpoints;
  if (const auto* address = std::get_if<UnixAddress>(&url.address)) {
    if (address->path.size() >= sizeof(sockaddr_un::sun_path)) {
      throw CannotConnect("The path of " + Describe(url) + " is longer than the " +
                          std::to_string(sizeof(sockaddr_un::sun_path) - 1) +
                          " bytes that a Unix socket's may have: use a shorter one.");
    }
    endpoints.emplace_back(asio::local::stream_protocol::endpoint(address->path));
    co_return endpoints;
  }
  const auto& [host, port] = std::get<TcpAddress>(url.address);
  error_code error;
  // An address needs no resolver, which would be a thread.
  const auto address = asio::ip::make_address(host, error);
  if (!error) {
    endpoints.emplace_back(asio::ip::tcp::endpoint(address, port));
    co_return endpoints;
  }
  asio::ip::tcp::resolver resolver(co_await asio::this_coro::executor);
  const auto results = co_await resolver.async_resolve(
      host, std::to_string(port), asio::redirect_error(asio::use_awaitable, error));
  if (error) {
    throw CannotConnect("The host of " + Describe(url) + " was not found (" +
                        error.message() + "): check its name in the Redis URL.");
  }
  for (const auto& result : results) endpoints.emplace_back(result.endpoint());
  co_return endpoints;
}

RedisError Refused(const RedisUrl& url, const error_code& error) {
  const bool is_unix = std::holds_alternative<UnixAddress>(url.address);
  if (is_unix && error == boost::system::errc::no_such_file_or_directory) {
    return CannotConnect("There is no socket at " + Describe(url) +
                         ": start Redis with --unixsocket, or check the path.");
  }
  return CannotConnect("Cannot connect to Redis at " + Describe(url) + " (" +
                       error.message() + "): start Redis there, or check the URL.");
}

RedisError LoginRefused(const RedisUrl& url, std::string_view answer) {
  const std::string place = "Redis at " + Describe(url);
  if (answer.find("without any password configured") != std::string_view::npos) {
    return CannotConnect(place +
                         " has no password: leave the password out of the Redis URL.");
  }
  if (!answer.starts_with("WRONGPASS")) {
    return CannotConnect(place + " refused the login: " + std::string(answer));
  }
  if (url.user) {
    return CannotConnect(place + " does not accept the user \"" + *url.user +
                         "\" with the password of the Redis URL: correct them, or leave "
                         "the user out (\":password@\") to log in with the password "
                         "alone.");
  }
  return CannotConnect(place +
                       " does not accept the password of the Redis URL: correct "
                       "it, or name the user that it belongs to "
                       "(\"user:password@\").");
}

}  // namespace

asio::awaitable<std::unique_ptr<RedisConnection>> RedisConnection::Connect(
    const RedisUrl& url, std::chrono::milliseconds timeout) {
  if (url.tls) {
    throw CannotConnect("redline cannot speak TLS yet: give a redis:// URL in place of " +
                        Describe(url) + ".");
  }
  struct Outcome {
    std::unique_ptr<RedisConnection> connection;
    std::exception_ptr failure;
  };
  // Caught here because || goes on waiting for the timer if the other side throws.
  const auto attempt = [&]() -> asio::awaitable<Outcome> {
    Outcome outcome;
    try {
      outcome.connection = co_await Open(url);
    } catch (...) {
      outcome.failure = std::current_exception();
    }
    co_return outcome;
  };
  asio::steady_timer timer(co_await asio::this_coro::executor, timeout);
  auto first = co_await (attempt() || timer.async_wait(asio::use_awaitable));
  if (first.index() == 1) {
    throw CannotConnect("Redis at " + Describe(url) + " did not answer within " +
                        std::to_string(timeout.count()) +
                        " ms: check that it is reachable, and that the URL begins with "
                        "rediss:// if it expects TLS.");
  }
  auto& outcome = std::get<0>(first);
  if (outcome.failure) std::rethrow_exception(outcome.failure);
  co_return std::move(outcome.connection);
}

asio::awaitable<std::unique_ptr<RedisConnection>> RedisConnection::Open(
    const RedisUrl& url) {
  Socket socket(co_await asio::this_coro::executor);
  error_code error = asio::error::host_not_found;
  for (const auto& endpoint : co_await Resolve(url)) {
    socket.close();
    co_await socket.async_connect(endpoint,
                                  asio::redirect_error(asio::use_awaitable, error));
    if (!error) break;
  }
  if (error) throw Refused(url, error);
  socket.non_blocking(true);
  if (std::holds_alternative<TcpAddress>(url.address)) {
    socket.set_option(asio::ip::tcp::no_delay(true));
  }
  std::unique_ptr<RedisConnection> connection(
      new RedisConnection(std::move(socket), Describe(url)));
  co_await connection->LogIn(url);
  co_return connection;
}

asio::awaitable<void> RedisConnection::LogIn(const RedisUrl& url) {
  CommandBatch batch;
  if (url.user) {
    batch.Add({"AUTH", *url.user, *url.password});
  } else if (url.password) {
    batch.Add({"AUTH", *url.password});
  }
  if (url.database != 0) batch.Add({"SELECT", std::to_string(url.database)});
  batch.Add({"PING"});

  try {
    const Replies replies = co_await Execute(batch);
    std::size_t next = 0;
    if (url.password) {
      const Reply auth = replies[next++];
      if (auth.is_error()) throw LoginRefused(url, auth.text());
    }
    const Reply ping = replies[batch.size() - 1];
    if (ping.is_error() && ping.text().starts_with("NOAUTH")) {
      throw CannotConnect("Redis at " + name_ +
                          " asks for a password: put it into the Redis URL as "
                          "\":password@\" before the host.");
    }
    if (url.database != 0) {
      const Reply select = replies[next];
      if (select.is_error()) {
        throw CannotConnect("Redis at " + name_ + " does not give database " +
                            std::to_string(url.database) + " (" +
                            std::string(select.text()) +
                            "): choose another at the end of the Redis URL.");
      }
    }
  } catch (const RedisError& error) {
    if (error.kind() != RedisError::Kind::kConnectionLost) throw;
    throw CannotConnect(std::string(error.what()) +
                        " It had not answered yet: if it expects TLS, begin the URL "
                        "with rediss://.");
  }
}

RedisConnection::RedisConnection(Socket socket, std::string name)
    : socket_(std::move(socket)), name_(std::move(name)) {}

asio::awaitable<Replies> RedisConnection::Execute(const CommandBatch& batch) {
  if (cancelled_) Fail(asio::error::operation_aborted);
  if (!in_step_) {
    throw RedisError(RedisError::Kind::kConnectionLost,
                     "The connection to Redis at " + name_ +
                         " was given up after an earlier failure: open another one.");
  }
  in_step_ = false;
  reader_.Clear();
  error_code error;
  const auto rest = Send(batch.bytes(), error);
  if (error) Fail(error);
  if (rest.empty()) {
    co_await ReadReplies(batch.size());
  } else {
    co_await (SendRest(rest) && ReadReplies(batch.size()));
  }
  in_step_ = true;
  co_return reader_.replies();
}

void RedisConnection::Cancel() {
  cancelled_ = true;
  error_code ignored;
  socket_.cancel(ignored);
}

std::string_view RedisConnection::Send(std::string_view bytes, error_code& error) {
  while (!bytes.empty() && !error) {
    bytes.remove_prefix(socket_.write_some(asio::buffer(bytes), error));
  }
  if (error == asio::error::would_block) error.clear();
  return bytes;
}

asio::awaitable<void> RedisConnection::SendRest(std::string_view bytes) {
  // Stops at an error without a word: ReadReplies meets it too and reports it.
  error_code error;
  while (!bytes.empty() && !error) {
    co_await socket_.async_wait(Socket::wait_write,
                                asio::redirect_error(asio::use_awaitable, error));
    if (!error) bytes = Send(bytes, error);
  }
}

asio::awaitable<void> RedisConnection::ReadReplies(std::size_t count) {
  while (reader_.replies().size() < count) {
    error_code error;
    const std::size_t size = co_await socket_.async_read_some(
        asio::buffer(received_), asio::redirect_error(asio::use_awaitable, error));
    if (error) Fail(error);
    reader_.Feed({received_.data(), size});
  }
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
