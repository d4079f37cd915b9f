#include "redis/tls_session.h"

#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>

#include <algorithm>
#include <boost/asio/ip/address.hpp>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <new>

namespace redline::redis {
namespace {

using Cause = TlsError::Cause;

// So that sealing a big batch leaves no big buffer in OpenSSL.
constexpr std::size_t kSealedAtOnce = 64 * 1024;
constexpr std::size_t kShownNames = 3;

template <typename T, void (*free_function)(T*)>
struct Freeing {
  void operator()(T* object) const { free_function(object); }
};

// The server chooses these bytes, and they go to a terminal.
std::string Printable(std::string_view text) {
  std::string printable(text.substr(0, 100));
  std::ranges::replace_if(printable, [](char c) { return c < ' ' || c > '~'; }, '?');
  return printable;
}

std::string CommonName(const X509_NAME* name) {
  char text[256] = "";
  if (X509_NAME_get_text_by_NID(name, NID_commonName, text, sizeof(text)) < 0) {
    X509_NAME_oneline(name, text, sizeof(text));
  }
  return Printable(text);
}

std::string AddressText(const ASN1_OCTET_STRING* bytes) {
  const auto* data = ASN1_STRING_get0_data(bytes);
  boost::asio::ip::address_v4::bytes_type v4;
  boost::asio::ip::address_v6::bytes_type v6;
  const auto size = static_cast<std::size_t>(ASN1_STRING_length(bytes));
  if (size == v4.size()) {
    std::copy_n(data, size, v4.begin());
    return boost::asio::ip::make_address_v4(v4).to_string();
  }
  if (size == v6.size()) {
    std::copy_n(data, size, v6.begin());
    return boost::asio::ip::make_address_v6(v6).to_string();
  }
  return "?";
}

// The names of a certificate as a user reads them: "a.example, b.example and others".
std::string NamesOf(const X509* certificate) {
  using Names =
      std::unique_ptr<GENERAL_NAMES, Freeing<GENERAL_NAMES, GENERAL_NAMES_free>>;
  const Names names(static_cast<GENERAL_NAMES*>(
      X509_get_ext_d2i(certificate, NID_subject_alt_name, nullptr, nullptr)));
  std::string text;
  std::size_t count = 0;
  for (int i = 0; i < sk_GENERAL_NAME_num(names.get()); ++i) {
    const GENERAL_NAME* name = sk_GENERAL_NAME_value(names.get(), i);
    std::string one;
    if (name->type == GEN_DNS) {
      one = Printable(
          {reinterpret_cast<const char*>(ASN1_STRING_get0_data(name->d.dNSName)),
           static_cast<std::size_t>(ASN1_STRING_length(name->d.dNSName))});
    } else if (name->type == GEN_IPADD) {
      one = AddressText(name->d.iPAddress);
    } else {
      continue;
    }
    if (++count > kShownNames) return text + " and others";
    text += (text.empty() ? "" : ", ") + one;
  }
  return text.empty() ? CommonName(X509_get_subject_name(certificate)) : text;
}

std::string DateText(const ASN1_TIME* time) {
  const std::unique_ptr<BIO, Freeing<BIO, BIO_free_all>> bio(BIO_new(BIO_s_mem()));
  char text[64] = "";
  ASN1_TIME_print_ex(bio.get(), time, ASN1_DTFLGS_ISO8601);
  const int size = BIO_read(bio.get(), text, sizeof(text));
  return std::string(text, size > 0 ? static_cast<std::size_t>(size) : 0);
}

std::string ErrorText(unsigned long error) {
  const char* const reason = ERR_reason_error_string(error);
  return reason == nullptr ? "no reason given" : reason;
}

TlsError CertificateError(int result, const X509* certificate) {
  switch (result) {
    case X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT:
      return TlsError(Cause::kSelfSigned, "");
    case X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN:
    case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT:
    case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY:
    case X509_V_ERR_UNABLE_TO_VERIFY_LEAF_SIGNATURE:
      return TlsError(Cause::kUnknownCa, CommonName(X509_get_issuer_name(certificate)));
    case X509_V_ERR_HOSTNAME_MISMATCH:
    case X509_V_ERR_IP_ADDRESS_MISMATCH:
      return TlsError(Cause::kOtherName, NamesOf(certificate));
    case X509_V_ERR_CERT_HAS_EXPIRED:
      return TlsError(Cause::kExpired, DateText(X509_get0_notAfter(certificate)));
    case X509_V_ERR_CERT_NOT_YET_VALID:
      return TlsError(Cause::kNotYetValid, DateText(X509_get0_notBefore(certificate)));
    default:
      return TlsError(Cause::kCertificate, X509_verify_cert_error_string(result));
  }
}

// Raised by OpenSSL if there was no memory.
template <typename T>
T* Checked(T* object) {
  if (object == nullptr) throw std::bad_alloc();
  return object;
}

void CheckReadable(const std::string& path, Cause cause) {
  std::ifstream file(path);
  file.peek();
  if (!file && !file.eof()) throw TlsError(cause, std::strerror(errno));
}

void ReadCaFile(SSL_CTX* context, const std::string& path) {
  CheckReadable(path, Cause::kCaFile);
  if (SSL_CTX_load_verify_file(context, path.c_str()) != 1) {
    throw TlsError(Cause::kCaFile, "it holds no certificate in PEM form");
  }
}

// In place of OpenSSL's own, which asks on the terminal.
int NoPassphrase(char* /*text*/, int /*size*/, int /*writing*/, void* asked) {
  *static_cast<bool*>(asked) = true;
  return -1;
}

void ReadClientCertificate(SSL_CTX* context, const TlsOptions& options) {
  CheckReadable(options.cert_file, Cause::kClientCertFile);
  if (SSL_CTX_use_certificate_chain_file(context, options.cert_file.c_str()) != 1) {
    // The first error is the cause of those after it.
    const unsigned long error = ERR_peek_error();
    const bool is_none = ERR_GET_REASON(error) == PEM_R_NO_START_LINE;
    throw TlsError(Cause::kClientCertFile,
                   is_none ? "it holds no certificate in PEM form" : ErrorText(error));
  }
  CheckReadable(options.key_file, Cause::kClientKeyFile);
  bool is_encrypted = false;
  SSL_CTX_set_default_passwd_cb(context, NoPassphrase);
  SSL_CTX_set_default_passwd_cb_userdata(context, &is_encrypted);
  const bool is_read = SSL_CTX_use_PrivateKey_file(context, options.key_file.c_str(),
                                                   SSL_FILETYPE_PEM) == 1;
  SSL_CTX_set_default_passwd_cb_userdata(context, nullptr);
  if (is_read) return;
  if (is_encrypted) throw TlsError(Cause::kClientKeyEncrypted, "");
  const unsigned long error = ERR_peek_last_error();
  const int reason = ERR_GET_REASON(error);
  if (ERR_GET_LIB(error) == ERR_LIB_X509 &&
      (reason == X509_R_KEY_VALUES_MISMATCH || reason == X509_R_KEY_TYPE_MISMATCH)) {
    throw TlsError(Cause::kClientKeyOfAnother, "");
  }
  throw TlsError(Cause::kClientKeyFile, "it holds no private key in PEM form");
}

}  // namespace

void TlsContext::Free::operator()(SSL_CTX* context) const { SSL_CTX_free(context); }
void TlsSession::Free::operator()(SSL* ssl) const { SSL_free(ssl); }

TlsContext::TlsContext(const TlsOptions& options)
    : verify_(options.verify),
      has_certificate_(!options.cert_file.empty()),
      context_(Checked(SSL_CTX_new(TLS_client_method()))) {
  ERR_clear_error();
  SSL_CTX* const context = context_.get();
  SSL_CTX_set_min_proto_version(context, TLS1_2_VERSION);
  // A file may hold the server's own certificate, or a CA that is not a root.
  X509_VERIFY_PARAM_set_flags(SSL_CTX_get0_param(context), X509_V_FLAG_PARTIAL_CHAIN);
  if (!options.ca_file.empty()) {
    ReadCaFile(context, options.ca_file);
  } else if (verify_ != TlsOptions::Verify::kNone) {
    // Without any CA on the system, every certificate is from an unknown one.
    SSL_CTX_set_default_verify_paths(context);
  }
  if (has_certificate_) ReadClientCertificate(context, options);
}

TlsSession::TlsSession(const TlsContext& context, const std::string& host)
    : ssl_(Checked(SSL_new(context.context_.get()))),
      from_server_(Checked(BIO_new(BIO_s_mem()))),
      to_server_(Checked(BIO_new(BIO_s_mem()))),
      has_certificate_(context.has_certificate_) {
  SSL_set_bio(ssl_.get(), from_server_, to_server_);
  SSL_set_connect_state(ssl_.get());
  SSL_set_app_data(ssl_.get(), this);
  SSL_set_cert_cb(ssl_.get(), CertificateAskedFor, this);
  if (context.verify_ != TlsOptions::Verify::kNone) {
    SSL_set_verify(ssl_.get(), SSL_VERIFY_PEER, CertificateChecked);
  }
  const bool full = context.verify_ == TlsOptions::Verify::kFull;
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
  if (!asks_for_certificate_ || (has_certificate_ && last_words_.empty())) {
    return std::nullopt;
  }
  return TlsError(Cause::kClientCertificate, last_words_);
}

void TlsSession::Fail() {
  if (refusal_) throw TlsError(*refusal_);
  last_words_ = ErrorText(ERR_peek_last_error());
  throw CertificateTrouble().value_or(TlsError(Cause::kProtocol, last_words_));
}

}  // namespace redline::redis
