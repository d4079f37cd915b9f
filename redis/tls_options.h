// How the certificate of a Redis that is reached over TLS is checked. Plain values.
#ifndef REDLINE_REDIS_TLS_OPTIONS_H_
#define REDLINE_REDIS_TLS_OPTIONS_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace redline::redis {

struct TlsOptions {
  enum class Verify : std::uint8_t {
    kNone,  // Not at all: encrypted, to whoever answers.
    kCa,    // It comes from a known CA, for whatever name.
    kFull,  // It comes from a known CA and is for the host of the URL.
  };

  Verify verify = Verify::kFull;
  std::string ca_file;  // PEM, in place of the system's CAs; empty: the system's.
};

// "none", "ca", "full", as --redis_tls_verify has it.
constexpr std::string_view NameOf(TlsOptions::Verify verify) {
  switch (verify) {
    case TlsOptions::Verify::kNone:
      return "none";
    case TlsOptions::Verify::kCa:
      return "ca";
    case TlsOptions::Verify::kFull:
      return "full";
  }
  return "unknown";
}

// Nothing for any other text.
constexpr std::optional<TlsOptions::Verify> ParseVerify(std::string_view text) {
  using Verify = TlsOptions::Verify;
  for (const auto verify : {Verify::kNone, Verify::kCa, Verify::kFull}) {
    if (text == NameOf(verify)) return verify;
  }
  return std::nullopt;
}

}  // namespace redline::redis

#endif  // REDLINE_REDIS_TLS_OPTIONS_H_
