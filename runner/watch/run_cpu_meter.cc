#include "runner/watch/run_cpu_meter.h"

#include <glog/logging.h>
#include <unistd.h>

#include <utility>

#include "runner/machine/granted_cores.h"

namespace redline::runner {

RunCpuMeter::RunCpuMeter(std::vector<pid_t> workers)
    : pids_(std::move(workers)), workers_(pids_.size()), cores_(GrantedCores()) {}

void RunCpuMeter::Read(TimePoint now) {
  for (std::size_t i = 0; i < pids_.size(); ++i) {
    workers_[i].Add(CpuTimeOf(pids_[i]), now);
  }
  supervisor_.Add(CpuTimeOf(::getpid()), now);
  last_machine_ = ReadMachine();
  if (!first_machine_) first_machine_ = last_machine_;
}

std::optional<CpuTime> RunCpuMeter::WorkersUsed() const {
  std::optional<CpuTime> sum;
  for (const CpuMeter& worker : workers_) {
    if (const auto used = worker.Used()) sum = sum.value_or(CpuTime(0)) + *used;
  }
  return sum;
}

void RunCpuMeter::Fill(reporting::Result& result) const {
  CHECK(result.workers.empty() || result.workers.size() == workers_.size());
  for (std::size_t i = 0; i < result.workers.size(); ++i) {
    result.workers[i].cpu_percent = workers_[i].Percent();
  }
  result.supervisor_cpu_percent = supervisor_.Percent();
  result.machine.emplace();
  result.machine->cores = cores_;
  if (last_machine_) {
    result.machine->cpu_percent = MachinePercent(*first_machine_, *last_machine_);
  }
}

}  // namespace redline::runner
