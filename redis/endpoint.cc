#include "redis/endpoint.h"

#include <sys/un.h>

#include <boost/asio/buffer.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/local/stream_protocol.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <string>
#include <variant>
#include <vector>

#include "redis/connect_error.h"

namespace redline::redis {
namespace {

namespace asio = boost::asio;
using boost::system::error_code;

auto Into(error_code& error) { return asio::redirect_error(asio::use_awaitable, error); }

asio::awaitable<std::vector<Endpoint>> Resolve(const RedisUrl& url) {
  std::vector<Endpoint> endpoints;
  if (const auto* address = std::get_if<UnixAddress>(&url.address)) {
    const std::size_t limit = sizeof(sockaddr_un::sun_path) - 1;
    if (address->path.size() > limit) throw PathTooLong(url, limit);
    endpoints.emplace_back(asio::local::stream_protocol::endpoint(address->path));
    co_return endpoints;
  }
  const auto& [host, port] = std::get<TcpAddress>(url.address);
  error_code error;
  // What follows needs no resolver, which would be a thread.
  if (IsLocalhost(host)) {
    endpoints.emplace_back(
        asio::ip::tcp::endpoint(asio::ip::address_v4::loopback(), port));
    endpoints.emplace_back(
        asio::ip::tcp::endpoint(asio::ip::address_v6::loopback(), port));
    co_return endpoints;
  }
  const auto address = asio::ip::make_address(host, error);
  if (!error) {
    endpoints.emplace_back(asio::ip::tcp::endpoint(address, port));
    co_return endpoints;
  }
  asio::ip::tcp::resolver resolver(co_await asio::this_coro::executor);
  const auto results =
      co_await resolver.async_resolve(host, std::to_string(port), Into(error));
  if (error) throw HostNotFound(url, error);
  for (const auto& result : results) endpoints.emplace_back(result.endpoint());
  co_return endpoints;
}

}  // namespace

asio::awaitable<Socket> Dial(const RedisUrl& url) {
  const auto endpoints = co_await Resolve(url);
  Socket socket(co_await asio::this_coro::executor);
  error_code error = asio::error::host_not_found;
  for (const auto& endpoint : endpoints) {
    socket.close();
    co_await socket.async_connect(endpoint, Into(error));
    if (!error) break;
  }
  if (error) throw NotReached(url, error);
  socket.non_blocking(true);
  if (std::holds_alternative<TcpAddress>(url.address)) {
    socket.set_option(asio::ip::tcp::no_delay(true), error);
  }
  co_return socket;
}

asio::awaitable<char> FirstByteOfAnswer(Endpoint endpoint, std::string_view hello) {
  Socket socket(co_await asio::this_coro::executor);
  error_code error;
  co_await socket.async_connect(endpoint, Into(error));
  if (error) co_return 0;
  co_await asio::async_write(socket, asio::buffer(hello), Into(error));
  char first = 0;
  if (!error) {
    co_await socket.async_read_some(asio::buffer(&first, 1), Into(error));
  }
  co_return first;
}

}  // namespace redline::redis
