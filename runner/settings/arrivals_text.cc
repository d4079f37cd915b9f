#include "runner/settings/arrivals_text.h"

#include <charconv>
#include <cstdint>
#include <string>

#include "base/errors.h"

namespace redline::runner {

ArrivalPattern ParseArrivals(std::string_view text) {
  using Kind = ArrivalPattern::Kind;
  constexpr std::string_view kBurst = "burst:";
  constexpr std::uint64_t kLargestBurst = 1'000'000;
  if (text == "even") return {.kind = Kind::kEven};
  if (text == "poisson") return {.kind = Kind::kPoisson};
  std::uint64_t burst = 0;
  if (text.starts_with(kBurst)) {
    const char* const end = text.data() + text.size();
    const auto [parsed, error] = std::from_chars(text.data() + kBurst.size(), end, burst);
    if (error != std::errc() || parsed != end) burst = 0;
  }
  if (burst < 1 || burst > kLargestBurst) {
    throw UsageError(
        "--arrivals (ARRIVALS) must be even, poisson, or burst:N with N from 1 to "
        "1000000, but is '" +
        std::string(text) + "'.");
  }
  return {.kind = Kind::kBurst, .burst = burst};
}

}  // namespace redline::runner
