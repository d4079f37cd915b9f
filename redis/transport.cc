#include "redis/transport.h"

#include <boost/asio/error.hpp>
#include <utility>

namespace redline::redis {

namespace asio = boost::asio;
using boost::system::error_code;

void Transport::Attach(Socket socket) {
  Close();
  socket_ = std::move(socket);
}

asio::awaitable<error_code> Transport::Handshake(const TlsContext& context,
                                                 const std::string& host) {
  tls_ = std::make_unique<TlsSession>(context, host);
  error_code error;
  for (;;) {
    const bool over = tls_->Handshake();
    SendSome(error);
    if (!error && !unsent().empty()) co_await SendRest();
    if (over || error) co_return error;
    const std::size_t size = co_await Receive(error);
    if (error) co_return error;
    tls_->Received({received_.data(), size});
  }
}

bool Transport::Send(std::string_view bytes, error_code& error) {
  if (tls_) {
    tls_->Seal(bytes);
  } else {
    unsent_ = bytes;
  }
  SendSome(error);
  return unsent().empty();
}

asio::awaitable<void> Transport::SendRest() {
  error_code error;
  while (!unsent().empty() && !error) {
    co_await socket_.async_wait(Socket::wait_write,
                                asio::redirect_error(asio::use_awaitable, error));
    if (!error) SendSome(error);
  }
}

void Transport::Cancel() {
  error_code ignored;
  socket_.cancel(ignored);
}

void Transport::Close() {
  error_code ignored;
  socket_.close(ignored);
  tls_.reset();
  unsent_ = {};
}

void Transport::SendSome(error_code& error) {
  while (!unsent().empty() && !error) {
    const std::size_t size = socket_.write_some(asio::buffer(unsent()), error);
    if (tls_) {
      tls_->Sent(size);
    } else {
      unsent_.remove_prefix(size);
    }
  }
  if (error == asio::error::would_block) error.clear();
}

}  // namespace redline::redis
