#include "redis/tls_context.h"

#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>

#include <cerrno>
#include <cstring>
#include <fstream>
#include <string>

#include "redis/openssl_objects.h"
#include "redis/tls_error.h"

namespace redline::redis {
namespace {

using Cause = TlsError::Cause;

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
    throw TlsError(Cause::kClientCertFile, is_none ? "it holds no certificate in PEM form"
                                                   : OpenSslErrorText(error));
  }
  CheckReadable(options.key_file, Cause::kClientKeyFile);
  bool is_encrypted = false;
  SSL_CTX_set_default_passwd_cb(context, NoPassphrase);
  SSL_CTX_set_default_passwd_cb_userdata(context, &is_encrypted);
  const bool is_read = SSL_CTX_use_PrivateKey_file(context, options.key_file.c_str(),
                                                   SSL_FILETYPE_PEM) == 1;
  SSL_CTX_set_default_passwd_cb_userdata(context, nullptr);
  if (is_read) {
    // One of another kind than the certificate's has been put beside it unseen.
    if (SSL_CTX_check_private_key(context) == 1) return;
    throw TlsError(Cause::kClientKeyOfAnother, "");
  }
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

}  // namespace redline::redis
