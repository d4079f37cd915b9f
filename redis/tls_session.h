// TLS as a filter between bytes and sealed bytes: it does no input or output itself, so
// the socket is used the same with and without TLS, and SIGPIPE is never raised.
//
// TLS 1.2 and newer, by OpenSSL. Used by one thread.
#ifndef REDLINE_REDIS_TLS_SESSION_H_
#define REDLINE_REDIS_TLS_SESSION_H_

#include <openssl/types.h>

#include <array>
#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "redis/tls_context.h"
#include "redis/tls_error.h"

namespace redline::redis {

class TlsSession {
 public:
  // `host`, a name or an address, is what the certificate must be for if the options ask
  // for that, and a name is told to the server (SNI).
  TlsSession(const TlsContext& context, const std::string& host);
  TlsSession(const TlsSession&) = delete;
  TlsSession& operator=(const TlsSession&) = delete;

  // Continues the handshake as far as the received bytes allow. Returns true when it
  // is over; otherwise more must be received, once the outgoing bytes were sent. Throws
  // TlsError.
  bool Handshake();

  // Seals bytes, which are then outgoing. Throws TlsError.
  void Seal(std::string_view bytes);

  // The bytes to send, valid until any other call; and a report that so many were sent.
  std::string_view outgoing() const {
    return std::string_view(outgoing_).substr(outgoing_begin_);
  }
  void Sent(std::size_t size);

  // Takes in what came from the server.
  void Received(std::string_view sealed);

  // Opens the next piece of it, valid until the next Open; empty if there is no more, or
  // the server has said goodbye. Throws TlsError.
  std::string_view Open();
  bool over() const { return over_; }

  // Why the server has ended the conversation, if it has asked for a certificate of the
  // client and said anything: with TLS 1.3 it judges that after the handshake.
  std::optional<TlsError> CertificateTrouble() const;

  // Whether it has asked for one, and none was to be had.
  bool misses_certificate() const { return asks_for_certificate_ && !has_certificate_; }

 private:
  struct Free {
    void operator()(SSL* ssl) const;
  };  // Called by OpenSSL.
  static int CertificateChecked(int accepted, X509_STORE_CTX* check);
  static int CertificateAskedFor(SSL* ssl, void* session);

  void CollectOutgoing();
  [[noreturn]] void Fail();

  std::unique_ptr<SSL, Free> ssl_;
  BIO* from_server_;  // Owned by ssl_, and
  BIO* to_server_;    // this too.
  std::string outgoing_;
  std::size_t outgoing_begin_ = 0;
  std::optional<TlsError> refusal_;  // For the server's certificate.
  bool heard_ = false;               // The server has sent anything.
  bool over_ = false;
  bool asks_for_certificate_ = false;
  bool has_certificate_;
  std::string last_words_;              // Why OpenSSL failed.
  std::array<char, 16 * 1024> opened_;  // A TLS record has no more.
};

}  // namespace redline::redis

#endif  // REDLINE_REDIS_TLS_SESSION_H_
