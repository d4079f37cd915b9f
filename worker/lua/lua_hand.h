// What the functions that a script calls need of the hand for which it runs.
//
// Belongs to one workload, on the worker's only thread.
#ifndef REDLINE_WORKER_LUA_LUA_HAND_H_
#define REDLINE_WORKER_LUA_LUA_HAND_H_

#include <cstddef>
#include <cstdint>
#include <string>

#include "base/split_mix.h"
#include "redis/command_batch.h"
#include "worker/task/open_step.h"
#include "worker/task/workload_settings.h"

namespace redline::worker {

// The answers that a script waits for.
struct LuaAwaited {
  std::size_t commands = 0;
  bool is_pipeline = false;  // They become one table, however many they are.
};

struct LuaHand {
  explicit LuaHand(const WorkloadSettings& of_hand)
      : settings(of_hand), keys_of_run(of_hand.KeysOfRun()), random(of_hand.seed) {}

  const WorkloadSettings settings;
  const std::string keys_of_run;
  SplitMix random;
  std::uint64_t numbers_given = 0;  // By redline.seq.
  OpenStep* step = nullptr;         // Of the task; null while it prepares.
  redis::CommandBatch batch;        // What scripts want to be sent.
  LuaAwaited awaited;               // Of the script that wanted it last.
  std::string scratch;              // For a key's name.
};

}  // namespace redline::worker

#endif  // REDLINE_WORKER_LUA_LUA_HAND_H_
