#include "worker/task_file/task_file_workload.h"

#include <utility>

#include "redis/reply.h"

namespace redline::worker::task_file {
namespace {

using boost::asio::awaitable;

constexpr int kTimesPerPart = 500;

}  // namespace

TaskFileWorkload::TaskFileWorkload(std::shared_ptr<const Program> program,
                                   const WorkloadSettings& settings,
                                   redis::CommandChannel& channel)
    : program_(std::move(program)),
      channel_(channel),
      hand_(settings.HandOfAll()),
      hands_(settings.AllHands()),
      machine_(program_, settings.seed, settings.worker, settings.workers),
      scripts_(program_->scripts, channel),
      next_time_(hand_ + 1),
      next_seq_(hand_ + 1) {}

awaitable<void> TaskFileWorkload::Perform(StepTimer& timer) {
  if (!scripts_.done()) co_await scripts_.Load();
  OpenStep step(timer);
  machine_.Forget();
  machine_.Begin(program_->task, next_seq_);
  while (const redis::CommandBatch* const batch = machine_.Run(&step)) {
    const redis::Replies replies = co_await channel_.Execute(*batch);
    scripts_.Note(replies);
    machine_.Take(replies);
  }
  next_seq_ += hands_;
}

awaitable<bool> TaskFileWorkload::Prepare() {
  if (!scripts_.done()) co_await scripts_.Load();
  if (preparation_ == program_->preparations.size()) co_return false;
  const Section& section = program_->preparations[preparation_];
  machine_.Forget();
  co_await PreparePart(section);
  if (next_time_ > section.times) {
    ++preparation_;
    next_time_ = hand_ + 1;
  }
  co_return preparation_ < program_->preparations.size();
}

awaitable<void> TaskFileWorkload::PreparePart(const Section& section) {
  std::uint64_t time = next_time_;
  // After a failure the time is done anew.
  bool begun = std::exchange(in_mid_time_, false);
  std::size_t commands = 0;
  std::size_t bytes = 0;
  for (int times = 0; times < kTimesPerPart && time <= section.times;) {
    if (!begun) machine_.Begin(section, time);
    begun = true;
    if (const redis::CommandBatch* const batch = machine_.Run(nullptr)) {
      commands += batch->size();
      bytes += batch->byte_count();
      const redis::Replies replies = co_await channel_.Execute(*batch);
      scripts_.Note(replies);
      machine_.Take(replies);
      next_time_ = time;
      if (commands >= Machine::kJoinedCommands || bytes >= Machine::kJoinedBytes) {
        in_mid_time_ = true;
        co_return;
      }
    } else {
      begun = false;
      ++times;
      time += hands_;
      if (machine_.unsent().size() == 0) next_time_ = time;
    }
  }
  if (machine_.unsent().size() > 0) {
    const redis::Replies replies = co_await channel_.Execute(machine_.unsent());
    scripts_.Note(replies);
    machine_.Take(replies);
  }
  next_time_ = time;
}

}  // namespace redline::worker::task_file
