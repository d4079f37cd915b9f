// The results that the dynos of a fleet leave in Redis for their leader, as texts and as
// values.
//
// A result of 500 workers is megabytes. So its text is shared and not copied, and whoever
// makes or reads one holds no lock. Pure functions of plain values.
#ifndef REDLINE_RUNNER_FLEET_FLEET_HARVEST_H_
#define REDLINE_RUNNER_FLEET_FLEET_HARVEST_H_

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "reporting/model/fleet.h"
#include "reporting/model/result.h"

namespace redline::runner {

// A dyno's result and by how much it missed the start, as it leaves them.
using ResultText = std::shared_ptr<const std::string>;

ResultText ToResultText(const reporting::Result& result,
                        std::optional<reporting::Milliseconds> skew);

// One dyno's part.
struct DynoLeft {
  std::string name = {};
  ResultText result = nullptr;  // Null if it left none; then, see FleetMember:
  std::string absence = {};
  bool lives = false;
};

// All dynos' parts, by name, as the leader keeps them; its own part is not read.
struct FleetHarvest {
  std::string fleet_id;
  std::vector<DynoLeft> dynos;
  std::string leader;
  std::optional<reporting::Milliseconds> leader_skew;

  // Reads all. `own` is the leader's result: what Redis has of it may have been evicted.
  reporting::Fleet Read(const reporting::Result& own) const;
};

}  // namespace redline::runner

#endif  // REDLINE_RUNNER_FLEET_FLEET_HARVEST_H_
