#include "worker/task_hand.h"

#include <chrono>
#include <cstdint>
#include <exception>
#include <optional>
#include <string>
#include <utility>

#include "redis/error_class.h"
#include "worker/attempts.h"
#include "worker/task/step_timer.h"

namespace redline::worker {
namespace {

using boost::asio::awaitable;

std::chrono::microseconds Microseconds(std::int64_t nanoseconds) {
  return std::chrono::floor<std::chrono::microseconds>(
      std::chrono::nanoseconds(nanoseconds));
}

// What a workload did. REQUIRES: in a handler of what it threw.
std::string WhatItThrew() {
  try {
    throw;
  } catch (const std::exception& thrown) {
    return "threw \"" + std::string(thrown.what()) + "\".";
  } catch (...) {
    return "threw something other than a std::exception.";
  }
}

}  // namespace

TaskHand::TaskHand(std::unique_ptr<Workload> workload, redis::CommandChannel* channel,
                   Backoff::Duration patience, VitalsRecorder& recorder,
                   const shm::TaskRingConsumer& ring)
    : workload_(std::move(workload)),
      channel_(channel),
      patience_(patience),
      recorder_(recorder),
      ring_(ring) {}

awaitable<bool> TaskHand::PreparePart() {
  Attempts attempts(patience_);
  while (true) {
    std::optional<redis::RedisError> error;
    try {
      if (reopen_) co_await Reopen();
      const bool more = co_await workload_->Prepare();
      co_return more;
    } catch (const redis::RedisError& thrown) {
      error = thrown;
    } catch (const TaskFailed& failed) {
      throw std::runtime_error("Before the test, " + std::string(failed.what()) + ".");
    } catch (...) {
      throw std::runtime_error("Before the test, the workload " + WhatItThrew());
    }
    if (!attempts.GoesOn(*error)) throw *error;
    reopen_ = redis::NeedsReopening(*error);
    co_await attempts.AwaitNext();
  }
}

awaitable<void> TaskHand::Perform(const shm::Task& task) {
  const bool measured = task.measured != 0;
  if (measured) recorder_.Started();
  const std::chrono::microseconds started = SteadyMicroseconds();
  Attempts attempts(patience_);
  while (true) {
    // This attempt's steps: the time of earlier ones is in the rest.
    StepTimer steps;
    std::optional<redis::RedisError> error;
    try {
      if (reopen_) co_await Reopen();
      co_await workload_->Perform(steps);
    } catch (const redis::RedisError& thrown) {
      error = thrown;
    } catch (const TaskFailed& failed) {
      if (measured) recorder_.GivenUp();
      throw WorkloadError(failed.what() + std::string("."));
    } catch (...) {
      if (measured) recorder_.GivenUp();
      throw WorkloadError("the workload " + WhatItThrew());
    }
    if (!error) {
      if (measured) {
        recorder_.Completed(task.stage,
                            {.due = Microseconds(task.due_ns),
                             .started = started,
                             .done = SteadyMicroseconds()},
                            steps, ring_.Backlog());
      }
      co_return;
    }
    if (measured) recorder_.Error(redis::Classify(*error));
    if (!attempts.GoesOn(*error)) {
      if (measured) recorder_.GivenUp();
      throw *error;
    }
    reopen_ = redis::NeedsReopening(*error);
    co_await attempts.AwaitNext();
  }
}

awaitable<void> TaskHand::Reopen() {
  co_await channel_->Reopen();
  reopen_ = false;
}

}  // namespace redline::worker
