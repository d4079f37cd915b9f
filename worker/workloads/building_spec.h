// The workload of the published runs, an object mapper's: each task fetches the
// building of its hand of the worker, adds a flat while there are fewer than max_flats,
// adds one mail to a random flat, saves the building and pings Redis.
#ifndef REDLINE_WORKER_WORKLOADS_BUILDING_SPEC_H_
#define REDLINE_WORKER_WORKLOADS_BUILDING_SPEC_H_

#include <algorithm>
#include <cstddef>
#include <memory>
#include <string_view>

#include "worker/workloads/workload_spec.h"

namespace redline::redis {
class CommandChannel;
}

namespace redline::worker {

class Workload;
struct WorkloadSettings;

struct BuildingSpec {
  enum Step : std::size_t { kFetch, kSave, kPing };
  static constexpr std::string_view kSteps[] = {"fn:fetch", "fn:save", "redis_ping"};

  static constexpr double BytesStored(const WorkloadUse& use) {
    // A mail is stored as JSON in a list: its quotes are escaped (an eighth more), it has
    // an id (40 bytes), and jemalloc rounds up by a quarter at most. Measured per mail on
    // Redis 7.0.15: 0.1 KB take 176 bytes, 1 KB 1206, 5 KB 6195, 8 KB 10291, 64 KB 81971.
    constexpr double kStoredPerPayload = 1.26;
    constexpr double kBytesPerMail = 64;
    // Its field in the building's hash, and the key and list of its mail. Measured: 766
    // bytes; of these the field's are 390, and 517 with the longest name of a dyno.
    constexpr double kBytesPerFlat = 520;
    constexpr double kBytesPerMailList = 280;
    const double per_mail =
        kStoredPerPayload * static_cast<double>(use.payload_bytes) + kBytesPerMail;
    const double most_flats = static_cast<double>(use.workers) *
                              static_cast<double>(use.concurrency) *
                              static_cast<double>(use.max_flats);
    // Each task adds a flat until there are enough, and sends mail to one.
    const double visited = std::min(most_flats, use.tasks);
    const double flats = use.data_full ? most_flats : visited;
    return use.tasks * per_mail + flats * kBytesPerFlat + visited * kBytesPerMailList;
  }

  static constexpr WorkloadSpec kSpec = {.name = "building",
                                         .meaning = "the original's task",
                                         .steps = kSteps,
                                         .needs_redis = true,
                                         .round_trips = 4,
                                         .bytes_stored = BytesStored,
                                         .stores_buildings = true};

  // In building_workload.cc.
  static std::unique_ptr<Workload> Make(const WorkloadSettings& settings,
                                        redis::CommandChannel* channel);
};

}  // namespace redline::worker

#endif  // REDLINE_WORKER_WORKLOADS_BUILDING_SPEC_H_
