// One test that several dynos ran at once on one Redis: how their results become one.
//
// Counts and rates are added, histograms are added, and never is a percentile averaged.
// Pure functions of plain values.
#ifndef REDLINE_REPORTING_MODEL_FLEET_H_
#define REDLINE_REPORTING_MODEL_FLEET_H_

#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "reporting/model/result.h"
#include "reporting/model/threshold.h"

namespace redline::reporting {

struct FleetMember {
  std::string name;  // The dyno's: "A", "run.1234".
  // Nothing if it left none.
  std::optional<Result> result;
  // Why, as a sentence to go after "Dyno NAME"; empty if it has disappeared.
  std::string absence = {};
  // It still ran when it was no longer waited for.
  bool lives = false;
  // How far it began from the agreed instant, by Redis' clock.
  std::optional<Milliseconds> start_skew;
};

struct Fleet {
  std::string id;
  std::vector<FleetMember> members;  // By name; of results in any shape, or of none.
};

// The fleet as one run: all workers, each with its dyno's name, one verdict, and a row
// for each dyno (Result::dynos). Redis' figures, which are the same for all, are those of
// the first dyno that has them. The steps are those of all; the series: see
// reporting/model/fleet_series.h. The thresholds are checked on the whole. REQUIRES:
// there is a member.
Result MergeFleet(const Fleet& fleet, const std::vector<Threshold>& slo = {});

}  // namespace redline::reporting

#endif  // REDLINE_REPORTING_MODEL_FLEET_H_
