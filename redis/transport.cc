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
    if (!error && !all_sent()) co_await SendRest();
    if (over || error) co_return error;
    const std::size_t size = co_await Receive(error);
    if (error) co_return error;
    tls_->Received({received_.data(), size});
  }
}

void Transport::Add(std::string_view bytes) {
  if (tls_) {
    tls_->Seal(bytes);
  } else {
    unsent_.emplace_back(bytes.data(), bytes.size());
  }
}

bool Transport::Send(error_code& error) {
  is_awaiting_ = true;
  SendSome(error);
  return all_sent();
}

asio::awaitable<void> Transport::SendRest() {
  error_code error;
  while (!all_sent() && !error) {
    co_await socket_.async_wait(Socket::wait_write,
                                asio::redirect_error(asio::use_awaitable, error));
    if (!error) SendSome(error);
  }
}

void Transport::Cancel() {
  error_code ignored;
  socket_.cancel(ignored);
}

void Transport::Drop() {
  error_code ignored;
  socket_.shutdown(Socket::shutdown_both, ignored);
}

void Transport::Close() {
  error_code ignored;
  socket_.close(ignored);
  tls_.reset();
  unsent_.clear();
  is_awaiting_ = false;
}

void Transport::SendSome(error_code& error) {
  while (!all_sent() && !error) RemoveSent(SendOnce(error));
  if (error == asio::error::would_block) error.clear();
}

std::size_t Transport::SendOnce(error_code& error) {
  if (tls_) return socket_.write_some(asio::buffer(tls_->outgoing()), error);
  // One buffer is written by a cheaper call than several.
  if (unsent_.size() == 1) return socket_.write_some(unsent_.front(), error);
  return socket_.write_some(unsent_, error);
}

void Transport::RemoveSent(std::size_t size) {
  if (tls_) {
    tls_->Sent(size);
    return;
  }
  auto first = unsent_.begin();
  for (; first != unsent_.end() && first->size() <= size; ++first) size -= first->size();
  unsent_.erase(unsent_.begin(), first);
  if (size > 0) unsent_.front() += size;
}

}  // namespace redline::redis
