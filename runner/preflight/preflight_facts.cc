#include "runner/preflight/preflight_facts.h"

#include <fcntl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <string_view>
#include <system_error>

#include "base/unique_fd.h"
#include "redis/command_batch.h"
#include "redis/endpoint.h"
#include "redis/error_class.h"
#include "runner/machine/cgroup_files.h"
#include "runner/watch/on_this_machine.h"

namespace redline::runner {
namespace {

namespace fs = std::filesystem;
using std::chrono::steady_clock;

constexpr std::size_t kPings = 20;

// Where /proc does not list them.
std::uint64_t OpenDescriptors(rlim_t limit) {
  constexpr rlim_t kMostLookedAt = 1 << 20;
  std::uint64_t open = 0;
  for (rlim_t fd = 0; fd < std::min(limit, kMostLookedAt); ++fd) {
    if (::fcntl(static_cast<int>(fd), F_GETFD) >= 0) ++open;
  }
  return open;
}

std::optional<Allowance> Descriptors(const fs::path& root) {
  rlimit limit{};
  if (::getrlimit(RLIMIT_NOFILE, &limit) != 0) return std::nullopt;
  std::error_code error;
  std::uint64_t open = 0;
  for (fs::directory_iterator entry(root / "proc/self/fd", error), end;
       !error && entry != end; entry.increment(error)) {
    ++open;
  }
  if (error) open = OpenDescriptors(limit.rlim_cur);
  return Allowance{.used = open, .limit = limit.rlim_cur};
}

// All threads of this user's processes; nothing where /proc shows not even our own.
std::optional<std::uint64_t> ThreadsOfUser(const fs::path& root) {
  std::uint64_t threads = 0;
  std::error_code error;
  for (fs::directory_iterator entry(root / "proc", error), end; !error && entry != end;
       entry.increment(error)) {
    const std::string name = entry->path().filename();
    if (name.find_first_not_of("0123456789") != std::string::npos) continue;
    struct stat status{};
    // A process that has ended by now has no threads.
    if (::stat(entry->path().c_str(), &status) != 0) continue;
    if (status.st_uid != ::getuid()) continue;
    threads += NumberAfter(entry->path() / "status", "Threads:").value_or(0);
  }
  return threads > 0 ? std::optional(threads) : std::nullopt;
}

// The one of which less is left. One of which nobody knows that is not compared.
std::optional<Allowance> Tighter(std::optional<Allowance> a, std::optional<Allowance> b) {
  const auto left = [](const Allowance& allowance) {
    return allowance.limit - std::min(*allowance.used, allowance.limit);
  };
  if (!a || !b) return a ? a : b;
  if (!a->used || !b->used) return a->used ? a : b;
  return left(*b) < left(*a) ? b : a;
}

std::optional<Allowance> Threads(const fs::path& root) {
  std::optional<Allowance> tightest;
  rlimit limit{};
  if (::geteuid() != 0 && ::getrlimit(RLIMIT_NPROC, &limit) == 0 &&
      limit.rlim_cur != RLIM_INFINITY) {
    tightest = Allowance{.used = ThreadsOfUser(root), .limit = limit.rlim_cur};
  }
  for (const fs::path& group : CgroupFolders(root, "pids")) {
    const auto most = ReadLimit(group / "pids.max");
    const auto used = ReadNumber(group / "pids.current");
    if (most && used)
      tightest = Tighter(tightest, Allowance{.used = used, .limit = *most});
  }
  return tightest;
}

// Nothing where shm::Segment will not use the folder: see Segment::Create.
std::optional<std::uint64_t> SharedMemoryFree(const fs::path& root) {
  const UniqueFd file(
      ::open((root / "dev/shm").c_str(), O_TMPFILE | O_RDWR | O_CLOEXEC, S_IRUSR));
  struct statvfs status{};
  if (!file || ::fstatvfs(file.get(), &status) != 0) return std::nullopt;
  return std::uint64_t{status.f_bavail} * status.f_frsize;
}

// Files that the cgroup has read count as used but are given up for memory that is asked.
std::uint64_t CacheOf(const fs::path& group) {
  return NumberAfter(group / "memory.stat", "inactive_file").value_or(0);
}

std::optional<std::uint64_t> MemoryAvailable(const fs::path& root) {
  std::optional<std::uint64_t> available;
  if (const auto kilobytes = NumberAfter(root / "proc/meminfo", "MemAvailable:")) {
    available = *kilobytes * 1024;
  }
  const auto limit_to = [&](const fs::path& group, const char* limit_file,
                            const char* used_file) {
    const auto limit = ReadLimit(group / limit_file);
    const auto used = ReadNumber(group / used_file);
    if (!limit || !used) return;
    const std::uint64_t held = *used - std::min(*used, CacheOf(group));
    const std::uint64_t left = *limit - std::min(held, *limit);
    available = std::min(available.value_or(left), left);
  };
  for (const fs::path& group : CgroupFolders(root, "memory")) {
    limit_to(group, "memory.max", "memory.current");
    limit_to(group, "memory.limit_in_bytes", "memory.usage_in_bytes");
  }
  return available;
}

}  // namespace

boost::asio::awaitable<RedisFacts> GatherRedisFacts(const redis::RedisUrl& url,
                                                    std::string key_prefix,
                                                    redis::RedisConnection& connection) {
  RedisFacts facts;
  facts.host_is_a_name = redis::NeedsLookup(url);

  redis::CommandBatch batch;
  batch.Add({"INFO", "all"});
  const redis::Replies info = co_await connection.Execute(batch);
  if (info[0].is_error()) {
    facts.info_error = std::string(info[0].text());
  } else {
    facts.info = ParseRedisInfo(info[0].text());
    facts.on_this_machine = OnThisMachine(connection.peer(), facts.info);
  }

  if (!facts.info.mode) {
    batch.Clear();
    // They are of different slots, unless the prefix has a hash tag.
    batch.Add({"EXISTS", key_prefix + "a", key_prefix + "b", key_prefix + "c"});
    const redis::Replies exist = co_await connection.Execute(batch);
    const redis::ErrorClass refusal =
        redis::ClassifyReply(exist[0].is_error() ? exist[0].text() : "");
    facts.refuses_keys_of_several_slots = refusal == redis::ErrorClass::kCluster ||
                                          refusal == redis::ErrorClass::kClusterDown;
  }

  batch.Clear();
  batch.Add({"PING"});
  std::array<steady_clock::duration, kPings> times;
  for (auto& time : times) {
    const auto begin = steady_clock::now();
    const redis::Replies pong = co_await connection.Execute(batch);
    time = steady_clock::now() - begin;
    if (pong[0].is_error()) co_return facts;
  }
  std::ranges::sort(times);
  facts.round_trip = (times[kPings / 2 - 1] + times[kPings / 2]) / 2;
  co_return facts;
}

SystemFacts GatherSystemFacts(const fs::path& root) {
  return {.descriptors = Descriptors(root),
          .threads = Threads(root),
          .shared_memory_free = SharedMemoryFree(root),
          .memory_available = MemoryAvailable(root)};
}

}  // namespace redline::runner
