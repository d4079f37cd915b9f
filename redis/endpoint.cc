#include "redis/endpoint.h"

#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <algorithm>
#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/local/stream_protocol.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <boost/system/system_error.hpp>
#include <cerrno>
#include <cstddef>
#include <exception>
#include <memory>
#include <utility>
#include <variant>

#include "redis/connect_error.h"
#include "redis/name_lookup.h"

namespace redline::redis {
namespace {

namespace asio = boost::asio;
using asio::experimental::awaitable_operators::operator||;
using boost::system::error_code;

auto Into(error_code& error) { return asio::redirect_error(asio::use_awaitable, error); }

// Closed on exec from its first moment: another thread may be starting a program.
std::unique_ptr<Socket> OpenFor(const Endpoint& endpoint,
                                const asio::any_io_executor& executor,
                                error_code& error) {
  auto socket = std::make_unique<Socket>(executor);
  const auto protocol = endpoint.protocol();
  const int fd =
      ::socket(protocol.family(), protocol.type() | SOCK_CLOEXEC, protocol.protocol());
  if (fd < 0) {
    error = error_code(errno, boost::system::system_category());
    return socket;
  }
  socket->assign(protocol, fd, error);
  if (error) ::close(fd);
  return socket;
}

// Attempts at addresses that run beside each other. Each throws if it fails, since ||
// then waits for the other side.
class Race {
 public:
  explicit Race(std::span<const Endpoint> endpoints) : endpoints_(endpoints) {}

  // With the `first` address or one behind it.
  asio::awaitable<std::unique_ptr<Socket>> From(std::size_t first) {
    HeadStart head_start{.timer = {co_await asio::this_coro::executor, kHeadStart}};
    std::unique_ptr<Socket> socket;
    if (first + 1 == endpoints_.size()) {
      socket = co_await Attempt(first, head_start);
    } else {
      auto winner = co_await (Attempt(first, head_start) || After(head_start, first + 1));
      socket = std::visit([](auto& one) { return std::move(one); }, winner);
    }
    co_return socket;
  }

  const error_code& error() const { return error_; }

 private:
  struct HeadStart {
    asio::steady_timer timer;
    bool lost = false;  // The attempt that had it has failed.
  };

  asio::awaitable<std::unique_ptr<Socket>> Attempt(std::size_t i, HeadStart& head_start) {
    error_code error;
    auto socket = OpenFor(endpoints_[i], co_await asio::this_coro::executor, error);
    if (!error) co_await socket->async_connect(endpoints_[i], Into(error));
    if (error) {
      if (error != asio::error::operation_aborted) {
        error_ = error;
        head_start.lost = true;
        head_start.timer.cancel();
      }
      throw boost::system::system_error(error);
    }
    co_return socket;
  }

  asio::awaitable<std::unique_ptr<Socket>> After(HeadStart& head_start, std::size_t i) {
    error_code ended;
    co_await head_start.timer.async_wait(Into(ended));
    // Or else the one before has connected, or nobody waits any more.
    const bool is_next = !ended || head_start.lost;
    if (!is_next) throw boost::system::system_error(ended);
    co_return co_await From(i);
  }

  const std::span<const Endpoint> endpoints_;
  error_code error_ = asio::error::host_not_found;  // The last.
};

bool IsAName(const TcpAddress& address) {
  if (IsLocalhost(address.host)) return false;
  error_code not_an_address;
  asio::ip::make_address(address.host, not_an_address);
  return not_an_address.failed();
}

}  // namespace

bool NeedsLookup(const RedisUrl& url) {
  if (const auto* const tcp = std::get_if<TcpAddress>(&url.address)) {
    return IsAName(*tcp);
  }
  const auto* const sentinel = std::get_if<SentinelAddress>(&url.address);
  return sentinel != nullptr && std::ranges::any_of(sentinel->sentinels, IsAName);
}

asio::awaitable<std::vector<Endpoint>> Resolve(const RedisUrl& url) {
  std::vector<Endpoint> endpoints;
  if (const auto* address = std::get_if<UnixAddress>(&url.address)) {
    const std::size_t limit = sizeof(sockaddr_un::sun_path) - 1;
    if (address->path.size() > limit) throw PathTooLong(url, limit);
    endpoints.emplace_back(asio::local::stream_protocol::endpoint(address->path));
    co_return endpoints;
  }
  const auto& [host, port] = std::get<TcpAddress>(url.address);
  if (IsLocalhost(host)) {
    endpoints.emplace_back(
        asio::ip::tcp::endpoint(asio::ip::address_v4::loopback(), port));
    endpoints.emplace_back(
        asio::ip::tcp::endpoint(asio::ip::address_v6::loopback(), port));
    co_return endpoints;
  }
  if (!NeedsLookup(url)) {
    endpoints.emplace_back(asio::ip::tcp::endpoint(asio::ip::make_address(host), port));
    co_return endpoints;
  }
  error_code error;
  const auto found = co_await LookUp(host, port, error);
  if (!error && found.empty()) error = asio::error::host_not_found;
  if (error) throw HostNotFound(url, error);
  for (const auto& endpoint : found) endpoints.emplace_back(endpoint);
  co_return endpoints;
}

asio::awaitable<Socket> Dial(const RedisUrl& url, std::span<const Endpoint> endpoints) {
  Race race(endpoints);
  std::unique_ptr<Socket> socket;
  try {
    socket = co_await race.From(0);
  } catch (const std::exception&) {
    // The last failure of the race is reported.
  }
  if (!socket) throw NotReached(url, race.error());
  socket->non_blocking(true);
  if (std::holds_alternative<TcpAddress>(url.address)) {
    error_code ignored;
    socket->set_option(asio::ip::tcp::no_delay(true), ignored);
  }
  co_return std::move(*socket);
}

asio::awaitable<char> FirstByteOfAnswer(Endpoint endpoint, std::string_view hello) {
  error_code error;
  const auto socket = OpenFor(endpoint, co_await asio::this_coro::executor, error);
  if (!error) co_await socket->async_connect(endpoint, Into(error));
  if (error) co_return 0;
  co_await asio::async_write(*socket, asio::buffer(hello), Into(error));
  char first = 0;
  if (!error) {
    co_await socket->async_read_some(asio::buffer(&first, 1), Into(error));
  }
  co_return first;
}

}  // namespace redline::redis
