// The preflight's rules: what the facts before a run say of whether it can work. Pure
// functions.
#ifndef REDLINE_RUNNER_PREFLIGHT_PREFLIGHT_H_
#define REDLINE_RUNNER_PREFLIGHT_PREFLIGHT_H_

#include <string>

#include "reporting/model/preflight.h"
#include "runner/preflight/preflight_facts.h"

namespace redline::runner {

// All checks, in the order in which a person would ask: Redis' kind, its memory, its
// clients, the way to it, and this machine. Redis' resources are counted for all dynos of
// a fleet, this machine's for this dyno.
reporting::Preflight CheckFacts(const PreflightFacts& facts);

// The sentences of all checks that found the run impossible, as one text for the refusal,
// which names --force; empty if there are none.
std::string WhyImpossible(const reporting::Preflight& preflight);

}  // namespace redline::runner

#endif  // REDLINE_RUNNER_PREFLIGHT_PREFLIGHT_H_
