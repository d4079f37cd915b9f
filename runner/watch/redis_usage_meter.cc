#include "runner/watch/redis_usage_meter.h"

#include <algorithm>
#include <tuple>
#include <utility>

namespace redline::runner {
namespace {

constexpr double kBytesPerMb = 1024 * 1024;

template <class T>
void KeepMax(const std::optional<T>& value, std::optional<T>& max) {
  if (value && (!max || *value > *max)) max = value;
}

std::optional<RedisInfo::Seconds> CpuOf(const RedisInfo& info) {
  return info.main_thread_cpu ? info.main_thread_cpu : info.cpu;
}

// A thread has one core at most; more is the jitter of the samples' times.
double MostPercent(const RedisInfo& info) { return info.main_thread_cpu ? 100 : 1e9; }

// Absent at either end: absent. REQUIRES: SameServerRun(from, to).
template <class T>
std::optional<T> Difference(const std::optional<T>& from, const std::optional<T>& to) {
  if (!from || !to) return std::nullopt;
  return *to - *from;
}

// A share of the time that is left beside the CPU use; more is the jitter of the samples'
// times.
double WaitPercent(double percent, std::optional<double> cpu_percent) {
  return std::min(percent, 100 - std::min(cpu_percent.value_or(0), 100.0));
}

template <class T>
void AddTo(std::optional<T>& sum, const std::optional<T>& more) {
  if (more) sum = sum.value_or(T{}) + *more;
}

}  // namespace

void RedisUsageMeter::Add(RedisInfo info, TimePoint now,
                          std::optional<CpuTime> cpu_wait) {
  Sample sample{.info = std::move(info), .time = now, .cpu_wait = cpu_wait};
  ++samples_;
  KeepMax(sample.info.used_memory, memory_max_);
  KeepMax(sample.info.connected_clients, clients_max_);
  if (last_ && SameServerRun(last_->info, sample.info)) {
    AddInterval(*last_, sample);
    AddPeak(sample);
    last_stretch_ = StretchOf(*last_, sample);
  } else {
    peak_from_ = sample;
    last_stretch_.reset();
  }
  last_ = std::move(sample);
}

void RedisUsageMeter::AddInterval(const Sample& from, const Sample& to) {
  time_ += to.time - from.time;
  // The INFO of `from` had not ended when it counted the commands.
  ++own_commands_;
  AddTo(cpu_, Difference(CpuOf(from.info), CpuOf(to.info)));
  AddTo(cpu_wait_, Difference(from.cpu_wait, to.cpu_wait));
  AddTo(operations_,
        Difference(from.info.commands_processed, to.info.commands_processed));
  AddTo(evicted_keys_, Difference(from.info.evicted_keys, to.info.evicted_keys));
  for (const auto& [name, after] : to.info.commands) {
    const auto found = from.info.commands.find(name);
    const RedisCommandStats before =
        found == from.info.commands.end() ? RedisCommandStats{} : found->second;
    RedisCommandStats& sum = commands_[name];
    sum.calls += after.calls - before.calls;
    sum.time += after.time - before.time;
  }
}

void RedisUsageMeter::AddPeak(const Sample& to) {
  const Seconds time = to.time - peak_from_->time;
  if (time < kShortestPeak) return;
  if (const auto cpu = Difference(CpuOf(peak_from_->info), CpuOf(to.info))) {
    KeepMax(std::optional(100 * (*cpu / time)), peak_percent_);
  }
  peak_from_ = to;
}

RedisStretch RedisUsageMeter::StretchOf(const Sample& from, const Sample& to) {
  RedisStretch stretch;
  if (to.info.used_memory) {
    stretch.memory_mb = static_cast<double>(*to.info.used_memory) / kBytesPerMb;
  }
  const Seconds time = to.time - from.time;
  if (time.count() <= 0) return stretch;
  if (const auto cpu = Difference(CpuOf(from.info), CpuOf(to.info))) {
    stretch.cpu_percent = std::min(100 * (*cpu / time), MostPercent(to.info));
  }
  if (const auto cpu_wait = Difference(from.cpu_wait, to.cpu_wait)) {
    stretch.cpu_wait_percent =
        WaitPercent(100 * (Seconds(*cpu_wait) / time), stretch.cpu_percent);
  }
  if (const auto operations =
          Difference(from.info.commands_processed, to.info.commands_processed)) {
    // The INFO of `from` had not ended when it counted the commands.
    stretch.operations_per_second =
        static_cast<double>(*operations - std::min<std::uint64_t>(*operations, 1)) /
        time.count();
  }
  return stretch;
}

std::optional<reporting::RedisUsage> RedisUsageMeter::Usage() const {
  if (samples_ == 0) return std::nullopt;
  const RedisInfo& last = last_->info;
  const double most_percent = MostPercent(last);

  reporting::RedisUsage usage;
  usage.version = ServerVersion(last);
  usage.samples = samples_;
  usage.clients_max = clients_max_;
  usage.evicted_keys = evicted_keys_;
  if (memory_max_) usage.memory_max_mb = static_cast<double>(*memory_max_) / kBytesPerMb;
  if (time_.count() > 0) {
    if (cpu_) {
      usage.cpu_percent_mean = std::min(100 * (*cpu_ / time_), most_percent);
      // A run too short for a peak was all one stretch.
      usage.cpu_percent_max = std::max(std::min(peak_percent_.value_or(0), most_percent),
                                       *usage.cpu_percent_mean);
    }
    if (cpu_wait_) {
      usage.cpu_wait_percent_mean =
          WaitPercent(100 * (Seconds(*cpu_wait_) / time_), usage.cpu_percent_mean);
    }
    if (operations_) {
      const std::uint64_t others = *operations_ - std::min(*operations_, own_commands_);
      usage.operations_per_second = static_cast<double>(others) / time_.count();
    }
  }
  for (const auto& [name, stats] : commands_) {
    if (stats.calls <= (name == "info" ? own_commands_ : 0)) continue;
    reporting::RedisCommandUsage command{.name = name, .calls = stats.calls, .share = {}};
    const std::chrono::duration<double, std::micro> time = stats.time;
    command.microseconds_per_call = time.count() / static_cast<double>(stats.calls);
    // Preempted in a command, the thread takes longer for it than it has CPU time.
    if (cpu_ && cpu_->count() > 0) command.share = std::min(time / *cpu_, 1.0);
    usage.commands.push_back(std::move(command));
  }
  std::ranges::stable_sort(usage.commands, std::greater<>(), [](const auto& command) {
    return command.microseconds_per_call * static_cast<double>(command.calls);
  });
  return usage;
}

}  // namespace redline::runner
