#include "runner/redis/private_redis.h"

#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <chrono>
#include <filesystem>
#include <fstream>
#include <functional>
#include <string>
#include <thread>
#include <variant>

#include "base/errors.h"
#include "base/unique_fd.h"
#include "redis/redis_url.h"
#include "tests/shm/child_process.h"
#include "tests/testing/temporary_folder.h"

namespace redline::runner {
namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;
using redline::testing::ChildProcess;
using ::testing::HasSubstr;
using ::testing::StartsWith;

// Processes end and servers answer when they do: looks again and again, for at most 20 s.
bool Becomes(const std::function<bool()>& condition) {
  const auto deadline = std::chrono::steady_clock::now() + 20s;
  while (!condition()) {
    if (std::chrono::steady_clock::now() > deadline) return false;
    std::this_thread::sleep_for(1ms);
  }
  return true;
}

bool Lives(pid_t pid) { return ::kill(pid, 0) == 0; }

std::string SocketOf(const PrivateRedis& redis) {
  return std::get<redis::UnixAddress>(redis::ParseRedisUrl(redis.url()).address).path;
}

// A server's answer to one inline command; empty if there is none.
std::string Ask(const std::string& socket_path, const std::string& command) {
  const UniqueFd fd(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  socket_path.copy(address.sun_path, sizeof address.sun_path - 1);
  if (::connect(fd.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address)) {
    return "";
  }
  const std::string line = command + "\r\n";
  if (::send(fd.get(), line.data(), line.size(), MSG_NOSIGNAL) < 0) return "";
  char answer[8192];
  const ssize_t size = ::recv(fd.get(), answer, sizeof answer, 0);
  return size > 0 ? std::string(answer, static_cast<std::size_t>(size)) : "";
}

bool Answers(const std::string& socket_path) {
  return Becomes([&] { return Ask(socket_path, "PING") == "+PONG\r\n"; });
}

pid_t ServersPid(const std::string& socket_path) {
  const std::string info = Ask(socket_path, "INFO server");
  return std::stoi(info.substr(info.find("process_id:") + 11));
}

pid_t ParentOf(pid_t pid) {
  std::ifstream status("/proc/" + std::to_string(pid) + "/status");
  for (std::string word; status >> word;) {
    pid_t parent;
    if (word == "PPid:" && status >> parent) return parent;
  }
  return -1;
}

// A server that answers, with its processes.
struct RunningRedis {
  RunningRedis() {
    EXPECT_TRUE(Answers(socket));
    server = ServersPid(socket);
    keeper = ParentOf(server);
  }
  fs::path folder() const { return fs::path(socket).parent_path(); }

  PrivateRedis redis;
  const std::string socket = SocketOf(redis);
  pid_t server = -1;
  pid_t keeper = -1;
};

TEST(PrivateRedis, Answers) {
  const PrivateRedis redis;
  EXPECT_TRUE(Answers(SocketOf(redis)));
  EXPECT_FALSE(redis.Ended());
}

TEST(PrivateRedis, HasNoPortAndKeepsNothing) {
  const RunningRedis running;
  EXPECT_THAT(Ask(running.socket, "CONFIG GET port"), HasSubstr("\r\n0\r\n"));
  EXPECT_THAT(Ask(running.socket, "CONFIG GET save"), HasSubstr("\r\n$0\r\n"));
  EXPECT_THAT(Ask(running.socket, "CONFIG GET appendonly"), HasSubstr("\r\nno\r\n"));
}

TEST(PrivateRedis, MayBeReachedByItsUserOnly) {
  const RunningRedis running;
  using fs::perms;
  EXPECT_EQ(fs::status(running.folder()).permissions(), perms::owner_all);
  EXPECT_EQ(fs::status(running.socket).permissions(), perms::owner_all);
}

TEST(PrivateRedis, IsGoneWithItsFolderWhenItIsDestroyed) {
  pid_t server;
  pid_t keeper;
  fs::path folder;
  {
    const RunningRedis running;
    server = running.server;
    keeper = running.keeper;
    folder = running.folder();
    ASSERT_TRUE(Lives(server));
    ASSERT_TRUE(fs::exists(folder));
  }
  EXPECT_FALSE(Lives(server));
  EXPECT_FALSE(Lives(keeper));
  EXPECT_FALSE(fs::exists(folder));
}

TEST(PrivateRedis, MayBeDestroyedBeforeItAnswers) {
  std::string socket;
  {
    const PrivateRedis redis;
    socket = SocketOf(redis);
  }
  EXPECT_FALSE(fs::exists(fs::path(socket).parent_path()));
}

TEST(PrivateRedis, IsGoneWithItsFolderWhenItsOwnerIsKilled) {
  int fds[2];
  ASSERT_EQ(::pipe2(fds, O_CLOEXEC), 0);
  const UniqueFd reader(fds[0]);
  const UniqueFd writer(fds[1]);
  ChildProcess owner([&] {
    const RunningRedis running;
    const std::string socket = running.socket + "\n";
    if (::write(writer.get(), socket.data(), socket.size()) < 0) return 1;
    while (true) ::pause();
  });
  char text[256] = {};
  ASSERT_GT(::read(reader.get(), text, sizeof text - 1), 0);
  std::string socket = text;
  socket.pop_back();
  const pid_t server = ServersPid(socket);
  owner.Kill();
  EXPECT_TRUE(Becomes([&] { return !Lives(server); }));
  EXPECT_TRUE(Becomes([&] { return !fs::exists(fs::path(socket).parent_path()); }));
}

TEST(PrivateRedis, EndsWithItsKeeper) {
  fs::path folder;
  {
    const RunningRedis running;
    folder = running.folder();
    ::kill(running.keeper, SIGKILL);
    EXPECT_TRUE(Becomes([&] { return running.redis.Ended(); }));
  }
  EXPECT_FALSE(fs::exists(folder));
}

TEST(PrivateRedis, EndsThoughItsKeeperIsStopped) {
  pid_t server;
  fs::path folder;
  {
    const RunningRedis running;
    server = running.server;
    folder = running.folder();
    ::kill(running.keeper, SIGSTOP);
  }
  EXPECT_TRUE(Becomes([&] { return !Lives(server); }));
  EXPECT_FALSE(fs::exists(folder));
}

TEST(PrivateRedis, NoticesThatTheServerWasKilled) {
  const RunningRedis running;
  ASSERT_FALSE(running.redis.Ended());
  ::kill(running.server, SIGKILL);
  EXPECT_TRUE(Becomes([&] { return running.redis.Ended(); }));
  EXPECT_THAT(running.redis.EndSentence(), StartsWith("The private Redis has ended"));
}

TEST(PrivateRedis, NoticesThatTheServerWasShutDown) {
  const RunningRedis running;
  Ask(running.socket, "SHUTDOWN NOSAVE");
  EXPECT_TRUE(Becomes([&] { return running.redis.Ended(); }));
}

// A platform may send SIGTERM to all processes of a container at once, and a terminal
// SIGHUP: how the run ends is the supervisor's to decide, and the keeper cleans up.
TEST(PrivateRedis, IsKeptThroughSignalsThatAreForTheSupervisor) {
  const RunningRedis running;
  for (const int signal : {SIGTERM, SIGINT, SIGHUP}) ::kill(running.keeper, signal);
  ASSERT_TRUE(Answers(running.socket));
  EXPECT_FALSE(running.redis.Ended());
  EXPECT_EQ(ParentOf(running.server), running.keeper);
}

int g_handler_pipe = -1;

// As an event loop's handler, which writes to a pipe: a keeper with the same handler
// would write to the same pipe, and one signal to all would look like two to the
// supervisor.
TEST(PrivateRedis, DoesNotHandleSignalsInTheSupervisorsName) {
  int fds[2];
  ASSERT_EQ(::pipe2(fds, O_CLOEXEC | O_NONBLOCK), 0);
  const UniqueFd reader(fds[0]);
  const UniqueFd writer(fds[1]);
  g_handler_pipe = writer.get();
  struct sigaction action{};
  action.sa_handler = [](int) {
    static_cast<void>(::write(g_handler_pipe, "x", 1) == 1);
  };
  struct sigaction before{};
  ASSERT_EQ(::sigaction(SIGTERM, &action, &before), 0);
  char byte;
  {
    const RunningRedis running;
    ::kill(running.keeper, SIGTERM);
    ASSERT_TRUE(Answers(running.socket));
  }
  // The keeper has been waited for: what it would write is there.
  EXPECT_EQ(::read(reader.get(), &byte, 1), -1);
  ASSERT_EQ(::sigaction(SIGTERM, &before, nullptr), 0);
}

TEST(PrivateRedis, SaysWhatIsMissingIfThereIsNoServerToStart) {
  const std::string path = ::getenv("PATH");
  ::setenv("PATH", "/no/such/folder", 1);
  const PrivateRedis redis;
  ::setenv("PATH", path.c_str(), 1);
  EXPECT_TRUE(Becomes([&] { return redis.Ended(); }));
  EXPECT_EQ(redis.EndSentence(),
            "The private Redis has ended (redis-server could not be started: No such "
            "file or directory); install redis-server, or name a Redis with REDIS_URL.");
}

// Sets $TMPDIR while it lives.
class TemporaryFolderVariable {
 public:
  explicit TemporaryFolderVariable(const std::string& value) {
    ::setenv("TMPDIR", value.c_str(), 1);
  }
  ~TemporaryFolderVariable() { ::unsetenv("TMPDIR"); }
};

// A '%' and a '?' have a meaning in a URL, and an address is no relative path.
TEST(PrivateRedis, AnswersInAnyTemporaryFolder) {
  const redline::testing::TemporaryFolder parent("/tmp");
  const fs::path odd = parent.path() / "a?b 100%x";
  fs::create_directory(odd);
  const fs::path here = fs::current_path();
  fs::current_path(parent.path());
  for (const std::string& folder : {odd.string(), odd.filename().string()}) {
    const TemporaryFolderVariable variable(folder);
    const PrivateRedis redis;
    EXPECT_TRUE(Answers(SocketOf(redis))) << folder;
    EXPECT_EQ(fs::path(SocketOf(redis)).parent_path().parent_path(), odd);
  }
  fs::current_path(here);
}

TEST(PrivateRedis, LivesInTheTemporaryFolderOfTheUser) {
  const redline::testing::TemporaryFolder folder("/tmp");
  const TemporaryFolderVariable variable(folder.path());
  const PrivateRedis redis;
  EXPECT_THAT(redis.url(), StartsWith("unix://" + folder.path().native() + "/redline-"));
}

TEST(PrivateRedis, LivesInTmpIfTheUsersFolderIsTooLongForASocket) {
  const TemporaryFolderVariable variable("/" + std::string(81, 'x'));
  const RunningRedis running;
  EXPECT_THAT(running.socket, StartsWith("/tmp/redline-"));
}

TEST(PrivateRedis, NamesTheFolderInWhichItCannotLive) {
  const TemporaryFolderVariable variable("/no/such/folder");
  try {
    const PrivateRedis redis;
    FAIL() << "made";
  } catch (const EnvironmentError& error) {
    EXPECT_STREQ(error.what(),
                 "Cannot make a folder for the private Redis in /no/such/folder: No such "
                 "file or directory; set TMPDIR to a folder that can be written to.");
  }
}

}  // namespace
}  // namespace redline::runner
