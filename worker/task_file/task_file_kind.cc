#include "worker/task_file/task_file_kind.h"

#include <string>
#include <string_view>
#include <utility>

#include "worker/task_file/compiler.h"
#include "worker/task_file/file_parser.h"
#include "worker/task_file/given_params.h"
#include "worker/task_file/mistake.h"
#include "worker/task_file/task_file_workload.h"

namespace redline::worker {
namespace {

class TaskFileKind final : public WorkloadKind {
 public:
  TaskFileKind(const WorkloadRequest& request, task_file::TaskFile file)
      : file_name_(request.FileName()), file_(std::move(file)) {
    CompileFor("");
    description_.name = request.name;
    description_.steps = program_->steps;
    description_.needs_redis = true;
    description_.round_trips = program_->round_trips;
    description_.prepares_by_itself = !program_->preparations.empty();
    description_.needs_own_connection = program_->watches;
  }

  const WorkloadDescription& description() const override { return description_; }

  std::unique_ptr<Workload> Make(const WorkloadSettings& settings,
                                 redis::CommandChannel* channel) override {
    CompileFor(settings.KeysOfRun());
    return std::make_unique<task_file::TaskFileWorkload>(program_, settings, *channel);
  }

 private:
  // A worker's hands are of one run, and share the program.
  void CompileFor(const std::string& keys_of_run) {
    if (program_ && keys_of_run == keys_of_run_) return;
    program_ = task_file::Compile(file_, file_name_, keys_of_run);
    keys_of_run_ = keys_of_run;
  }

  const std::string file_name_;
  const task_file::TaskFile file_;
  WorkloadDescription description_;
  std::string keys_of_run_;
  std::shared_ptr<const task_file::Program> program_;
};

}  // namespace

std::unique_ptr<WorkloadKind> ReadTaskFile(const WorkloadRequest& request) {
  const std::string_view name = request.FileName();
  try {
    task_file::TaskFile file = task_file::ParseTaskFile(request.text);
    task_file::GiveParams(request.parameters, name, file);
    return std::make_unique<TaskFileKind>(request, std::move(file));
  } catch (const task_file::Mistake& mistake) {
    throw WorkloadRefused(task_file::Sentence(name, request.text, mistake));
  }
}

}  // namespace redline::worker
