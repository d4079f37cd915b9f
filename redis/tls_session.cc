#include "redis/tls_session.h"

#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>

#include <boost/asio/ip/address.hpp>
#include <new>

#include "redis/openssl_objects.h"
#include "redis/tls_certificate.h"

namespace redline::redis {
namespace {

using Cause = TlsError::Cause;

// So that sealing a big batch leaves no big buffer in OpenSSL.
constexpr std::size_t kSealedAtOnce = 64 * 1024;

}  // namespace

void TlsSession::Free::operator()(SSL* ssl) const { SSL_free(ssl); }

TlsSession::TlsSession(const TlsContext& context, const std::string& host)
    : ssl_(Checked(SSL_new(context.get()))),
      from_server_(Checked(BIO_new(BIO_s_mem()))),
      to_server_(Checked(BIO_new(BIO_s_mem()))),
      has_certificate_(context.has_certificate()) {
  SSL_set_bio(ssl_.get(), from_server_, to_server_);
  SSL_set_connect_state(ssl_.get());
  SSL_set_app_data(ssl_.get(), this);
  SSL_set_cert_cb(ssl_.get(), CertificateAskedFor, this);
  if (context.verify() != TlsOptions::Verify::kNone) {
    SSL_set_verify(ssl_.get(), SSL_VERIFY_PEER, CertificateChecked);
  }
  const bool full = context.verify() == TlsOptions::Verify::kFull;
  X509_VERIFY_PARAM* const param = SSL_get0_param(ssl_.get());
  boost::system::error_code is_name;
  const auto address = boost::asio::ip::make_address(host, is_name);
  if (is_name) {
    const auto name = host.substr(0, host.size() - (host.ends_with('.') ? 1 : 0));
    SSL_set_tlsext_host_name(ssl_.get(), name.c_str());
    if (full) X509_VERIFY_PARAM_set1_host(param, name.c_str(), name.size());
  } else if (full && address.is_v4()) {
    const auto bytes = address.to_v4().to_bytes();
    X509_VERIFY_PARAM_set1_ip(param, bytes.data(), bytes.size());
  } else if (full) {
    const auto bytes = address.to_v6().to_bytes();
    X509_VERIFY_PARAM_set1_ip(param, bytes.data(), bytes.size());
  }
}

int TlsSession::CertificateChecked(int accepted, X509_STORE_CTX* check) {
  if (accepted == 1) return 1;
  const auto* const ssl = static_cast<const SSL*>(
      X509_STORE_CTX_get_ex_data(check, SSL_get_ex_data_X509_STORE_CTX_idx()));
  auto& session = *static_cast<TlsSession*>(SSL_get_app_data(ssl));
  session.refusal_ = CertificateError(X509_STORE_CTX_get_error(check),
                                      X509_STORE_CTX_get_current_cert(check));
  return 0;
}

int TlsSession::CertificateAskedFor(SSL* /*ssl*/, void* session) {
  static_cast<TlsSession*>(session)->asks_for_certificate_ = true;
  return 1;
}

bool TlsSession::Handshake() {
  ERR_clear_error();
  const int result = SSL_do_handshake(ssl_.get());
  CollectOutgoing();
  if (result == 1) return true;
  if (SSL_get_error(ssl_.get(), result) != SSL_ERROR_WANT_READ) Fail();
  return false;
}

void TlsSession::Seal(std::string_view bytes) {
  while (!bytes.empty()) {
    const auto piece = bytes.substr(0, kSealedAtOnce);
    ERR_clear_error();
    if (SSL_write(ssl_.get(), piece.data(), static_cast<int>(piece.size())) <= 0) Fail();
    CollectOutgoing();
    bytes.remove_prefix(piece.size());
  }
}

void TlsSession::Sent(std::size_t size) {
  outgoing_begin_ += size;
  if (outgoing_begin_ < outgoing_.size()) return;
  outgoing_.clear();
  outgoing_begin_ = 0;
}

void TlsSession::Received(std::string_view sealed) {
  // The types of TLS' records are 20 to 23.
  if (!heard_ && !sealed.empty() && (sealed[0] < 20 || sealed[0] > 23)) {
    throw TlsError(Cause::kNotTls, "");
  }
  heard_ = true;
  const int size = static_cast<int>(sealed.size());
  if (BIO_write(from_server_, sealed.data(), size) != size) throw std::bad_alloc();
}

std::string_view TlsSession::Open() {
  ERR_clear_error();
  const int size = SSL_read(ssl_.get(), opened_.data(), static_cast<int>(opened_.size()));
  // The protocol has answers of its own.
  CollectOutgoing();
  if (size > 0) return {opened_.data(), static_cast<std::size_t>(size)};
  const int error = SSL_get_error(ssl_.get(), size);
  if (error == SSL_ERROR_ZERO_RETURN) {
    over_ = true;
  } else if (error != SSL_ERROR_WANT_READ) {
    Fail();
  }
  return {};
}

void TlsSession::CollectOutgoing() {
  const std::size_t pending = BIO_ctrl_pending(to_server_);
  if (pending == 0) return;
  const std::size_t before = outgoing_.size();
  outgoing_.resize(before + pending);
  BIO_read(to_server_, outgoing_.data() + before, static_cast<int>(pending));
}

std::optional<TlsError> TlsSession::CertificateTrouble() const {
  if (!asks_for_certificate_ || last_words_.empty()) return std::nullopt;
  return TlsError(Cause::kClientCertificate, last_words_);
}

void TlsSession::Fail() {
  if (refusal_) throw TlsError(*refusal_);
  last_words_ = OpenSslErrorText(ERR_peek_last_error());
  throw CertificateTrouble().value_or(TlsError(Cause::kProtocol, last_words_));
}

}  // namespace redline::redis
