// The task of building_spec.h.
#ifndef REDLINE_WORKER_WORKLOADS_BUILDING_WORKLOAD_H_
#define REDLINE_WORKER_WORKLOADS_BUILDING_WORKLOAD_H_

#include <boost/asio/awaitable.hpp>
#include <cstddef>
#include <random>
#include <string>

#include "redis/command_batch.h"
#include "redis/command_channel.h"
#include "worker/automap/repository.h"
#include "worker/automap/shared_text.h"
#include "worker/task/step_timer.h"
#include "worker/task/workload.h"
#include "worker/task/workload_settings.h"
#include "worker/workloads/building_model.h"

namespace redline::worker {

class BuildingWorkload final : public Workload {
 public:
  // The channel outlives the workload.
  BuildingWorkload(const WorkloadSettings& settings, redis::CommandChannel& channel);

  // All flats that the building is to have, without mail.
  boost::asio::awaitable<bool> Prepare() override;
  boost::asio::awaitable<void> Perform(StepTimer& timer) override;

 private:
  boost::asio::awaitable<std::size_t> CountFlats();
  Flat NewFlat();
  void AddFlatAndMail(Building& building);

  const WorkloadSettings settings_;
  const std::string building_id_;
  redis::CommandChannel& channel_;
  automap::Repository<Building> buildings_;
  std::mt19937_64 random_;
  // Every mail of a worker has this text, and an id of its own: to make a new text of
  // five kilobytes for each task would cost more than the rest of the worker's part in
  // it.
  const automap::SharedText mail_text_;
  redis::CommandBatch ping_;
};

}  // namespace redline::worker

#endif  // REDLINE_WORKER_WORKLOADS_BUILDING_WORKLOAD_H_
