// The bytes between us and a Redis, in plain or through TLS.
//
// Without TLS a byte goes from the caller's buffer into a plain non-blocking send, and
// from the socket into the reader; TLS seals and opens it in between. A transport belongs
// to one event loop and is used on its thread alone.
#ifndef REDLINE_REDIS_TRANSPORT_H_
#define REDLINE_REDIS_TRANSPORT_H_

#include <array>
#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/system/error_code.hpp>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "redis/endpoint.h"
#include "redis/tls_context.h"
#include "redis/tls_error.h"
#include "redis/tls_session.h"

namespace redline::redis {

class Transport {
 public:
  // Small enough to stay in the processor's nearest caches while a long reply passes
  // through it: dozens of workers share those.
  static constexpr std::size_t kReceiveSize = 16 * 1024;

  // Closed.
  explicit Transport(const boost::asio::any_io_executor& executor) : socket_(executor) {}

  // Takes a connected socket, in place of the one before. REQUIRES: no call is pending.
  void Attach(Socket socket);

  // From now on through TLS. Returns the socket's error, eof included. Throws TlsError.
  boost::asio::awaitable<boost::system::error_code> Handshake(const TlsContext& context,
                                                              const std::string& host);

  // Takes bytes to be sent by the next Send. They must stay as they are until they are
  // sent. Throws TlsError.
  void Add(std::string_view bytes);

  // Sends what was added, as much as the socket takes at once, and returns true if that
  // was all; otherwise SendRest must follow.
  bool Send(boost::system::error_code& error);

  // Sends the rest. An error ends it silently, because Receive meets it too.
  boost::asio::awaitable<void> SendRest();

  // Receives bytes, which Read then gives out, kReceiveSize at most. No coroutine of its
  // own: this is where a worker spends its time.
  auto Receive(boost::system::error_code& error) {
    return socket_.async_read_some(
        boost::asio::buffer(received_),
        boost::asio::redirect_error(boost::asio::use_awaitable, error));
  }

  // The same without waiting: the error is would_block if there is nothing.
  std::size_t ReceiveNow(boost::system::error_code& error) {
    return socket_.read_some(boost::asio::buffer(received_), error);
  }

  // Hands the bytes that Receive has received, so many of them, to `sink` in pieces.
  // Returns false if the server has ended the conversation. Throws TlsError, and what the
  // sink throws.
  template <typename Sink>
  bool Read(std::size_t size, Sink sink) {
    ++receptions_;
    const std::string_view bytes(received_.data(), size);
    if (!tls_) {
      sink(bytes);
      return true;
    }
    tls_->Received(bytes);
    for (auto piece = tls_->Open(); !piece.empty(); piece = tls_->Open()) sink(piece);
    return !tls_->over();
  }

  // While an answer is awaited: how often anything has come in. Whoever parses what comes
  // in says when all is answered.
  std::optional<std::uint64_t> awaited() const {
    return is_awaiting_ ? std::optional(receptions_) : std::nullopt;
  }
  void AllAnswered() { is_awaiting_ = false; }

  // See TlsSession::CertificateTrouble.
  std::optional<TlsError> CertificateTrouble() const {
    return tls_ ? tls_->CertificateTrouble() : std::nullopt;
  }
  bool misses_certificate() const { return tls_ && tls_->misses_certificate(); }

  // Ends pending calls with operation_aborted.
  void Cancel();

  // Ends them as if the server had closed the connection.
  void Drop();

  // REQUIRES: no call is pending.
  void Close();

 private:
  bool all_sent() const { return tls_ ? tls_->outgoing().empty() : unsent_.empty(); }
  void SendSome(boost::system::error_code& error);
  std::size_t SendOnce(boost::system::error_code& error);
  void RemoveSent(std::size_t size);

  Socket socket_;
  std::unique_ptr<TlsSession> tls_;
  // Without TLS: the bytes to send, in one write.
  std::vector<boost::asio::const_buffer> unsent_;
  bool is_awaiting_ = false;
  std::uint64_t receptions_ = 0;
  std::array<char, kReceiveSize> received_;
};

}  // namespace redline::redis

#endif  // REDLINE_REDIS_TRANSPORT_H_
