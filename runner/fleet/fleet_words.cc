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

constexpr std::array<int, 7> kExitCodesOfVerdicts = {kExitSuccess,
                                                     kExitFailed,
                                                     kExitInvalid,
                                                     ExitCodeForSignal(SIGHUP),
                                                     ExitCodeForSignal(SIGINT),
                                                     ExitCodeForSignal(SIGQUIT),
                                                     ExitCodeForSignal(SIGTERM)};

// A search ends with kExitEnvironment, too, when it has lost a dyno.
bool IsExitCodeOf(const FleetVerdict& verdict) {
  return (verdict.trial && verdict.exit_code == kExitEnvironment) ||
         std::ranges::find(kExitCodesOfVerdicts, verdict.exit_code) !=
             kExitCodesOfVerdicts.end();
}

}  // namespace

std::string Heard(std::string_view text) {
  return ToPrintable(text.substr(0, kLongestHeard));
}

std::string ToText(const FleetVerdict& verdict) {
  return std::to_string(verdict.exit_code) + " " +
         (verdict.trial ? ToText(*verdict.trial) + " " : "") + verdict.sentence;
}

std::optional<FleetVerdict> ParseFleetVerdict(std::string_view text) {
  FleetVerdict verdict;
  const char* const all = text.data() + text.size();
  const auto [end, error] = std::from_chars(text.data(), all, verdict.exit_code);
  if (error != std::errc() || end == all || *end != ' ') return std::nullopt;
  std::string_view rest(end + 1, all);
  if (IsFleetTrial(rest)) {
    const std::string_view word = rest.substr(0, rest.find(' '));
    verdict.trial = ParseFleetTrial(word);
    if (!verdict.trial) return std::nullopt;
    rest.remove_prefix(std::min(word.size() + 1, rest.size()));
  }
  verdict.sentence = Heard(rest);
  if (!IsExitCodeOf(verdict) || verdict.sentence.empty()) return std::nullopt;
  return verdict;
}

}  // namespace redline::runner
