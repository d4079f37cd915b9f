// What keeps the fleet from doing more, as far as the figures tell: a plain value.
// runner/find_bottleneck.h decides it.
#ifndef REDLINE_REPORTING_BOTTLENECK_H_
#define REDLINE_REPORTING_BOTTLENECK_H_

#include <string>
#include <string_view>

namespace redline::reporting {

struct Bottleneck {
  enum class Kind {
    kRedisCpu,    // Redis' thread has no time left: more workers will not help.
    kMachineCpu,  // The workers' machine has no CPU left: more workers will not help.
    kWorkerCpu,   // Each worker computes all the time, and there are cores free.
    kRoundTrip,   // Workers wait for Redis' answers: more workers will help.
    kRedisSlow,   // Redis was slow, or silent, without being busy.
    kStall,       // A few tasks stood still, and others queued behind them.
    kSupervisor,  // Tasks were issued late.
    kNone,        // Nothing is near its limit.
  };
  Kind kind = Kind::kNone;
  std::string sentence;  // For a person.
};

// The names used in JSON: "redis_cpu", "none", ...
std::string_view NameOf(Bottleneck::Kind kind);

}  // namespace redline::reporting

#endif  // REDLINE_REPORTING_BOTTLENECK_H_
