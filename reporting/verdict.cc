#include "reporting/verdict.h"

#include <glog/logging.h>

#include <string_view>

namespace redline::reporting {

std::string_view NameOf(Status status) {
  switch (status) {
    case Status::kSuccess:
      return "success";
    case Status::kFailed:
      return "failed";
    case Status::kInvalid:
      return "invalid";
    case Status::kInterrupted:
      return "interrupted";
  }
  LOG(FATAL) << "no such status";
}

std::string_view WordFor(Status status) {
  return status == Status::kSuccess ? "succeeded" : NameOf(status);
}

std::string_view NameOf(Reason reason) {
  switch (reason) {
    case Reason::kCompleted:
      return "completed";
    case Reason::kBacklogLimit:
      return "backlog_limit";
    case Reason::kWorkerLost:
      return "worker_lost";
    case Reason::kRedisErrors:
      return "redis_errors";
    case Reason::kWorkload:
      return "workload_error";
    case Reason::kSlo:
      return "slo";
    case Reason::kNotDrained:
      return "not_drained";
    case Reason::kFleet:
      return "fleet";
    case Reason::kDynoLost:
      return "dyno_lost";
    case Reason::kRateMissed:
      return "rate_missed";
    case Reason::kLateness:
      return "lateness";
    case Reason::kInterrupted:
      return "interrupted";
  }
  LOG(FATAL) << "no such reason";
}

}  // namespace redline::reporting
