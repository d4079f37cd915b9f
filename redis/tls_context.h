// The options of TLS with all files read in. TLS 1.2 and newer, by OpenSSL.
//
// Used by one thread.
#ifndef REDLINE_REDIS_TLS_CONTEXT_H_
#define REDLINE_REDIS_TLS_CONTEXT_H_

#include <openssl/types.h>

#include <memory>

#include "redis/tls_options.h"

namespace redline::redis {

// For any number of sessions one after the other.
class TlsContext {
 public:
  // Throws TlsError (kCaFile, kClientCertFile, kClientKey...).
  explicit TlsContext(const TlsOptions& options);

  TlsOptions::Verify verify() const { return verify_; }
  bool has_certificate() const { return has_certificate_; }
  SSL_CTX* get() const { return context_.get(); }

 private:
  struct Free {
    void operator()(SSL_CTX* context) const;
  };

  TlsOptions::Verify verify_;
  bool has_certificate_;
  std::unique_ptr<SSL_CTX, Free> context_;
};

}  // namespace redline::redis

#endif  // REDLINE_REDIS_TLS_CONTEXT_H_
