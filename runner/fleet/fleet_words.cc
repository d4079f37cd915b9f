#include "runner/fleet/fleet_words.h"

#include <signal.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cstddef>
#include <system_error>

#include "base/text/display_text.h"
#include "runner/verdict/exit_code.h"

namespace redline::runner {
namespace {

// Longer than any sentence of redline's, with the error of a server in it.
constexpr std::size_t kLongestHeard = 4000;

constexpr std::array<int, 6> kExitCodesOfVerdicts = {kExitSuccess,
                                                     kExitFailed,
                                                     kExitInvalid,
                                                     ExitCodeForSignal(SIGHUP),
                                                     ExitCodeForSignal(SIGINT),
                                                     ExitCodeForSignal(SIGTERM)};

}  // namespace

std::string Heard(std::string_view text) {
  return ToPrintable(text.substr(0, kLongestHeard));
}

std::string ToText(const FleetVerdict& verdict) {
  return std::to_string(verdict.exit_code) + " " + verdict.sentence;
}

std::optional<FleetVerdict> ParseFleetVerdict(std::string_view text) {
  FleetVerdict verdict;
  const char* const all = text.data() + text.size();
  const auto [end, error] = std::from_chars(text.data(), all, verdict.exit_code);
  if (error != std::errc() || end == all || *end != ' ') return std::nullopt;
  if (std::ranges::find(kExitCodesOfVerdicts, verdict.exit_code) ==
      kExitCodesOfVerdicts.end()) {
    return std::nullopt;
  }
  verdict.sentence = Heard({end + 1, all});
  if (verdict.sentence.empty()) return std::nullopt;
  return verdict;
}

}  // namespace redline::runner
