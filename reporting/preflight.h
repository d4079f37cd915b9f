// What was looked at before a run was started, and what was found: plain values.
#ifndef REDLINE_REPORTING_PREFLIGHT_H_
#define REDLINE_REPORTING_PREFLIGHT_H_

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace redline::reporting {

struct PreflightCheck {
  enum class Outcome {
    kFine,
    kDoubtful,    // The run may be disturbed: a warning.
    kImpossible,  // The run cannot work; refused unless forced.
    kUnknown,     // Could not be found out.
  };
  std::string name;   // "Redis memory"
  std::string value;  // For a person: "needs 1.2 GB, 3.1 GB free".
  Outcome outcome = Outcome::kFine;
  std::string sentence;  // For kDoubtful and kImpossible: what is wrong and the way out.
};

struct Preflight {
  std::vector<PreflightCheck> checks;
  // Of a PING to Redis: the median of 20.
  std::optional<std::chrono::duration<double, std::milli>> round_trip;
};

// "fine", "doubtful", "impossible", "unknown": for JSON and tables alike.
std::string_view NameOf(PreflightCheck::Outcome outcome);

}  // namespace redline::reporting

#endif  // REDLINE_REPORTING_PREFLIGHT_H_
