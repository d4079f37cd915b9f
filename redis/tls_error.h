// Why TLS cannot be spoken.
#ifndef REDLINE_REDIS_TLS_ERROR_H_
#define REDLINE_REDIS_TLS_ERROR_H_

#include <stdexcept>
#include <string>

namespace redline::redis {

// redis/connect_error.h makes a sentence for users of it.
class TlsError : public std::runtime_error {
 public:
  enum class Cause {
    kCaFile,          // Missing, unreadable or without a certificate; the detail: why.
    kSelfSigned,      // The certificate is its own CA, and not known.
    kUnknownCa,       // The detail: the issuer's name.
    kOtherName,       // The detail: the names that the certificate is for.
    kExpired,         // The detail: since when.
    kNotYetValid,     // The detail: from when on.
    kCertificate,     // Anything else about it; the detail: OpenSSL's words.
    kClientCertFile,  // Ours is missing, unreadable or none; the detail: why.
    kClientKeyFile,   // The same for its key.
    kClientKeyEncrypted,
    kClientKeyOfAnother,  // The key does not fit the certificate.
    kClientCertificate,   // The server wants one of us, or refuses ours; the detail: its
                          // words.
    kNotTls,              // The other side speaks something else.
    kProtocol,            // Anything else; the detail: OpenSSL's words.
  };

  TlsError(Cause cause, const std::string& detail)
      : std::runtime_error(detail), cause_(cause) {}

  Cause cause() const { return cause_; }
  std::string detail() const { return what(); }

 private:
  Cause cause_;
};

}  // namespace redline::redis

#endif  // REDLINE_REDIS_TLS_ERROR_H_
