#include "tests/worker/task_file/conversation.h"

#include <utility>

#include "worker/task_file/compiler.h"
#include "worker/task_file/file_parser.h"

namespace redline::worker::task_file {
namespace {

// Takes a number and the end of its line behind a mark: "*3\r\n".
std::size_t TakeCount(std::string_view& bytes) {
  const std::size_t end = bytes.find("\r\n");
  const std::size_t count = std::stoul(std::string(bytes.substr(1, end - 1)));
  bytes.remove_prefix(end + 2);
  return count;
}

}  // namespace

std::string Readable(const redis::CommandBatch& batch) {
  const std::string all = batch.bytes();
  std::string text;
  for (std::string_view bytes = all; !bytes.empty();) {
    if (!text.empty()) text += " | ";
    const std::size_t arguments = TakeCount(bytes);
    for (std::size_t i = 0; i < arguments; ++i) {
      const std::size_t size = TakeCount(bytes);
      if (i > 0) text += ' ';
      text += bytes.substr(0, size);
      bytes.remove_prefix(size + 2);
    }
  }
  return text;
}

Conversation::Conversation(std::string_view text, std::uint64_t seed)
    : program_(Compile(ParseTaskFile(text), "test.task", "run-")),
      machine_(program_, seed, 1, 4) {}

std::vector<std::string> Conversation::Task(std::vector<std::string> answers) {
  return Run(program_->task, ++seq_, std::move(answers));
}

std::vector<std::string> Conversation::Prepare(std::uint64_t seq,
                                               std::vector<std::string> answers) {
  return Run(program_->preparations.at(0), seq, std::move(answers));
}

std::vector<std::string> Conversation::Run(const Section& section, std::uint64_t seq,
                                           std::vector<std::string> answers) {
  std::vector<std::string> sent;
  timer_ = StepTimer();
  OpenStep step(timer_);
  machine_.Forget();
  machine_.Begin(section, seq);
  const auto answer = [&](const redis::CommandBatch& batch) {
    bytes_ = batch.bytes();
    std::string replies;
    if (sent.size() < answers.size()) {
      replies = answers[sent.size()];
    } else {
      for (std::size_t i = 0; i < batch.size(); ++i) replies += "+OK\r\n";
    }
    sent.push_back(Readable(batch));
    reader_.Clear();
    reader_.Feed(replies);
    machine_.Take(reader_.replies());
  };
  while (const redis::CommandBatch* const batch = machine_.Run(&step)) answer(*batch);
  if (machine_.unsent().size() > 0) answer(machine_.unsent());
  return sent;
}

}  // namespace redline::worker::task_file
