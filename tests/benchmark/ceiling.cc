// The closed-loop ceiling: how many tasks a second this machine and this Redis could do
// if the workers cost next to nothing.
//
//     ceiling --socket=/run/redis.sock --workers=28 --seconds=20 --prefix=test:
//
// Each of the workers, a process of its own, takes one of the buildings that an earlier
// run has left under the prefix, forms the bytes of the building workload's four round
// trips from it once, and then sends them again and again over a blocking socket. It only
// looks for the ends of the replies. It prints the tasks per second of all of them.
#include <gflags/gflags.h>
#include <glog/logging.h>
#include <hiredis/hiredis.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <charconv>
#include <chrono>
#include <csignal>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstring>
#include <memory>
#include <new>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "redis/command_batch.h"

DEFINE_string(socket, "", "Unix socket of the Redis");
DEFINE_string(prefix, "test:", "what the keys begin with");
DEFINE_int32(workers, 28, "worker processes");
DEFINE_double(seconds, 20, "how long they are timed, after a second that is not");

namespace redline {
namespace {

using redis::CommandBatch;

struct FreeReply {
  void operator()(redisReply* reply) const { freeReplyObject(reply); }
};
using Reply = std::unique_ptr<redisReply, FreeReply>;

std::string_view Text(const redisReply& reply) { return {reply.str, reply.len}; }

// One round trip: what is sent, and how many replies come back.
struct RoundTrip {
  std::string bytes;
  std::size_t replies;
};

// Redis' replies, read before the clock runs.
class Store {
 public:
  explicit Store(const std::string& socket) : context_(redisConnectUnix(socket.c_str())) {
    CHECK(context_ != nullptr && context_->err == 0) << "no Redis at " << socket;
  }
  ~Store() { redisFree(context_); }
  Store(const Store&) = delete;
  Store& operator=(const Store&) = delete;

  Reply Ask(const std::vector<std::string>& command) const {
    std::vector<const char*> words;
    std::vector<std::size_t> sizes;
    for (const std::string& word : command) {
      words.push_back(word.data());
      sizes.push_back(word.size());
    }
    Reply reply(static_cast<redisReply*>(redisCommandArgv(
        context_, static_cast<int>(words.size()), words.data(), sizes.data())));
    CHECK(reply != nullptr && reply->type != REDIS_REPLY_ERROR) << "no answer";
    return reply;
  }

  std::vector<std::string> Keys(const std::string& pattern) const {
    const Reply keys = Ask({"KEYS", pattern});
    std::vector<std::string> found;
    for (std::size_t i = 0; i < keys->elements; ++i) {
      found.emplace_back(Text(*keys->element[i]));
    }
    return found;
  }

 private:
  redisContext* context_;
};

RoundTrip Once(const CommandBatch& batch) {
  return {.bytes = std::string(batch.bytes()), .replies = batch.size()};
}

// The building workload's task, as one that changes the building of this key.
std::vector<RoundTrip> TaskOf(const Store& store, const std::string& key) {
  const std::string flats_key = key + ":flats";
  const Reply building = store.Ask({"GET", key});
  const Reply flats = store.Ask({"HGETALL", flats_key});
  const std::vector<std::string> mails = store.Keys(key + ":flats:*:mail");
  CHECK(!mails.empty()) << key << " has no mail";
  const Reply mail = store.Ask({"LINDEX", mails.front(), "0"});

  CommandBatch get, fetch, save, ping;
  get.Add({"GET", key});
  fetch.Add({"HGETALL", flats_key});
  save.Add({"MULTI"});
  save.Add({"SET", key, Text(*building)});
  save.Add({"RPUSH", mails.front(), Text(*mail)});
  save.Begin(2 + flats->elements);
  save.Argument("HSET");
  save.Argument(flats_key);
  for (std::size_t i = 0; i < flats->elements; ++i)
    save.Argument(Text(*flats->element[i]));
  save.Add({"EXEC"});
  ping.Add({"PING"});
  return {Once(get), Once(fetch), Once(save), Once(ping)};
}

// Counts RESP2 replies in bytes that come in pieces, and looks at nothing else.
class ReplyCounter {
 public:
  std::size_t complete() const { return complete_; }

  void Feed(std::string_view bytes) {
    while (!bytes.empty()) {
      const std::size_t skipped = std::min(skip_, bytes.size());
      bytes.remove_prefix(skipped);
      skip_ -= skipped;
      if (skipped > 0) {
        if (skip_ == 0) EndElement();
        continue;
      }
      const std::size_t end = bytes.find('\n');
      line_.append(bytes.substr(0, end));
      if (end == std::string_view::npos) return;
      bytes.remove_prefix(end + 1);
      Line();
      line_.clear();
    }
  }

 private:
  void Line() {
    CHECK_NE(line_[0], '-') << line_;
    std::int64_t number = 0;
    std::from_chars(line_.data() + 1, line_.data() + line_.size(), number);
    if (missing_ == 0) missing_ = 1;
    if (line_[0] == '$' && number >= 0) {
      skip_ = static_cast<std::size_t>(number) + 2;
      return;
    }
    if (line_[0] == '*' && number > 0) missing_ += static_cast<std::size_t>(number);
    EndElement();
  }

  void EndElement() {
    if (--missing_ == 0) ++complete_;
  }

  std::size_t complete_ = 0;
  std::size_t missing_ = 0;  // Elements of the reply that is not complete.
  std::size_t skip_ = 0;     // Bytes of a bulk string that are still to come.
  std::string line_;
};

int Connect(const std::string& path) {
  const int fd = ::socket(AF_UNIX, SOCK_STREAM, 0);
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  CHECK_LT(path.size(), sizeof address.sun_path);
  std::memcpy(address.sun_path, path.data(), path.size());
  PCHECK(::connect(fd, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0)
      << path;
  return fd;
}

void Exchange(int fd, const RoundTrip& trip) {
  std::string_view left = trip.bytes;
  while (!left.empty()) {
    const ssize_t sent = ::send(fd, left.data(), left.size(), MSG_NOSIGNAL);
    PCHECK(sent > 0);
    left.remove_prefix(static_cast<std::size_t>(sent));
  }
  static std::array<char, 64 * 1024> received;
  ReplyCounter counter;
  while (counter.complete() < trip.replies) {
    const ssize_t size = ::recv(fd, received.data(), received.size(), 0);
    PCHECK(size > 0);
    counter.Feed({received.data(), static_cast<std::size_t>(size)});
  }
}

[[noreturn]] void Work(const std::vector<RoundTrip>& task,
                       std::atomic<std::uint64_t>& done) {
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);
  const int fd = Connect(FLAGS_socket);
  while (true) {
    for (const RoundTrip& trip : task) Exchange(fd, trip);
    // Relaxed: one writer, a figure to read.
    done.store(done.load(std::memory_order_relaxed) + 1, std::memory_order_relaxed);
  }
}

struct alignas(64) Count {
  std::atomic<std::uint64_t> done{0};
};

std::uint64_t Total(const Count* counts) {
  std::uint64_t total = 0;
  for (int i = 0; i < FLAGS_workers; ++i) {
    total += counts[i].done.load(std::memory_order_relaxed);
  }
  return total;
}

int Main() {
  using std::chrono::steady_clock;
  const auto workers = static_cast<std::size_t>(FLAGS_workers);
  void* const memory = ::mmap(nullptr, workers * sizeof(Count), PROT_READ | PROT_WRITE,
                              MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  PCHECK(memory != MAP_FAILED);
  Count* const counts = new (memory) Count[workers];

  std::vector<pid_t> pids;
  {
    const Store store(FLAGS_socket);
    std::vector<std::string> roots;
    for (const std::string& key : store.Keys(FLAGS_prefix + "building:*:flats")) {
      roots.push_back(key.substr(0, key.size() - std::strlen(":flats")));
    }
    CHECK_GE(roots.size(), workers) << "an earlier run must have left as many buildings";
    for (std::size_t i = 0; i < workers; ++i) {
      const std::vector<RoundTrip> task = TaskOf(store, roots[i]);
      pids.push_back(::fork());
      PCHECK(pids.back() >= 0);
      if (pids.back() == 0) Work(task, counts[i].done);
    }
  }
  std::this_thread::sleep_for(std::chrono::seconds(1));
  const auto start = steady_clock::now();
  const std::uint64_t before = Total(counts);
  std::this_thread::sleep_for(std::chrono::duration<double>(FLAGS_seconds));
  const std::uint64_t after = Total(counts);
  const std::chrono::duration<double> elapsed = steady_clock::now() - start;
  std::printf("%.0f\n", static_cast<double>(after - before) / elapsed.count());
  for (const pid_t pid : pids) {
    ::kill(pid, SIGKILL);
    ::waitpid(pid, nullptr, 0);
  }
  return 0;
}

}  // namespace
}  // namespace redline

int main(int argc, char** argv) {
  google::InitGoogleLogging(argv[0]);
  gflags::ParseCommandLineFlags(&argc, &argv, true);
  return redline::Main();
}
