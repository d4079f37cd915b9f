// Runs of the built binaries against Redis servers that the user has: what they hold
// survives, what fails for a moment heals, and passwords stay secret.

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>

#include <algorithm>
#include <chrono>
#include <fstream>
#include <iterator>
#include <map>
#include <sstream>
#include <string>
#include <vector>

#include "tests/e2e/redline_process.h"
#include "tests/e2e/short_run.h"
#include "tests/testing/certificates.h"
#include "tests/testing/redis_server.h"

namespace redline::testing {
namespace {

using namespace std::chrono_literals;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

// A server with somebody's data in it, under names much like ours.
class SharedRedis : public ::testing::Test {
 protected:
  SharedRedis() {
    server_.Cli("SET test:building:7144 theirs");
    server_.Cli("SET test:mine theirs");
    server_.Cli("SET other theirs");
  }

  // The keys in the server except those of that data.
  std::string OurKeys() {
    return server_.Cli(
        "--raw --scan --pattern '*' | grep -v -x -e test:building:7144 "
        "-e test:mine -e other");
  }
  void ExpectTheirs() {
    EXPECT_EQ(server_.Cli("--raw MGET test:building:7144 test:mine other"),
              "theirs\ntheirs\ntheirs\n");
  }
  std::map<std::string, std::string> Environment() {
    return {{"REDIS_URL", server_.Url()}};
  }

  RedisServer server_;
};

TEST_F(SharedRedis, KeepsForeignKeysAndLosesTheRunsAfterSuccess) {
  RedlineProcess redline({.flags = FlagsOf("1"), .environment = Environment()});
  EXPECT_EQ(redline.Wait(), 0) << redline.Stderr();
  ExpectTheirs();
  EXPECT_THAT(OurKeys(), IsEmpty());
}

TEST_F(SharedRedis, KeepsForeignKeysAndLosesTheRunsAfterFailure) {
  RedlineProcess redline(
      {.flags = FlagsOf("60", {"--tasks_per_second=50000", "--max_worker_backlog=1000"}),
       .environment = Environment()});
  EXPECT_EQ(redline.Wait(), 1);
  ExpectTheirs();
  EXPECT_THAT(OurKeys(), IsEmpty());
}

TEST_F(SharedRedis, KeepsForeignKeysAndLosesTheRunsAfterInterruption) {
  RedlineProcess redline({.flags = FlagsOf("60"), .environment = Environment()});
  redline.AwaitTasks();
  EXPECT_THAT(OurKeys(), Not(IsEmpty()));
  redline.Signal(SIGINT);
  EXPECT_EQ(redline.Wait(3s), 130);
  ExpectTheirs();
  EXPECT_THAT(OurKeys(), IsEmpty());
}

TEST_F(SharedRedis, KeepsTheRunsKeysWhenAskedTo_AllUnderItsPrefix) {
  RedlineProcess redline({.flags = FlagsOf("1", {"--keep_data", "--key_prefix=mine[1]:"}),
                          .environment = Environment()});
  EXPECT_EQ(redline.Wait(), 0) << redline.Stderr();
  ExpectTheirs();
  const std::string keys = OurKeys();
  EXPECT_THAT(keys, Not(IsEmpty()));
  std::istringstream lines(keys);
  for (std::string key; std::getline(lines, key);) {
    EXPECT_EQ(key.rfind("mine[1]:building:", 0), 0U) << key;
  }
}

TEST_F(SharedRedis, LosesTheRunsKeysUnderAPrefixOfSpecialCharacters) {
  RedlineProcess redline(
      {.flags = FlagsOf("1", {"--key_prefix=a*?[b]\\:"}), .environment = Environment()});
  EXPECT_EQ(redline.Wait(), 0) << redline.Stderr();
  ExpectTheirs();
  EXPECT_THAT(OurKeys(), IsEmpty());
}

TEST_F(SharedRedis, IsEmptiedOnlyWhenAskedTo) {
  RedlineProcess redline(
      {.flags = FlagsOf("1", {"--flushall"}), .environment = Environment()});
  EXPECT_EQ(redline.Wait(), 0) << redline.Stderr();
  EXPECT_EQ(server_.Cli("--raw DBSIZE"), "0\n");
  EXPECT_THAT(server_.Cli("INFO commandstats"), HasSubstr("cmdstat_flushall:calls=1,"));
}

TEST(FetchByScript, LosesNoTaskWhenTheScriptIsFlushed) {
  const RedisServer server;
  RedlineProcess redline({.flags = FlagsOf("3", {"--fetch=script"}),
                          .environment = {{"REDIS_URL", server.Url()}}});
  redline.AwaitTasks();
  server.Cli("SCRIPT FLUSH");
  EXPECT_EQ(redline.Wait(), 0) << redline.Stdout();
  const auto json = redline.Json();
  EXPECT_EQ(json["messaging"]["tasks_completed"].GetUint64(), 300U);
  EXPECT_EQ(json["messaging"]["tasks_failed"].GetUint64(), 0U);
  // Who meets it first reloads it, for those too who have not met it by then.
  EXPECT_GE(Errors(json, "NOSCRIPT"), 1U);
  EXPECT_LE(Errors(json, "NOSCRIPT"), 3U) << "once per worker";
  EXPECT_STREQ(json["fetch"].GetString(), "script");
}

TEST(DroppedConnections, AreOpenedAgainAndLoseNoTask) {
  const RedisServer server;
  RedlineProcess redline(
      {.flags = FlagsOf("3"), .environment = {{"REDIS_URL", server.Url()}}});
  redline.AwaitTasks();
  server.Cli("CLIENT KILL TYPE normal");
  EXPECT_EQ(redline.Wait(), 0) << redline.Stdout();
  const auto json = redline.Json();
  EXPECT_EQ(json["messaging"]["tasks_completed"].GetUint64(), 300U);
  EXPECT_GE(Errors(json, "connection lost"), 1U);
  EXPECT_THAT(server.Cli("--raw --scan"), IsEmpty()) << "the supervisor's too";
}

TEST(DroppedConnections, OfIdleWorkersAreOpenedAgain) {
  const RedisServer server;
  server.Cli("CONFIG SET timeout 1");
  RedlineProcess redline(
      {.flags = {"--num_workers=2", "--tasks_per_second=0.4", "--warmup_seconds=0",
                 "--test_duration_seconds=8", "--report_json"},
       .environment = {{"REDIS_URL", server.Url()}}});
  EXPECT_EQ(redline.Wait(), 0) << redline.Stdout();
  const auto json = redline.Json();
  EXPECT_EQ(json["messaging"]["tasks_completed"].GetUint64(), 4U);
  EXPECT_GE(Errors(json, "connection lost"), 1U);
}

TEST(RestartedRedis, IsWaitedForInMidRun) {
  RedisServer server;
  RedlineProcess redline({.flags = FlagsOf("4", {"--max_worker_backlog=1000"}),
                          .environment = {{"REDIS_URL", server.Url()}}});
  redline.AwaitTasks();
  server.Kill();
  server.Restart();
  EXPECT_EQ(redline.Wait(), 0) << redline.Stdout();
  const auto json = redline.Json();
  EXPECT_EQ(json["messaging"]["tasks_completed"].GetUint64(), 400U);
  EXPECT_EQ(json["messaging"]["tasks_failed"].GetUint64(), 0U);
}

TEST(LateRedis, IsWaitedForVisiblyAtTheStart) {
  RedisServer server(RedisServer::Transport::kTcp);
  server.Kill();
  RedlineProcess redline(
      {.flags = FlagsOf("1"), .environment = {{"REDIS_URL", server.Url()}}});
  ASSERT_TRUE(Eventually([&] {
    return redline.Stdout().find("Waiting for Redis, at most 10 s: ") !=
           std::string::npos;
  })) << redline.Stdout();
  server.Restart();
  EXPECT_EQ(redline.Wait(), 0) << redline.Stdout() << redline.Stderr();
}

TEST(WrongPassword, EndsAtOnceAndNamesTheUser) {
  const RedisServer server;
  RedlineProcess redline(
      {.flags = FlagsOf("1"), .environment = {{"REDIS_URL", server.Url("bob:s3cret")}}});
  EXPECT_EQ(redline.Wait(3s), 3);
  EXPECT_THAT(redline.Stderr(), AllOf(HasSubstr("\"bob\""), Not(HasSubstr("s3cret"))));
}

std::string CommandLine(pid_t pid) {
  std::ifstream in("/proc/" + std::to_string(pid) + "/cmdline");
  return {std::istreambuf_iterator<char>(in), {}};
}

TEST(Password, IsNowhereToBeSeen) {
  RedisServer server(RedisServer::Transport::kUnix, {"--requirepass", "a@b/c+d=%"});
  RedlineProcess redline(
      {.flags = FlagsOf("60", {"--v=3"}),
       .environment = {{"REDIS_URL", server.Url(":a%40b%2Fc+d%3D%25")}}});
  redline.AwaitTasks();
  std::string seen = CommandLine(redline.pid());
  for (const pid_t worker : redline.Workers()) seen += CommandLine(worker);
  server.Kill();
  EXPECT_EQ(redline.Wait(20s), 1);
  std::ifstream report(redline.report_path());
  seen += redline.Stdout() + redline.Stderr() +
          std::string(std::istreambuf_iterator<char>(report), {});
  EXPECT_THAT(seen, AllOf(Not(HasSubstr("a@b/c+d")), Not(HasSubstr("a%40b"))));
}

class TlsRedis : public ::testing::Test {
 protected:
  std::map<std::string, std::string> Environment(const std::string& dyno = "") const {
    std::map<std::string, std::string> environment = {{"REDIS_URL", server_.Url()}};
    if (!dyno.empty()) environment["DYNO"] = dyno;
    return environment;
  }

  Certificates certificates_;
  const Certificate certificate_ = certificates_.SelfSigned("DNS:elsewhere.example");
  const RedisServer server_{RedisServer::Transport::kTls, certificate_.Arguments()};
};

TEST_F(TlsRedis, WithACertificateThatCannotBeCheckedIsRefused) {
  RedlineProcess redline({.flags = FlagsOf("1"), .environment = Environment()});
  EXPECT_EQ(redline.Wait(10s), 3);
  EXPECT_THAT(redline.Stderr(),
              AllOf(HasSubstr("self-signed"), HasSubstr("--redis_tls_verify=none")));
}

TEST_F(TlsRedis, WithACertificateThatCannotBeCheckedIsTestedWhenAskedTo) {
  RedlineProcess redline(
      {.flags = FlagsOf("1", {"--redis_tls_verify=none"}), .environment = Environment()});
  EXPECT_EQ(redline.Wait(), 0) << redline.Stderr();
  const auto json = redline.Json();
  EXPECT_STREQ(json["tls_verify"].GetString(), "none");
  EXPECT_EQ(json["messaging"]["tasks_completed"].GetUint64(), 100U);
}

TEST_F(TlsRedis, WithACertificateThatCannotBeCheckedIsTestedOnADyno) {
  RedlineProcess redline({.flags = FlagsOf("1"), .environment = Environment("run.1234")});
  EXPECT_EQ(redline.Wait(), 0) << redline.Stderr();
  EXPECT_STREQ(redline.Json()["tls_verify"].GetString(), "none");
}

// Kubernetes' dynos have names as well, and Redis servers that can be checked.
TEST_F(TlsRedis, WithACertificateThatCannotBeCheckedIsRefusedOffHeroku) {
  RedlineProcess redline({.flags = FlagsOf("1"), .environment = Environment("dyno-0")});
  EXPECT_EQ(redline.Wait(10s), 3);
}

TEST_F(TlsRedis, IsTrustedByItsOwnCertificateAsCa) {
  RedlineProcess redline({.flags = FlagsOf("1", {"--redis_tls_verify=ca",
                                                 "--redis_tls_ca=" + certificate_.file}),
                          .environment = Environment()});
  EXPECT_EQ(redline.Wait(), 0) << redline.Stderr();
  EXPECT_STREQ(redline.Json()["tls_verify"].GetString(), "ca");
}

TEST(ClientCertificate, IsShownByAllProcessesOfAFleet) {
  Certificates certificates;
  auto arguments = certificates.Signed("DNS:localhost").Arguments();
  arguments.back() = "yes";
  arguments.insert(arguments.end(), {"--tls-ca-cert-file", certificates.ca_file()});
  const RedisServer server(RedisServer::Transport::kTls, arguments);
  const Certificate ours = certificates.Signed("DNS:client");
  RedlineProcess redline({.flags = FlagsOf("1", {"--fleet=f", "--fleet_size=1"}),
                          .environment = {{"REDIS_URL", server.Url()},
                                          {"REDIS_TLS_CA", certificates.ca_file()},
                                          {"REDIS_TLS_CERT", ours.file},
                                          {"REDIS_TLS_KEY", ours.key}}});
  EXPECT_EQ(redline.Wait(), 0) << redline.Stdout() << redline.Stderr();
  EXPECT_EQ(redline.Json()["messaging"]["tasks_completed"].GetUint64(), 100U);
}

// A user whose rights are those that a line of the page names.
class LimitedUser : public ::testing::Test {
 protected:
  static std::string LineOfPage(const std::string& part) {
    std::ifstream page("docs/redis-servers.md");
    for (std::string line; std::getline(page, line);) {
      if (line.find(part) != std::string::npos) return line;
    }
    ADD_FAILURE() << "no line with " << part;
    return "";
  }

  // Gives it the words of a line that are rules.
  void Allow(std::string line) {
    line.erase(std::remove_if(line.begin(), line.end(),
                              [](char c) { return c == '`' || c == '\\'; }),
               line.end());
    std::istringstream words(line);
    for (std::string word; words >> word;) {
      if (word.find_first_of("~+") != 0) continue;
      EXPECT_EQ(server_.Cli("ACL SETUSER redline '" + word + "'"), "OK\n") << word;
    }
  }

  // Runs as that user, after which nothing was refused and nothing is left.
  void ExpectARun(const std::vector<std::string>& flags, const std::string& after = "") {
    RedlineProcess redline(
        {.flags = FlagsOf("1", flags),
         .environment = {{"REDIS_URL", server_.Url("redline:pw") + after}}});
    EXPECT_EQ(redline.Wait(), 0) << redline.Stdout() << redline.Stderr();
    EXPECT_THAT(redline.Stderr(), IsEmpty());
    EXPECT_EQ(server_.Cli("--raw ACL LOG"), "\n");
    EXPECT_EQ(server_.Cli("--raw --scan --pattern 'test:*'"), "");
  }

  RedisServer server_;
};

TEST_F(LimitedUser, NeedsForEachWayWhatThePageSays) {
  server_.Cli("ACL SETUSER redline on '>pw'");
  Allow(LineOfPage("ACL SETUSER redline on"));
  ExpectARun({});
  Allow(LineOfPage("a database other than 0"));
  ExpectARun({}, "?db=3");
  Allow(LineOfPage("| `--fetch=script`"));
  ExpectARun({"--fetch=script"});
  Allow(LineOfPage("| `--data=full`"));
  ExpectARun({"--data=full"});
  Allow(LineOfPage("| a fleet |"));
  ExpectARun({"--fleet=f", "--fleet_size=1"});
}

TEST(LoadingRedis, IsWaitedForVisiblyAndThenTested) {
  RedisServer server;
  server.Cli("EVAL \"for i = 1, 2000 do redis.call('SET', 'theirs' .. i, i) end\" 0");
  server.Cli("SAVE");
  server.Restart(
      {"--key-load-delay", "1000", "--loading-process-events-interval-bytes", "1024"});
  RedlineProcess redline(
      {.flags = FlagsOf("1"), .environment = {{"REDIS_URL", server.Url()}}});
  EXPECT_EQ(redline.Wait(), 0) << redline.Stdout() << redline.Stderr();
  EXPECT_THAT(redline.Stdout(), AllOf(HasSubstr("Waiting for Redis, at most "),
                                      HasSubstr("still loading its data")));
  EXPECT_EQ(redline.Json()["messaging"]["tasks_failed"].GetUint64(), 0U);
}

TEST(Preflight, RefusesAPlanThatRedisHasNoMemoryFor) {
  const RedisServer server(RedisServer::Transport::kUnix, {"--maxmemory", "20mb"});
  RedlineProcess redline(
      {.flags = FlagsOf("600"), .environment = {{"REDIS_URL", server.Url()}}});
  EXPECT_EQ(redline.Wait(5s), 3);
  EXPECT_THAT(redline.Stderr(), AllOf(HasSubstr("maxmemory"), HasSubstr("--force")));
  EXPECT_EQ(server.Cli("--raw DBSIZE"), "0\n");
}

TEST(Preflight, CanBeOverruled) {
  const RedisServer server(RedisServer::Transport::kUnix, {"--maxmemory", "20mb"});
  RedlineProcess redline({.flags = FlagsOf("600", {"--force", "--item_payload_kb=100"}),
                          .environment = {{"REDIS_URL", server.Url()}}});
  EXPECT_EQ(redline.Wait(30s), 1);
  EXPECT_STREQ(redline.Json()["verdict"]["reason"].GetString(), "redis_errors");
}

TEST(RedisTlsUrl, GoesBeforeRedisUrl) {
  const RedisServer server;
  RedlineProcess redline({.flags = FlagsOf("1"),
                          .environment = {{"REDIS_URL", "redis://127.0.0.1:1"},
                                          {"REDIS_TLS_URL", server.Url()}}});
  EXPECT_EQ(redline.Wait(), 0) << redline.Stderr();
}

}  // namespace
}  // namespace redline::testing
