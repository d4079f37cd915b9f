// How the certificate of a Redis that is reached over TLS is checked, and which one is
// shown to it. Plain values.
#ifndef REDLINE_REDIS_TLS_OPTIONS_H_
#define REDLINE_REDIS_TLS_OPTIONS_H_

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/enum_table.h"

namespace redline::redis {

struct TlsOptions {
  enum class Verify : std::uint8_t {
    kNone,  // Not at all: encrypted, to any server.
    kCa,    // It comes from a known CA, for whatever name.
    kFull,  // It comes from a known CA and is for the host of the URL.
  };

  Verify verify = Verify::kFull;
  std::string ca_file;  // PEM, in place of the system's CAs; empty: the system's.
  // Ours, for a server that asks for one, with the CAs between it and the root if there
  // are any, and its private key without a passphrase. Both are PEM; empty: none.
  std::string cert_file = {};
  std::string key_file = {};  // Never without the other.
};

// As --redis_tls_verify has them.
inline constexpr std::array kVerifications = std::to_array<EnumName<TlsOptions::Verify>>({
    {TlsOptions::Verify::kNone, "none"},
    {TlsOptions::Verify::kCa, "ca"},
    {TlsOptions::Verify::kFull, "full"},
});
constexpr const auto& TableOf(TlsOptions::Verify) { return kVerifications; }

constexpr std::optional<TlsOptions::Verify> ParseVerify(std::string_view name) {
  return ParseEnum<TlsOptions::Verify>(name);
}

}  // namespace redline::redis

#endif  // REDLINE_REDIS_TLS_OPTIONS_H_
