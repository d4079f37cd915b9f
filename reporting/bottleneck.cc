#include "reporting/bottleneck.h"

#include <glog/logging.h>

namespace redline::reporting {

std::string_view NameOf(Bottleneck::Kind kind) {
  switch (kind) {
    case Bottleneck::Kind::kRedisCpu:
      return "redis_cpu";
    case Bottleneck::Kind::kMachineCpu:
      return "machine_cpu";
    case Bottleneck::Kind::kWorkerCpu:
      return "worker_cpu";
    case Bottleneck::Kind::kRoundTrip:
      return "round_trip";
    case Bottleneck::Kind::kRedisSlow:
      return "redis_slow";
    case Bottleneck::Kind::kStall:
      return "stall";
    case Bottleneck::Kind::kSupervisor:
      return "supervisor";
    case Bottleneck::Kind::kNone:
      return "none";
  }
  LOG(FATAL) << "no such kind";
}

}  // namespace redline::reporting
