// The bottleneck: what keeps the workers from doing more, judging by the figures. A plain
// value; runner/verdict/find_bottleneck.h decides it.
#ifndef REDLINE_REPORTING_MODEL_BOTTLENECK_H_
#define REDLINE_REPORTING_MODEL_BOTTLENECK_H_

#include <array>
#include <string>
#include <string_view>
#include <tuple>

#include "base/enum_table.h"
#include "reporting/model/field.h"

namespace redline::reporting {

struct Bottleneck {
  enum class Kind {
    kRedisCpu,
    kMachineCpu,
    kWorkerCpu,
    kRoundTrip,
    kRedisSlow,
    kStall,
    kSupervisor,
    kNone,
  };
  Kind kind = Kind::kNone;
  std::string sentence;
};

template <>
inline constexpr auto kFields<Bottleneck> = std::tuple{
    Field{"kind", &Bottleneck::kind, "", "see below; more may come"},
    Field{"sentence", &Bottleneck::sentence, "", "the same for a person"},
};

struct BottleneckRow {
  Bottleneck::Kind value;
  std::string_view name;     // In JSON.
  std::string_view meaning;  // In docs/result-format.md.
};

inline constexpr std::array kBottlenecks = std::to_array<BottleneckRow>({
    {Bottleneck::Kind::kRedisCpu, "redis_cpu",
     "Redis' main thread has no time left: more workers will not help"},
    {Bottleneck::Kind::kMachineCpu, "machine_cpu",
     "the workers' machine has no CPU left: more workers will not help"},
    {Bottleneck::Kind::kWorkerCpu, "worker_cpu",
     "each worker computes all the time, and there are cores free"},
    {Bottleneck::Kind::kRoundTrip, "round_trip",
     "workers wait for Redis' answers: more workers will help"},
    {Bottleneck::Kind::kRedisSlow, "redis_slow",
     "Redis was slow, or silent, without being busy"},
    {Bottleneck::Kind::kStall, "stall",
     "a few tasks stood still, and others queued behind them"},
    {Bottleneck::Kind::kSupervisor, "supervisor", "tasks were issued late"},
    {Bottleneck::Kind::kNone, "none", "nothing is near its limit"},
});
constexpr const auto& TableOf(Bottleneck::Kind) { return kBottlenecks; }

}  // namespace redline::reporting

#endif  // REDLINE_REPORTING_MODEL_BOTTLENECK_H_
