#include "runner/watch/redis_info.h"

#include <charconv>
#include <cmath>
#include <initializer_list>
#include <utility>

namespace redline::runner {
namespace {

// Cuts the text up to the separator, or all of it, from the front.
std::string_view TakeUntil(char separator, std::string_view& text) {
  const std::size_t end = text.find(separator);
  const std::string_view front = text.substr(0, end);
  text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  return front;
}

// Only if the whole text is such a number.
template <class Number>
std::optional<Number> Parse(std::string_view text) {
  Number number{};
  const char* const end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, number);
  if (error != std::errc() || stop != end) return std::nullopt;
  return number;
}

std::optional<RedisInfo::Seconds> ParseSeconds(std::string_view text) {
  const std::optional<double> seconds = Parse<double>(text);
  if (!seconds || !std::isfinite(*seconds) || *seconds < 0) return std::nullopt;
  return RedisInfo::Seconds(*seconds);
}

// "calls=4,usec=68,usec_per_call=17.00,rejected_calls=0,failed_calls=0"
std::optional<RedisCommandStats> ParseCommandStats(std::string_view text) {
  std::optional<std::uint64_t> calls;
  std::optional<std::int64_t> microseconds;
  while (!text.empty()) {
    std::string_view value = TakeUntil(',', text);
    const std::string_view name = TakeUntil('=', value);
    if (name == "calls") calls = Parse<std::uint64_t>(value);
    if (name == "usec") microseconds = Parse<std::int64_t>(value);
  }
  if (!calls || !microseconds || *microseconds < 0) return std::nullopt;
  return RedisCommandStats{.calls = *calls,
                           .time = std::chrono::microseconds(*microseconds)};
}

class Parser {
 public:
  void Line(std::string_view line) {
    std::string_view value = line;
    const std::string_view name = TakeUntil(':', value);
    constexpr std::string_view kCommand = "cmdstat_";
    constexpr std::string_view kDatabase = "db";
    if (name.starts_with(kCommand)) {
      if (const auto stats = ParseCommandStats(value)) {
        info_.commands.emplace(name.substr(kCommand.size()), *stats);
      }
    } else if (name == "# Keyspace") {
      info_.expiring_keys = 0;
    } else if (name.starts_with(kDatabase) &&
               Parse<unsigned>(name.substr(kDatabase.size()))) {
      AddDatabase(value);
    } else {
      Field(name, value);
    }
  }

  RedisInfo Take() {
    if (user_ && system_) info_.cpu = *user_ + *system_;
    if (user_main_ && system_main_) info_.main_thread_cpu = *user_main_ + *system_main_;
    if (is_in_cluster_) info_.mode = "cluster";
    // KeyDB gives its own version as Redis', and its name nowhere else.
    if (info_.executable.value_or("").ends_with("keydb-server") && info_.version) {
      info_.other_server = "KeyDB " + *info_.version;
    }
    return std::move(info_);
  }

 private:
  void Field(std::string_view name, std::string_view value) {
    using Text = std::optional<std::string>;
    using Count = std::optional<std::uint64_t>;
    using Time = std::optional<RedisInfo::Seconds>;
    for (const auto& [field, text] : std::initializer_list<std::pair<const char*, Text*>>{
             {"redis_version", &info_.version},
             {"os", &info_.os},
             {"redis_mode", &info_.mode},
             {"server_mode", &info_.mode},  // Valkey's name for it.
             {"role", &info_.role},
             {"run_id", &info_.run_id},
             {"executable", &info_.executable},
             {"maxmemory_policy", &info_.max_memory_policy}}) {
      if (name == field && !value.empty()) *text = std::string(value);
    }
    for (const auto& [field, count] :
         std::initializer_list<std::pair<const char*, Count*>>{
             {"process_id", &info_.process_id},
             {"connected_clients", &info_.connected_clients},
             {"maxclients", &info_.max_clients},
             {"used_memory", &info_.used_memory},
             {"maxmemory", &info_.max_memory},
             {"total_system_memory", &info_.total_system_memory},
             {"total_commands_processed", &info_.commands_processed},
             {"evicted_keys", &info_.evicted_keys}}) {
      if (name == field) *count = Parse<std::uint64_t>(value);
    }
    for (const auto& [field, time] : std::initializer_list<std::pair<const char*, Time*>>{
             {"used_cpu_user", &user_},
             {"used_cpu_sys", &system_},
             {"used_cpu_user_main_thread", &user_main_},
             {"used_cpu_sys_main_thread", &system_main_}}) {
      if (name == field) *time = ParseSeconds(value);
    }
    if (name == "uptime_in_seconds") {
      const auto seconds = Parse<std::uint32_t>(value);
      info_.uptime =
          seconds ? std::optional(std::chrono::seconds(*seconds)) : std::nullopt;
    }
    if (name == "valkey_version" && !value.empty()) {
      info_.other_server = "Valkey " + std::string(value);
    }
    if (name == "dragonfly_version" && !value.empty()) {
      constexpr std::string_view kBefore = "df-v";  // "df-v1.24.0"
      if (value.starts_with(kBefore)) value.remove_prefix(kBefore.size());
      info_.other_server = "Dragonfly " + std::string(value);
    }
    if (name == "cluster_enabled" && value == "1") is_in_cluster_ = true;
    for (const auto& [field, flag] :
         std::initializer_list<std::pair<const char*, std::optional<bool>*>>{
             {"loading", &info_.loading},
             {"slave_read_only", &info_.replica_read_only},
             {"replica_read_only", &info_.replica_read_only}}) {
      if (name == field && (value == "0" || value == "1")) *flag = value == "1";
    }
    // One of them is enough.
    for (const std::string_view field :
         {"rdb_bgsave_in_progress", "aof_rewrite_in_progress"}) {
      if (name != field || (value != "0" && value != "1")) continue;
      info_.saving = info_.saving.value_or(false) || value == "1";
    }
  }

  // "keys=4,expires=1,avg_ttl=0"
  void AddDatabase(std::string_view text) {
    while (!text.empty()) {
      std::string_view value = TakeUntil(',', text);
      if (TakeUntil('=', value) != "expires") continue;
      if (const auto keys = Parse<std::uint64_t>(value)) {
        info_.expiring_keys = info_.expiring_keys.value_or(0) + *keys;
      }
    }
  }

  RedisInfo info_;
  bool is_in_cluster_ = false;
  std::optional<RedisInfo::Seconds> user_;
  std::optional<RedisInfo::Seconds> system_;
  std::optional<RedisInfo::Seconds> user_main_;
  std::optional<RedisInfo::Seconds> system_main_;
};

// A value that is absent at either end proves nothing.
template <class T>
bool WentBack(const std::optional<T>& earlier, const std::optional<T>& later) {
  return earlier && later && *later < *earlier;
}

}  // namespace

RedisInfo ParseRedisInfo(std::string_view text) {
  Parser parser;
  while (!text.empty()) {
    std::string_view line = TakeUntil('\n', text);
    if (line.ends_with('\r')) line.remove_suffix(1);
    parser.Line(line);
  }
  return parser.Take();
}

std::string ServerVersion(const RedisInfo& info) {
  return info.other_server.value_or(info.version.value_or(""));
}

bool SameServerRun(const RedisInfo& earlier, const RedisInfo& later) {
  if (earlier.run_id && later.run_id && *earlier.run_id != *later.run_id) return false;
  if (WentBack(earlier.uptime, later.uptime) || WentBack(earlier.cpu, later.cpu) ||
      WentBack(earlier.main_thread_cpu, later.main_thread_cpu) ||
      WentBack(earlier.commands_processed, later.commands_processed) ||
      WentBack(earlier.evicted_keys, later.evicted_keys)) {
    return false;
  }
  for (const auto& [name, before] : earlier.commands) {
    const auto after = later.commands.find(name);
    if (after == later.commands.end()) return false;
    if (after->second.calls < before.calls || after->second.time < before.time) {
      return false;
    }
  }
  return true;
}

}  // namespace redline::runner
