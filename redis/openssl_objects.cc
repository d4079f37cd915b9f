#include "redis/openssl_objects.h"

#include <openssl/err.h>

namespace redline::redis {

std::string OpenSslErrorText(unsigned long error) {
  const char* const reason = ERR_reason_error_string(error);
  return reason == nullptr ? "no reason given" : reason;
}

}  // namespace redline::redis
