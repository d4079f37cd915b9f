// What is wrong with a server's certificate, in words for people.
//
// Pure functions.
#ifndef REDLINE_REDIS_TLS_CERTIFICATE_H_
#define REDLINE_REDIS_TLS_CERTIFICATE_H_

#include <openssl/types.h>

#include "redis/tls_error.h"

namespace redline::redis {

// `result` is OpenSSL's (X509_V_ERR_...), about this certificate.
TlsError CertificateError(int result, const X509* certificate);

}  // namespace redline::redis

#endif  // REDLINE_REDIS_TLS_CERTIFICATE_H_
