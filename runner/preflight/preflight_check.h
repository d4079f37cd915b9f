// The parts of which the preflight's checks are made (runner/preflight/preflight.h). Pure
// functions.
#ifndef REDLINE_RUNNER_PREFLIGHT_PREFLIGHT_CHECK_H_
#define REDLINE_RUNNER_PREFLIGHT_PREFLIGHT_CHECK_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

#include "base/text/number_text.h"
#include "reporting/model/preflight.h"
#include "runner/preflight/preflight_facts.h"

namespace redline::runner {

// Facts that say nothing.
inline reporting::PreflightCheck Unknown(std::string name, std::string value) {
  return {.name = std::move(name),
          .value = std::move(value),
          .outcome = reporting::PreflightCheck::Outcome::kUnknown,
          .sentence = ""};
}

inline reporting::PreflightCheck Fine(std::string name, std::string value) {
  return {.name = std::move(name),
          .value = std::move(value),
          .outcome = reporting::PreflightCheck::Outcome::kFine,
          .sentence = ""};
}

// The check with what is wrong.
inline reporting::PreflightCheck Found(reporting::PreflightCheck check,
                                       reporting::PreflightCheck::Outcome outcome,
                                       std::string sentence) {
  check.outcome = outcome;
  check.sentence = std::move(sentence);
  return check;
}

// After a need that all dynos have together.
inline std::string ForAll(const PlannedUse& plan) {
  return plan.dynos > 1 ? " for " + CountText(plan.dynos) + " dynos" : "";
}

}  // namespace redline::runner

#endif  // REDLINE_RUNNER_PREFLIGHT_PREFLIGHT_CHECK_H_
