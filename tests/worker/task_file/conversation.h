// A task file that runs against answers that a test gives, without a Redis.
#ifndef REDLINE_TESTS_WORKER_TASK_FILE_CONVERSATION_H_
#define REDLINE_TESTS_WORKER_TASK_FILE_CONVERSATION_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "redis/command_batch.h"
#include "redis/reply_reader.h"
#include "worker/task/step_timer.h"
#include "worker/task_file/machine.h"
#include "worker/task_file/program.h"

namespace redline::worker::task_file {

// Commands as a person reads them: "GET a | SET b 1". Arguments are put as they are.
std::string Readable(const redis::CommandBatch& batch);

class Conversation {
 public:
  // Compiles the text, of a file that is called test.task, for the keys "run-". Throws
  // Mistake.
  explicit Conversation(std::string_view text, std::uint64_t seed = 1);

  // Performs the next task and returns what it sends, batch by batch. The answers are
  // those of its batches, as Redis writes them; where there are none any more, each
  // command is answered by OK.
  std::vector<std::string> Task(std::vector<std::string> answers = {});

  // The same for one time of the first preparation.
  std::vector<std::string> Prepare(std::uint64_t seq,
                                   std::vector<std::string> answers = {});

  // The bytes of the last batch.
  const std::string& bytes() const { return bytes_; }
  const Program& program() const { return *program_; }
  const StepTimer& timer() const { return timer_; }

 private:
  std::vector<std::string> Run(const Section& section, std::uint64_t seq,
                               std::vector<std::string> answers);

  std::shared_ptr<const Program> program_;
  Machine machine_;
  redis::ReplyReader reader_;
  StepTimer timer_;
  std::uint64_t seq_ = 0;
  std::string bytes_;
};

}  // namespace redline::worker::task_file

#endif  // REDLINE_TESTS_WORKER_TASK_FILE_CONVERSATION_H_
