// All that a run measures of CPUs: the workers, the supervisor, and the machine.
//
// Not thread-safe.
#ifndef REDLINE_RUNNER_WATCH_RUN_CPU_METER_H_
#define REDLINE_RUNNER_WATCH_RUN_CPU_METER_H_

#include <sys/types.h>

#include <optional>
#include <vector>

#include "reporting/model/result.h"
#include "runner/machine/cpu_meter.h"
#include "runner/machine/machine_cpu.h"

namespace redline::runner {

class RunCpuMeter {
 public:
  using TimePoint = CpuMeter::TimePoint;

  // By the workers' indices. Takes no reading yet.
  explicit RunCpuMeter(std::vector<pid_t> workers);

  // Reads all. Once at the start of the measured phase, once at its end, and in between
  // as often as a process that ends before shall be known up to.
  void Read(TimePoint now);

  // The CPU time of all workers together between the first and the last reading; nothing
  // if none could be read.
  std::optional<CpuTime> WorkersUsed() const;

  // Likewise of the supervisor.
  std::optional<CpuTime> SupervisorUsed() const { return supervisor_.Used(); }

  // The last reading of the machine; nothing before the first.
  const std::optional<MachineReading>& machine() const { return last_machine_; }

  // Fills in WorkerResult::cpu_percent, supervisor_cpu_percent and machine.
  // REQUIRES: the result has as many workers, by index, or none.
  void Fill(reporting::Result& result) const;

 private:
  std::vector<pid_t> pids_;
  std::vector<CpuMeter> workers_;
  CpuMeter supervisor_;
  std::optional<MachineReading> first_machine_;
  std::optional<MachineReading> last_machine_;
  double cores_;
};

}  // namespace redline::runner

#endif  // REDLINE_RUNNER_WATCH_RUN_CPU_METER_H_
