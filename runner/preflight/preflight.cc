#include "runner/preflight/preflight.h"

#include <utility>

#include "runner/preflight/machine_checks.h"
#include "runner/preflight/redis_checks.h"

namespace redline::runner {

using reporting::PreflightCheck;

reporting::Preflight CheckFacts(const PreflightFacts& facts) {
  reporting::Preflight preflight;
  if (facts.redis) {
    preflight.round_trip = facts.redis->round_trip;
    preflight.checks = CheckRedis(facts);
  }
  for (PreflightCheck& check : CheckMachine(facts)) {
    preflight.checks.push_back(std::move(check));
  }
  return preflight;
}

std::string WhyImpossible(const reporting::Preflight& preflight) {
  std::string why;
  for (const PreflightCheck& check : preflight.checks) {
    if (check.outcome != PreflightCheck::Outcome::kImpossible) continue;
    why += check.sentence + ' ';
  }
  if (!why.empty()) why += "To run it anyway, use --force.";
  return why;
}

}  // namespace redline::runner
