#include "runner/settings/workload_choice.h"

#include "base/errors.h"
#include "runner/settings/setting_flags.h"
#include "runner/settings/setting_rows.h"
#include "runner/settings/setting_text.h"
#include "runner/settings/task_file_reader.h"
#include "worker/workloads/workload_list.h"

namespace redline::runner {

void FindWorkload(Plan& plan, const WorkloadDescriber& describe) {
  const Setting& setting = SettingNamed("workload");
  std::string name = plan.workload.name;
  plan.task_file = ReadTaskFile(name);
  if (!plan.worker.empty() || plan.task_file) {
    // A worker of the user's knows what it does unless it is told.
    if (!plan.task_file && !IsGiven(setting)) name.clear();
    const std::string text = plan.task_file ? plan.task_file->text : "";
    plan.workload = describe(
        plan.worker, {.name = name, .text = text, .parameters = plan.task_parameters});
    return;
  }
  const worker::WorkloadSpec* const own = worker::FindWorkloadSpec(name);
  if (own == nullptr) {
    throw UsageError(FlagAndVariable(setting) + " must be " + WordsOf(setting) +
                     ", but is '" + name + "'.");
  }
  if (!plan.task_parameters.empty()) {
    throw UsageError(FlagAndVariable(SettingNamed("param")) +
                     " is for a task of yours, and the workload " + name +
                     " has no parameters: leave it out.");
  }
  plan.workload = worker::Describe(*own);
}

}  // namespace redline::runner
