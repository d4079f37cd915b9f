// Runs of the built binaries against what is out there besides a Redis of one's own:
// failovers, clusters, proxies, limits, names that come and go, databases full of others'
// keys.

#include <arpa/inet.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <signal.h>
#include <sys/socket.h>
#include <unistd.h>

#include <chrono>
#include <fstream>
#include <string>
#include <thread>
#include <vector>

#include "tests/e2e/redline_process.h"
#include "tests/e2e/short_run.h"
#include "tests/testing/redis_server.h"

namespace redline::testing {
namespace {

using namespace std::chrono_literals;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

TEST(Failover, ThatLeavesTooFewReplicasForAMomentLosesNoTask) {
  const RedisServer server;
  RedlineProcess redline({.flags = FlagsOf("4", {"--max_worker_backlog=1000"}),
                          .environment = {{"REDIS_URL", server.Url()}}});
  redline.AwaitTasks();
  server.Cli("CONFIG SET min-replicas-to-write 1");
  ASSERT_TRUE(Eventually([&] {
    return server.Cli("INFO errorstats").find("errorstat_NOREPLICAS") !=
           std::string::npos;
  }));
  server.Cli("CONFIG SET min-replicas-to-write 0");
  EXPECT_EQ(redline.Wait(), 0) << redline.Stdout();
  const auto json = redline.Json();
  EXPECT_EQ(json["messaging"]["tasks_completed"].GetUint64(), 400U);
  EXPECT_GE(Errors(json, "NOREPLICAS"), 1U);
}

TEST(Cluster, IsRefusedBeforeAnythingIsStarted) {
  const RedisServer server(RedisServer::Transport::kTcp, {"--cluster-enabled", "yes"});
  for (const bool tells : {true, false}) {
    if (!tells) server.Cli("ACL SETUSER default -info");
    RedlineProcess redline({.flags = FlagsOf("10", {"--flushall"}),
                            .environment = {{"REDIS_URL", server.Url()}}});
    EXPECT_EQ(redline.Wait(20s), 3) << redline.Stdout();
    EXPECT_THAT(redline.Stderr(), AllOf(HasSubstr("is a node of a cluster"),
                                        HasSubstr("test a standalone Redis")));
  }
  server.Cli("ACL SETUSER default +info");
  EXPECT_THAT(server.Cli("INFO commandstats"), Not(HasSubstr("cmdstat_flushall")));
}

TEST(Cluster, IsNamedWithTheWayOutIfARunIsForcedIntoIt) {
  const RedisServer server(RedisServer::Transport::kTcp, {"--cluster-enabled", "yes"});
  server.Cli("CLUSTER ADDSLOTSRANGE 0 16383");
  ASSERT_TRUE(Eventually([&] {
    return server.Cli("CLUSTER INFO").find("cluster_state:ok") != std::string::npos;
  }));
  RedlineProcess redline({.flags = FlagsOf("10", {"--force", "--flushall"}),
                          .environment = {{"REDIS_URL", server.Url()}}});
  EXPECT_EQ(redline.Wait(20s), 1) << redline.Stdout() << redline.Stderr();
  EXPECT_THAT(redline.Stdout(),
              AllOf(HasSubstr("CROSSSLOT"), HasSubstr("is a node of a cluster"),
                    HasSubstr("test a standalone Redis")));
  EXPECT_GE(Errors(redline.Json(), "cluster"), 1U);
}

TEST(WritableReplica, IsTestedWithADoubt) {
  const RedisServer master(RedisServer::Transport::kTcp);
  const RedisServer replica(RedisServer::Transport::kTcp,
                            {"--replicaof", "127.0.0.1 " + std::to_string(master.port()),
                             "--replica-read-only", "no"});
  ASSERT_TRUE(Eventually([&] {
    return replica.Cli("INFO replication").find("master_link_status:up") !=
           std::string::npos;
  }));
  RedlineProcess redline(
      {.flags = FlagsOf("1"), .environment = {{"REDIS_URL", replica.Url()}}});
  EXPECT_EQ(redline.Wait(), 0) << redline.Stdout() << redline.Stderr();
  EXPECT_THAT(redline.Stdout(), HasSubstr("a replica that takes writes"));
}

TEST(ValueLimit, IsNamedInTheServersOwnWords) {
  const RedisServer server(RedisServer::Transport::kUnix,
                           {"--proto-max-bulk-len", "1mb"});
  RedlineProcess redline(
      {.flags = FlagsOf("5", {"--item_payload_kb=2000", "--tasks_per_second=5"}),
       .environment = {{"REDIS_URL", server.Url()}}});
  EXPECT_EQ(redline.Wait(20s), 1) << redline.Stderr();
  EXPECT_THAT(redline.Stdout(), AllOf(HasSubstr("Protocol error: invalid bulk length"),
                                      HasSubstr("--item_payload_kb")));
}

// It answers PING alone. For all else it closes the connection, as twemproxy does, or
// says nothing.
class SmallProxy {
 public:
  enum class ForAllElse { kCloses, kIsSilent };
  explicit SmallProxy(ForAllElse for_all_else)
      : for_all_else_(for_all_else), fd_(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof(address);
    EXPECT_EQ(bind(fd_, reinterpret_cast<sockaddr*>(&address), size), 0);
    EXPECT_EQ(listen(fd_, 8), 0);
    EXPECT_EQ(getsockname(fd_, reinterpret_cast<sockaddr*>(&address), &size), 0);
    url_ = "redis://127.0.0.1:" + std::to_string(ntohs(address.sin_port));
    thread_ = std::thread([this] { Serve(); });
  }
  ~SmallProxy() {
    shutdown(fd_, SHUT_RDWR);
    thread_.join();
    close(fd_);
  }
  SmallProxy(const SmallProxy&) = delete;
  SmallProxy& operator=(const SmallProxy&) = delete;

  const std::string& url() const { return url_; }

 private:
  // One connection after the other.
  void Serve() const {
    while (true) {
      const int client = accept4(fd_, nullptr, nullptr, SOCK_CLOEXEC);
      if (client < 0) return;
      char bytes[4096];
      while (true) {
        const ssize_t size = read(client, bytes, sizeof(bytes));
        if (size <= 0) break;
        if (std::string(bytes, static_cast<std::size_t>(size)).find("PING") ==
            std::string::npos) {
          if (for_all_else_ == ForAllElse::kCloses) break;
          continue;
        }
        if (send(client, "+PONG\r\n", 7, MSG_NOSIGNAL) != 7) break;
      }
      close(client);
    }
  }

  const ForAllElse for_all_else_;
  const int fd_;
  std::string url_;
  std::thread thread_;
};

TEST(Proxy, ThatDoesNotKnowInfoIsNamedWithWhatRedlineNeeds) {
  const SmallProxy proxy(SmallProxy::ForAllElse::kCloses);
  RedlineProcess redline(
      {.flags = FlagsOf("1"), .environment = {{"REDIS_URL", proxy.url()}}});
  EXPECT_EQ(redline.Wait(20s), 3);
  EXPECT_THAT(redline.Stderr(),
              AllOf(HasSubstr(proxy.url() + " closes the connection on INFO"),
                    HasSubstr("as a proxy that knows few commands does"),
                    HasSubstr("MULTI, EXEC")));
}

TEST(Proxy, ThatIsSilentAtInfoIsGivenUpInTime) {
  const SmallProxy proxy(SmallProxy::ForAllElse::kIsSilent);
  RedlineProcess redline({.flags = FlagsOf("1", {"--redis_connect_timeout_ms=300"}),
                          .environment = {{"REDIS_URL", proxy.url()}}});
  EXPECT_EQ(redline.Wait(20s), 3);
  EXPECT_THAT(redline.Stderr(),
              HasSubstr("connects but does not answer INFO and PING within 300 ms"));
}

TEST(ForeignKeys, AreNotSearchedForTheRunsOwn) {
  const RedisServer server(RedisServer::Transport::kUnix,
                           {"--enable-debug-command", "yes"});
  server.Cli("DEBUG POPULATE 300000 test:building 10");
  RedlineProcess redline({.flags = FlagsOf("1", {"--max_flats=30"}),
                          .environment = {{"REDIS_URL", server.Url()}}});
  EXPECT_EQ(redline.Wait(), 0) << redline.Stderr();
  EXPECT_THAT(redline.Stderr(), IsEmpty());
  EXPECT_EQ(server.Cli("--raw DBSIZE"), "300000\n");
  EXPECT_THAT(server.Cli("INFO commandstats"), Not(HasSubstr("cmdstat_scan:")));
}

// A Redis that is silent at the end keeps the run's keys; the command deletes them.
TEST(LeftKeys, AreDeletedByTheCommandThatIsTold) {
  const RedisServer server;
  RedlineProcess redline({.flags = FlagsOf("2", {"--key_prefix=it's [mine]:"}),
                          .environment = {{"REDIS_URL", server.Url() + "?db=3"}}});
  redline.AwaitTasks();
  ASSERT_TRUE(Eventually([&] { return server.Cli("--raw -n 3 DBSIZE") != "0\n"; }));
  server.Freeze();
  redline.Signal(SIGINT);
  EXPECT_EQ(redline.Wait(20s), 130);
  server.Resume();
  const std::string err = redline.Stderr();
  const std::string before = "delete them with: ";
  const auto at = err.find(before);
  ASSERT_NE(at, std::string::npos) << err;
  EXPECT_NE(server.Cli("--raw -n 3 DBSIZE"), "0\n");
  const std::string command = err.substr(at + before.size());
  EXPECT_EQ(::system((command.substr(0, command.find('\n')) + " > /dev/null").c_str()), 0)
      << command;
  EXPECT_EQ(server.Cli("--raw -n 3 DBSIZE"), "0\n") << command;
}

// A wrapper that shows redline files of ours in place of the system's; each is "OURS
// THEIRS".
std::string With(const std::vector<std::string>& files) {
  std::string mounts;
  for (const std::string& file : files) mounts += "mount --bind " + file + " && ";
  return "exec unshare -m sh -c '" + mounts + "exec \"$@\"' sh \"$@\"";
}

bool NoMountNamespace(const std::string& err) {
  return err.find("unshare") != std::string::npos ||
         err.find("mount") != std::string::npos;
}

// Redis has a name, which a hosts file tells, and nobody else.
class Names : public ::testing::Test {
 protected:
  Names() { std::ofstream(switch_) << "hosts: files\n"; }

  std::string url() const {
    return "redis://redis.test:" + std::to_string(server_.port());
  }
  std::string wrapper() const {
    return With({hosts_ + " /etc/hosts", switch_ + " /etc/nsswitch.conf"});
  }
  void Write(const std::string& hosts) const { std::ofstream(hosts_) << hosts; }

  const RedisServer server_{RedisServer::Transport::kTcp};
  const std::string hosts_ = server_.folder() + "/hosts";
  const std::string switch_ = server_.folder() + "/nsswitch.conf";
};

TEST_F(Names, ThatAreNotThereYetAreWaitedForAtTheStart) {
  Write("127.0.0.1 localhost\n");
  RedlineProcess redline({.flags = FlagsOf("1"),
                          .environment = {{"REDIS_URL", url()}},
                          .wrapper = wrapper()});
  const bool waits = Eventually([&] {
    return redline.Stdout().find("redis.test") != std::string::npos ||
           NoMountNamespace(redline.Stderr());
  });
  if (NoMountNamespace(redline.Stderr())) GTEST_SKIP() << redline.Stderr();
  ASSERT_TRUE(waits) << redline.Stdout() << redline.Stderr();
  EXPECT_THAT(redline.Stdout(), HasSubstr("Waiting for Redis, at most 10 s: The host of "
                                          "redis://redis.test:"));
  Write("127.0.0.1 redis.test\n");
  EXPECT_EQ(redline.Wait(), 0) << redline.Stdout() << redline.Stderr();
}

TEST_F(Names, ThatAreGoneForAMomentInMidRunLoseNoTask) {
  Write("127.0.0.1 redis.test\n");
  RedlineProcess redline({.flags = FlagsOf("5", {"--max_worker_backlog=1000"}),
                          .environment = {{"REDIS_URL", url()}},
                          .wrapper = wrapper()});
  ASSERT_TRUE(Eventually(
      [&] { return !redline.Workers().empty() || NoMountNamespace(redline.Stderr()); }));
  if (NoMountNamespace(redline.Stderr())) GTEST_SKIP() << redline.Stderr();
  redline.AwaitTasks();
  Write("127.0.0.1 localhost\n");
  server_.Cli("CLIENT KILL TYPE normal");
  const auto known_again = std::chrono::steady_clock::now() + 2s;
  Eventually([&] { return std::chrono::steady_clock::now() > known_again; }, 3s);
  Write("127.0.0.1 redis.test\n");
  EXPECT_EQ(redline.Wait(), 0) << redline.Stdout();
  const auto json = redline.Json();
  EXPECT_EQ(json["messaging"]["tasks_completed"].GetUint64(), 500U);
  EXPECT_GE(Errors(json, "connection lost"), 2U);
}

// A name server that is asked and says nothing.
class SilentNameServer {
 public:
  SilentNameServer() : fd_(socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(53);
    inet_pton(AF_INET, kAddress, &address.sin_addr);
    is_there_ =
        bind(fd_, reinterpret_cast<const sockaddr*>(&address), sizeof(address)) == 0;
  }
  ~SilentNameServer() { close(fd_); }
  SilentNameServer(const SilentNameServer&) = delete;
  SilentNameServer& operator=(const SilentNameServer&) = delete;

  static constexpr char kAddress[] = "127.53.53.53";
  bool is_there() const { return is_there_; }

 private:
  const int fd_;
  bool is_there_ = false;
};

TEST_F(Names, ThatNoNameServerTellsAreGivenUpInTime) {
  const SilentNameServer name_server;
  if (!name_server.is_there()) GTEST_SKIP() << "the port of name servers is not for us";
  Write("nameserver " + std::string(SilentNameServer::kAddress) + "\n");
  RedlineProcess redline({.flags = FlagsOf("1", {"--redis_connect_timeout_ms=300",
                                                 "--redis_wait_seconds=1"}),
                          .environment = {{"REDIS_URL", "redis://redis.nowhere.test"}},
                          .wrapper = With({hosts_ + " /etc/resolv.conf"})});
  // The system's resolver would ask for ten seconds, and each time again.
  const int code = redline.Wait(8s);
  if (NoMountNamespace(redline.Stderr())) GTEST_SKIP() << redline.Stderr();
  EXPECT_EQ(code, 3);
  EXPECT_THAT(redline.Stderr(),
              HasSubstr("No name server found the host of "
                        "redis://redis.nowhere.test:6379 within 300 ms"));
}

TEST(FrozenRedis, IsSaidToBeSilent) {
  const RedisServer server;
  RedlineProcess redline({.flags = FlagsOf("12", {"--drain_seconds=1"}),
                          .environment = {{"REDIS_URL", server.Url()}}});
  redline.AwaitTasks();
  server.Freeze();
  EXPECT_EQ(redline.Wait(30s), 1);
  server.Resume();
  EXPECT_THAT(redline.Stdout(), HasSubstr("bottleneck: Redis was silent from "));
  EXPECT_STREQ(redline.Json()["bottleneck"]["kind"].GetString(), "redis_slow");
}

}  // namespace
}  // namespace redline::testing
