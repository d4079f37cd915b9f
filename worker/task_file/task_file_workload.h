// The workload that a task file describes.
//
// Refers to the channel. Belongs to the worker's event loop.
#ifndef REDLINE_WORKER_TASK_FILE_TASK_FILE_WORKLOAD_H_
#define REDLINE_WORKER_TASK_FILE_TASK_FILE_WORKLOAD_H_

#include <boost/asio/awaitable.hpp>
#include <cstddef>
#include <cstdint>
#include <memory>

#include "redis/command_channel.h"
#include "worker/task/script_loader.h"
#include "worker/task/step_timer.h"
#include "worker/task/workload.h"
#include "worker/task/workload_settings.h"
#include "worker/task_file/machine.h"
#include "worker/task_file/program.h"

namespace redline::worker::task_file {

class TaskFileWorkload final : public Workload {
 public:
  TaskFileWorkload(std::shared_ptr<const Program> program,
                   const WorkloadSettings& settings, redis::CommandChannel& channel);

  // This hand's part of the preparations, one after the other: the hands of all workers
  // take turns.
  boost::asio::awaitable<bool> Prepare() override;
  boost::asio::awaitable<void> Perform(StepTimer& timer) override;

 private:
  boost::asio::awaitable<void> PreparePart(const Section& section);

  const std::shared_ptr<const Program> program_;
  redis::CommandChannel& channel_;
  const std::uint64_t hand_;   // Of all,
  const std::uint64_t hands_;  // and how many these are.
  Machine machine_;
  ScriptLoader scripts_;
  std::size_t preparation_ = 0;
  std::uint64_t next_time_;   // Of this hand, in the current preparation, from 1.
  bool in_mid_time_ = false;  // Which has begun, and goes on where the machine is.
  std::uint64_t next_seq_;
};

}  // namespace redline::worker::task_file

#endif  // REDLINE_WORKER_TASK_FILE_TASK_FILE_WORKLOAD_H_
