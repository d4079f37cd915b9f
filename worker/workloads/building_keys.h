// The keys under which the workload "building" stores one building: those that the mapper
// makes of building_model.h (worker/automap/repository.h), so that they can be deleted
// without the model.
#ifndef REDLINE_WORKER_WORKLOADS_BUILDING_KEYS_H_
#define REDLINE_WORKER_WORKLOADS_BUILDING_KEYS_H_

#include <cstddef>
#include <string>
#include <string_view>

namespace redline::worker {

// The id of the building of one of a worker's hands: each has its own, or they would
// overwrite each other's. `run_id` is unique to the run and the dyno.
inline std::string BuildingId(std::string_view run_id, std::size_t worker,
                              std::size_t hand) {
  std::string id = std::string(run_id) + "-" + std::to_string(worker);
  if (hand != 0) id += "-" + std::to_string(hand);
  return id;
}

inline std::string BuildingKey(std::string_view key_prefix, std::string_view id) {
  return std::string(key_prefix) + "building:" + std::string(id);
}

// A hash, whose fields are the ids of the building's flats.
inline std::string FlatsKey(std::string_view building_key) {
  return std::string(building_key) + ":flats";
}

inline std::string MailKey(std::string_view building_key, std::string_view flat_id) {
  return FlatsKey(building_key) + ":" + std::string(flat_id) + ":mail";
}

}  // namespace redline::worker

#endif  // REDLINE_WORKER_WORKLOADS_BUILDING_KEYS_H_
