#include "runner/metrics/metrics_server.h"

#include <fcntl.h>
#include <sys/socket.h>

#include <array>
#include <boost/asio/buffer.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http.hpp>
#include <boost/system/system_error.hpp>
#include <cerrno>
#include <exception>
#include <string>
#include <string_view>
#include <utility>

#include "base/unique_fd.h"
#include "runner/metrics/accept_header.h"

namespace redline::runner {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = boost::beast::http;
using asio::awaitable;
using asio::ip::tcp;
using boost::system::error_code;

using Request = http::request<http::empty_body>;
using Response = http::response<http::string_body>;

constexpr std::uint32_t kLongestHeader = 8 * 1024;
// When a connection cannot be accepted, because no descriptor is free, say.
constexpr std::chrono::seconds kPause{1};
// Between two clients, so that all who ask together do not hold up the event loop.
constexpr std::chrono::milliseconds kInterval{20};
// What a client may send behind its question.
constexpr std::size_t kMostIgnored = 64 * 1024;

auto Into(error_code& error) { return asio::redirect_error(asio::use_awaitable, error); }

Response Say(http::status status, std::string_view content_type, std::string text) {
  Response response(status, 11);
  response.set(http::field::content_type,
               beast::string_view(content_type.data(), content_type.size()));
  response.keep_alive(false);
  response.body() = std::move(text);
  response.prepare_payload();
  return response;
}

Response Refuse(http::status status, std::string text) {
  return Say(status, "text/plain; charset=utf-8", std::move(text) + "\n");
}

// The client has said something, and it was wrong.
bool IsFromParser(const error_code& error) {
  return error.category() == http::make_error_code(http::error::bad_method).category() &&
         error != http::error::end_of_stream;
}

std::string_view PathOf(const Request& request) {
  const std::string_view target(request.target().data(), request.target().size());
  return target.substr(0, target.find('?'));
}

Response AnswerTo(const Request& request, MetricsPages& pages) {
  if (PathOf(request) != "/metrics") {
    return Refuse(http::status::not_found, "redline's metrics are at /metrics.");
  }
  if (request.method() != http::verb::get) {
    Response refusal = Refuse(http::status::method_not_allowed, "Ask with GET.");
    refusal.set(http::field::allow, "GET");
    return refusal;
  }
  const auto accept = request[http::field::accept];
  const auto dialect = DialectFor(std::string_view(accept.data(), accept.size()));
  return Say(http::status::ok, RowOf(dialect).content_type, pages.TextIn(dialect));
}

// Closed on exec from its first moment.
UniqueFd Accept(int listener) {
  return UniqueFd(::accept4(listener, nullptr, nullptr, SOCK_CLOEXEC | SOCK_NONBLOCK));
}

// One of the clients that there is room for, as long as it lives.
class Place {
 public:
  explicit Place(std::shared_ptr<std::size_t> taken) : taken_(std::move(taken)) {
    ++*taken_;
  }
  ~Place() { --*taken_; }
  Place(const Place&) = delete;
  Place& operator=(const Place&) = delete;

 private:
  const std::shared_ptr<std::size_t> taken_;
};

}  // namespace

MetricsServer::MetricsServer(const asio::any_io_executor& executor,
                             const MetricsListener& listener, MetricsPages pages,
                             std::chrono::milliseconds patience)
    : protocol_(listener.endpoint().protocol()),
      acceptor_(executor),
      pages_(std::move(pages)),
      patience_(patience) {
  UniqueFd fd(::fcntl(listener.fd(), F_DUPFD_CLOEXEC, 0));
  if (!fd) {
    throw boost::system::system_error(errno, boost::system::system_category());
  }
  acceptor_.assign(protocol_, fd.get());
  fd.Release();
}

awaitable<void> MetricsServer::Serve() {
  asio::steady_timer pause(acceptor_.get_executor());
  for (;;) {
    error_code error;
    co_await acceptor_.async_wait(tcp::acceptor::wait_read, Into(error));
    UniqueFd fd = Accept(acceptor_.native_handle());
    if (!fd && (errno == EAGAIN || errno == ECONNABORTED || errno == EINTR)) continue;
    if (!fd) {
      pause.expires_after(kPause);
      co_await pause.async_wait(Into(error));
      continue;
    }
    if (*clients_ < kMostClients) Begin(std::move(fd));
    pause.expires_after(kInterval);
    co_await pause.async_wait(Into(error));
  }
}

void MetricsServer::Begin(UniqueFd fd) {
  const auto executor = acceptor_.get_executor();
  tcp::socket socket(executor);
  error_code error;
  socket.assign(protocol_, fd.get(), error);
  if (error) return;
  fd.Release();
  asio::co_spawn(executor, Answer(std::move(socket)), [](std::exception_ptr failure) {
    if (failure) std::rethrow_exception(failure);
  });
}

awaitable<void> MetricsServer::Answer(tcp::socket socket) {
  const Place place(clients_);
  beast::tcp_stream stream(std::move(socket));
  beast::flat_buffer buffer(kLongestHeader);
  http::request_parser<http::empty_body> parser;
  parser.header_limit(kLongestHeader);
  error_code error;
  stream.expires_after(patience_);
  co_await http::async_read_header(stream, buffer, parser, Into(error));
  // Nobody is there, or has asked for anything.
  if (error && !IsFromParser(error)) co_return;
  const Response response =
      error ? Refuse(http::status::bad_request, "This is not a request of HTTP/1.1.")
            : AnswerTo(parser.get(), pages_);
  stream.expires_after(patience_);
  co_await http::async_write(stream, response, Into(error));
  if (error) co_return;
  stream.socket().shutdown(tcp::socket::shutdown_send, error);
  // What is left unread would reset the connection, and the answer with it.
  std::array<char, 4096> ignored;
  for (std::size_t size = 0; !error && size < kMostIgnored;) {
    size += co_await stream.async_read_some(asio::buffer(ignored), Into(error));
  }
}

}  // namespace redline::runner
