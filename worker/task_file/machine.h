// Runs a compiled task file up to where something is to be sent, and takes the answers:
// all of it but the way to Redis.
//
//   machine.Begin(program.task, seq);
//   while (const redis::CommandBatch* batch = machine.Run(&steps)) {
//     machine.Take(co_await channel.Execute(*batch));
//   }
//
// It allocates nothing once it has run for a while. Belongs to one hand of a worker.
#ifndef REDLINE_WORKER_TASK_FILE_MACHINE_H_
#define REDLINE_WORKER_TASK_FILE_MACHINE_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "redis/command_batch.h"
#include "redis/reply.h"
#include "worker/task/open_step.h"
#include "worker/task_file/program.h"
#include "worker/task_file/value.h"
#include "worker/task_file/values.h"

namespace redline::worker::task_file {

class Machine {
 public:
  // What joins others is sent when it has this many: less than a few milliseconds of
  // Redis' time.
  static constexpr std::size_t kJoinedCommands = 500;
  static constexpr std::size_t kJoinedBytes = 256 * 1024;

  // `worker` counts from 0.
  Machine(std::shared_ptr<const Program> program, std::uint64_t seed, std::size_t worker,
          std::size_t workers);
  Machine(const Machine&) = delete;
  Machine& operator=(const Machine&) = delete;

  // Goes to the beginning of a section. What waits to be sent remains so.
  void Begin(const Section& section, std::uint64_t seq);

  // Forgets what waits to be sent, after a failure.
  void Forget();

  // Goes on to where something is to be sent, which is returned and stays as it is until
  // Take; null at the end of the section. `step` is null in a preparation. Throws
  // TaskFailed.
  const redis::CommandBatch* Run(OpenStep* step);

  // What joins others and waits to be sent, be it empty.
  const redis::CommandBatch& unsent() const { return batch_; }

  // Takes the replies to what Run has returned, or to `unsent`. Throws TaskFailed, and
  // redis::RedisError (kErrorReply).
  void Take(redis::Replies replies);

 private:
  const redis::CommandBatch* RunSome(OpenStep* step);
  void RunExpectation(std::uint32_t begin);
  std::uint32_t Choose(const Choosing& choosing);
  void CheckRounds(const Instruction& instruction);
  void CheckLength() const;
  void AddLiteral(const Literal& literal);
  void AddArgument(const Instruction& instruction);

  void TakeEach(redis::Replies replies);
  void TakeReply(const CompiledCommand& command, redis::Reply reply);
  void TakeTransaction(redis::Reply reply);
  void Extract(const CompiledCommand& command, std::optional<redis::Reply> reply);
  [[noreturn]] void RefuseAnswer(const CompiledCommand& command);
  std::string Place(std::uint32_t line) const;

  const std::shared_ptr<const Program> program_;
  Values values_;
  std::uint32_t next_ = 0;    // The instruction.
  std::uint64_t rounds_ = 0;  // Of all `repeat`, since something was sent.

  redis::CommandBatch batch_;
  std::vector<std::uint32_t> waiting_;  // The commands of `batch_`.
  // Of what was sent: it stays as it is until then.
  const std::vector<std::uint32_t>* sent_ = nullptr;
  std::vector<std::uint32_t> queued_;  // Commands between MULTI and EXEC.

  // Used again and again.
  std::vector<redis::CommandBatch::Piece> pieces_;
  std::vector<NumberBuffer> numbers_;
};

}  // namespace redline::worker::task_file

#endif  // REDLINE_WORKER_TASK_FILE_MACHINE_H_
