// About where the redline lies, judging by one run: an estimate, and no bound. A plain
// value; runner/verdict/estimate_redline.h makes it.
#ifndef REDLINE_REPORTING_MODEL_REDLINE_ESTIMATE_H_
#define REDLINE_REPORTING_MODEL_REDLINE_ESTIMATE_H_

#include <array>
#include <string>
#include <string_view>
#include <tuple>

#include "base/enum_table.h"
#include "reporting/model/field.h"

namespace redline::reporting {

struct RedlineEstimate {
  // What will have no time left there.
  enum class Limit { kRedisThread, kMachineCpu, kWorkers, kWorkerThreads, kOverloaded };

  double least = 0;
  double most = 0;
  Limit limit = Limit::kRedisThread;
  std::string sentence;
};

template <>
inline constexpr auto kFields<RedlineEstimate> = std::tuple{
    Field{"least", &RedlineEstimate::least, "tasks a second",
          "the redline probably lies between this and the next", Form::kAsGiven},
    Field{"most", &RedlineEstimate::most, "tasks a second", "", Form::kAsGiven},
    Field{"limit", &RedlineEstimate::limit, "", "see below"},
    Field{"sentence", &RedlineEstimate::sentence, "", "the same for a person"},
};

struct EstimateLimitRow {
  RedlineEstimate::Limit value;
  std::string_view name;     // In JSON.
  std::string_view words;    // In the sentence.
  std::string_view meaning;  // In docs/result-format.md.
};

inline constexpr std::array kEstimateLimits = std::to_array<EstimateLimitRow>({
    {RedlineEstimate::Limit::kRedisThread, "redis_thread",
     "there Redis' main thread would have no time left",
     "Redis' main thread, which is busy or waits for a CPU"},
    {RedlineEstimate::Limit::kMachineCpu, "machine_cpu",
     "there the machine's CPUs would have no time left", "the machine's CPUs"},
    {RedlineEstimate::Limit::kWorkers, "workers",
     "there each worker would be in a task all the time",
     "the workers, which are busy while they are in a task"},
    {RedlineEstimate::Limit::kWorkerThreads, "worker_threads",
     "there each worker, which computes on one core, would have no time left",
     "the workers' own CPU time, where each may have several tasks in hand"},
    {RedlineEstimate::Limit::kOverloaded, "overloaded",
     "overloaded, the workers completed about as many",
     "none by calculation: the workers were overloaded, and showed what they can"},
});
constexpr const auto& TableOf(RedlineEstimate::Limit) { return kEstimateLimits; }

}  // namespace redline::reporting

#endif  // REDLINE_REPORTING_MODEL_REDLINE_ESTIMATE_H_
