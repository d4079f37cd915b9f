// Adds samples of INFO up to what Redis did between the first and the last of them.
//
// Pure accumulation: times are passed in, and nothing is read. A pair of samples between
// which the server was restarted, or its statistics were set back, is left out; so is
// time in which no sample could be taken at either end of a restart. Without two samples
// of one server there are no rates, and without any there is no usage.
//
// Not thread-safe.
#ifndef REDLINE_RUNNER_WATCH_REDIS_USAGE_METER_H_
#define REDLINE_RUNNER_WATCH_REDIS_USAGE_METER_H_

#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>

#include "reporting/model/redis_usage.h"
#include "runner/machine/cpu_meter.h"
#include "runner/watch/redis_info.h"

namespace redline::runner {

// Redis' work between two samples; figures that it does not report are absent. Without
// the samples' own INFOs, as in reporting::RedisUsage.
struct RedisStretch {
  std::optional<double> cpu_percent;
  std::optional<double> cpu_wait_percent;
  std::optional<double> operations_per_second;
  std::optional<double> memory_mb;  // At the end.
};

class RedisUsageMeter {
 public:
  using TimePoint = std::chrono::steady_clock::time_point;

  // A stretch shorter than this says too little to be called the busiest second: a reply
  // that comes 10 ms late is 2 % of it.
  static constexpr std::chrono::milliseconds kShortestPeak{500};

  // `now` is when the sample was answered, not before that of the one before; `cpu_wait`
  // is how long Redis' main thread has waited for a CPU until then, if that is known.
  void Add(RedisInfo info, TimePoint now, std::optional<CpuTime> cpu_wait = {});

  // The usage so far; nothing before the first sample. The samples' own INFOs are not in
  // its operations, and, unless somebody else called INFO too, not in its commands.
  std::optional<reporting::RedisUsage> Usage() const;

  // Between the last two samples; nothing if they were not of one run of the server.
  const std::optional<RedisStretch>& LastStretch() const { return last_stretch_; }

 private:
  using Seconds = std::chrono::duration<double>;
  struct Sample {
    RedisInfo info;
    TimePoint time;
    std::optional<CpuTime> cpu_wait;
  };

  void AddInterval(const Sample& from, const Sample& to);
  void AddPeak(const Sample& to);
  static RedisStretch StretchOf(const Sample& from, const Sample& to);

  std::uint64_t samples_ = 0;
  std::optional<Sample> last_;
  std::optional<RedisStretch> last_stretch_;
  // Where the stretch begins whose CPU use may become the peak.
  std::optional<Sample> peak_from_;

  // Sums over all intervals that count.
  Seconds time_{0};
  std::uint64_t own_commands_ = 0;  // INFOs of these samples in them.
  std::optional<Seconds> cpu_;
  std::optional<CpuTime> cpu_wait_;
  std::optional<std::uint64_t> operations_;
  std::optional<std::uint64_t> evicted_keys_;
  std::map<std::string, RedisCommandStats, std::less<>> commands_;

  std::optional<double> peak_percent_;
  std::optional<std::uint64_t> memory_max_;
  std::optional<std::uint64_t> clients_max_;
};

}  // namespace redline::runner

#endif  // REDLINE_RUNNER_WATCH_REDIS_USAGE_METER_H_
