// The machine, or the dyno, on which the supervisor and the workers run.
#ifndef REDLINE_REPORTING_MODEL_MACHINE_USAGE_H_
#define REDLINE_REPORTING_MODEL_MACHINE_USAGE_H_

#include <optional>
#include <string>
#include <tuple>

#include "reporting/model/field.h"

namespace redline::reporting {

struct MachineUsage {
  double cores = 0;
  std::optional<double> cpu_percent;
  std::optional<double> memory_mb;
  std::string kernel;
  std::string dyno;
};

template <>
inline constexpr auto kFields<MachineUsage> = std::tuple{
    Field{"cores", &MachineUsage::cores, "",
          "granted by the control group's quota and the CPU affinity; may be a part of "
          "one"},
    Field{
        "cpu_percent", &MachineUsage::cpu_percent, "% of all these cores",
        "the time in which they were not idle, whoever used them, a hypervisor included; "
        "of the quota, where that is nearer to its limit"},
    Field{"memory_mb", &MachineUsage::memory_mb, "MB of 2^20 bytes",
          "that processes here may take together: the control group's limit, or the "
          "machine's"},
    Field{"kernel", &MachineUsage::kernel, "", "`\"Linux 6.1.0-40-amd64 x86_64\"`",
          Form::kNullIfNone},
    Field{"dyno", &MachineUsage::dyno, "", "the dyno's name (`DYNO`); `null` elsewhere",
          Form::kNullIfNone},
};

}  // namespace redline::reporting

#endif  // REDLINE_REPORTING_MODEL_MACHINE_USAGE_H_
