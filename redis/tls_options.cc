#include "redis/tls_options.h"

namespace redline::redis {
namespace {

using Verify = TlsOptions::Verify;

}  // namespace

std::optional<Verify> ParseVerify(std::string_view text) {
  for (const auto verify : {Verify::kNone, Verify::kCa, Verify::kFull}) {
    if (text == NameOf(verify)) return verify;
  }
  return std::nullopt;
}

std::string_view NameOf(Verify verify) {
  switch (verify) {
    case Verify::kNone:
      return "none";
    case Verify::kCa:
      return "ca";
    case Verify::kFull:
      return "full";
  }
  return "unknown";
}

}  // namespace redline::redis
