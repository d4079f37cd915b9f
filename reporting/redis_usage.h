// What Redis did in the measured phase, from samples once a second: plain values.
#ifndef REDLINE_REPORTING_REDIS_USAGE_H_
#define REDLINE_REPORTING_REDIS_USAGE_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace redline::reporting {

// EXEC and EVALSHA include the commands that they run, which are counted under their own
// names too; so neither calls nor shares of all commands add up to anything.
struct RedisCommandUsage {
  std::string name;         // Lower case, as INFO commandstats names it.
  std::uint64_t calls = 0;  // Never 0: a command that was not called is not listed.
  double microseconds_per_call = 0;
  // Its time per CPU time of Redis' main thread, 0 to 1. What all commands leave of it is
  // spent on reading requests and writing replies.
  std::optional<double> share;
};

struct RedisUsage {
  std::string version;  // Empty if Redis did not say.
  // Whether it runs beside the workers, as far as its address tells.
  bool on_this_machine = false;
  std::uint64_t samples = 0;
  // Of one core: 100 is a core fully used. Of the main thread, which executes all
  // commands, or, where Redis does not tell it apart (before 6.2), of the process.
  std::optional<double> cpu_percent_mean;
  std::optional<double> cpu_percent_max;  // The busiest second.
  // How much of the time the main thread was ready to run, and had no CPU; known only of
  // a Redis on this machine.
  std::optional<double> cpu_wait_percent_mean;
  std::optional<double> operations_per_second;
  std::optional<double> memory_max_mb;  // MB of 2^20 bytes.
  std::optional<std::uint64_t> clients_max;
  std::optional<std::uint64_t> evicted_keys;
  std::vector<RedisCommandUsage> commands;  // By time, the largest first.
};

}  // namespace redline::reporting

#endif  // REDLINE_REPORTING_REDIS_USAGE_H_
