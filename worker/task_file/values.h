// The slots of a program that runs, and the instructions that compute them.
//
// Refers to the program. Belongs to one hand of a worker.
#ifndef REDLINE_WORKER_TASK_FILE_VALUES_H_
#define REDLINE_WORKER_TASK_FILE_VALUES_H_

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "base/split_mix.h"
#include "worker/task/zipf_distribution.h"
#include "worker/task_file/program.h"
#include "worker/task_file/value.h"

namespace redline::worker::task_file {

class Values {
 public:
  Values(const Program& program, std::uint64_t seed);
  Values(const Values&) = delete;  // They refer to its texts.
  Values& operator=(const Values&) = delete;

  Value& operator[](Slot slot) { return slots_[slot]; }
  SplitMix& random() { return random_; }

  // Carries out an instruction that computes something, and does nothing for any other.
  // Throws BadValue.
  void Compute(const Instruction& instruction);

  // Copies the bytes of the slot's text, if it is one, so that it lasts until the slot
  // gets another value.
  void KeepText(Slot slot);

 private:
  // So many operands, from the `begin`th on. Void at the next call.
  std::span<const Value* const> Arguments(std::uint32_t begin, std::uint32_t count);
  // What the slot is to hold, with bytes of its own where they could change.
  Value Kept(const Value& value, Slot slot);

  const Program& program_;
  SplitMix random_;
  std::vector<Value> slots_;
  std::vector<std::string> texts_;       // The bytes of a slot's, where it owns them.
  std::vector<const Value*> arguments_;  // Used again and again.
  std::vector<ZipfDistribution> zipfs_;
};

}  // namespace redline::worker::task_file

#endif  // REDLINE_WORKER_TASK_FILE_VALUES_H_
