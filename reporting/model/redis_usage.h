// Redis' work in the measured phase, from samples once a second: plain values.
#ifndef REDLINE_REPORTING_MODEL_REDIS_USAGE_H_
#define REDLINE_REPORTING_MODEL_REDIS_USAGE_H_

#include <cstdint>
#include <optional>
#include <string>
#include <tuple>
#include <vector>

#include "reporting/model/field.h"

namespace redline::reporting {

// EXEC and EVALSHA include the commands that they run, which are counted under their own
// names too; so neither calls nor shares of all commands add up to anything.
struct RedisCommandUsage {
  std::string name;
  std::uint64_t calls = 0;  // Never 0: a command that was not called is not listed.
  double microseconds_per_call = 0;
  // The rest of the time is spent on reading requests and writing replies.
  std::optional<double> share;
};

template <>
inline constexpr auto kFields<RedisCommandUsage> = std::tuple{
    Field{"name", &RedisCommandUsage::name, "", "lower case, as in `INFO commandstats`"},
    Field{"calls", &RedisCommandUsage::calls, "", ""},
    Field{"microseconds_per_call", &RedisCommandUsage::microseconds_per_call,
          "microseconds",
          "by the clock, without reading the request and writing the reply"},
    Field{"share", &RedisCommandUsage::share, "0 to 1",
          "its time per CPU time of the main thread; `null` if that is not known"},
};

struct RedisUsage {
  std::string version;
  bool on_this_machine = false;
  std::uint64_t samples = 0;
  std::optional<double> cpu_percent_mean;
  std::optional<double> cpu_percent_max;
  std::optional<double> cpu_wait_percent_mean;
  std::optional<double> operations_per_second;
  std::optional<double> memory_max_mb;
  std::optional<std::uint64_t> clients_max;
  std::optional<std::uint64_t> evicted_keys;
  std::vector<RedisCommandUsage> commands;
};

template <>
inline constexpr auto kFields<RedisUsage> = std::tuple{
    Field{"version", &RedisUsage::version, "", "`null` if Redis did not say",
          Form::kNullIfNone},
    Field{"on_this_machine", &RedisUsage::on_this_machine, "",
          "whether its address is this machine's"},
    Field{"samples", &RedisUsage::samples, "", "how many were answered"},
    Field{"cpu_percent_mean", &RedisUsage::cpu_percent_mean, "% of a core",
          "of the main thread, which executes all commands; before Redis 6.2 of the "
          "process"},
    Field{"cpu_percent_max", &RedisUsage::cpu_percent_max, "% of a core",
          "likewise, in the busiest second"},
    Field{
        "cpu_wait_percent_mean", &RedisUsage::cpu_wait_percent_mean, "% of the time",
        "in which the main thread was ready to run and had no CPU, as the kernel counts "
        "(`/proc/PID/schedstat`); known only of a Redis on this machine, `null` "
        "elsewhere"},
    Field{"operations_per_second", &RedisUsage::operations_per_second,
          "commands a second",
          "as Redis counts: those in transactions and scripts too. redline's own samples "
          "are left out"},
    Field{"memory_max_mb", &RedisUsage::memory_max_mb, "MB of 2^20 bytes",
          "the highest `used_memory` of a sample"},
    Field{"clients_max", &RedisUsage::clients_max, "connections",
          "redline's own included"},
    Field{"evicted_keys", &RedisUsage::evicted_keys, "keys", ""},
    Field{"commands", &RedisUsage::commands, "",
          "those that were called, the one that took most time first"},
};

}  // namespace redline::reporting

#endif  // REDLINE_REPORTING_MODEL_REDIS_USAGE_H_
