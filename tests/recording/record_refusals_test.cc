// scripts/record: what it says when it cannot record, and how it logs in.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "tests/recording/recording.h"
#include "tests/testing/certificates.h"
#include "tests/testing/redis_server.h"
#include "tests/testing/scripted_server.h"

namespace redline {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;
using testing::Recording;
using testing::RedisServer;
using testing::ScriptedServer;
using ::testing::StartsWith;

struct Refusal {
  int code;
  std::string said;
};

Refusal Refused(const std::vector<std::string>& flags) {
  Recording recording(flags);
  const int code = recording.Wait();
  EXPECT_EQ(recording.TaskFile(), "");
  return {code, recording.Said()};
}

TEST(Record, AsksWhichRedis) {
  const Refusal refusal = Refused({});
  EXPECT_EQ(refusal.code, 2);
  EXPECT_EQ(
      refusal.said,
      "redline: Say which Redis to watch: --redis_url=redis://HOST, or REDIS_URL.\n");
}

TEST(Record, RefusesFlagsAndUrlsThatItDoesNotKnow) {
  for (const char* flag : {"--redis_url=http://host", "--redis_url=redis://",
                           "--redis_url=redis://:hunter2@host:port", "--second=3",
                           "--redis_url=redis://hunter2@host", "--seconds=0"}) {
    const Refusal refusal = Refused({"--redis_url=redis://localhost", flag});
    EXPECT_EQ(refusal.code, 2) << flag;
    EXPECT_THAT(refusal.said, AllOf(StartsWith("redline: "), Not(HasSubstr("hunter2"))));
  }
}

// It would check less than was asked for.
TEST(Record, RefusesAVariableWithAnotherWayToCheckCertificates) {
  Recording recording({"--redis_url=rediss://127.0.0.1:1"},
                      "export REDIS_TLS_VERIFY=Full;");
  EXPECT_EQ(recording.Wait(), 2);
  EXPECT_EQ(
      recording.Said(),
      "redline: --redis_tls_verify (REDIS_TLS_VERIFY) must be one of full, ca, none, "
      "but is 'Full'.\n");
}

TEST(Record, TakesTheUrlsThatRedlineTakes) {
  EXPECT_THAT(Refused({"--redis_url=unix:///nowhere/a%20b@1.sock?db=2"}).said,
              StartsWith("redline: Cannot connect to Redis at /nowhere/a b@1.sock (No"));
  EXPECT_THAT(Refused({"--redis_url=redis://127.0.0.1:1?db=2"}).said,
              StartsWith("redline: Cannot connect to Redis at 127.0.0.1:1 ("));
}

TEST(Record, SaysIfThereIsNoRedis) {
  const Refusal refusal = Refused({"--redis_url=unix://:hunter2@/nowhere/redis.sock"});
  EXPECT_EQ(refusal.code, 3);
  EXPECT_EQ(refusal.said,
            "redline: Cannot connect to Redis at /nowhere/redis.sock (No such file or "
            "directory): check that it runs, and its address.\n");
}

TEST(Record, SaysIfThePasswordIsMissingOrWrong) {
  const RedisServer server(RedisServer::Transport::kTcp, {"--requirepass", "right"});
  const std::string place = "Redis at 127.0.0.1:" + std::to_string(server.port());
  EXPECT_EQ(
      Refused({"--redis_url=" + server.Url()}).said,
      "redline: " + place +
          " asks for a password: put it into the Redis URL as \":password@\" before "
          "the host.\n");
  const Refusal wrong = Refused({"--redis_url=" + server.Url(":hunter2")});
  EXPECT_EQ(wrong.code, 3);
  EXPECT_EQ(wrong.said, "redline: " + place +
                            " does not accept the login of the Redis URL: correct its "
                            "user and password.\n");
}

TEST(Record, SaysIfTheUserMayNotMonitor) {
  const RedisServer server;
  static_cast<void>(server.Cli("ACL SETUSER app on '>hunter2' '~*' '&*' +@all -monitor"));
  const Refusal refusal = Refused({"--redis_url=" + server.Url("app:hunter2")});
  EXPECT_EQ(refusal.code, 3);
  EXPECT_THAT(refusal.said,
              AllOf(HasSubstr("does not let this user run MONITOR (NOPERM): allow it by "
                              "ACL SETUSER NAME +monitor, or name another user"),
                    Not(HasSubstr("hunter2"))));
}

TEST(Record, SaysIfMonitorWasRenamed) {
  const RedisServer server(RedisServer::Transport::kUnix,
                           {"--rename-command", "MONITOR", "elsewhere"});
  const Refusal refusal = Refused({"--redis_url=" + server.Url()});
  EXPECT_EQ(refusal.code, 3);
  EXPECT_THAT(refusal.said, HasSubstr("does not know MONITOR: it was renamed"));
}

TEST(Record, SaysIfNothingWasSeen) {
  const RedisServer server;
  Recording recording({"--redis_url=" + server.Url(), "--seconds=0.2"});
  EXPECT_EQ(recording.Wait(), 3);
  EXPECT_EQ(recording.TaskFile(), "");
  EXPECT_THAT(recording.Said(), HasSubstr("redline: Saw no command of a client that a "
                                          "task could do: record while there is load"));
}

TEST(Record, ShowsOfAnAnswerOnlyWhatIsPrintable) {
  const ScriptedServer server({"-ERR \x1b[2Jnot\xff \x07here\r\n"});
  const Refusal refusal = Refused({"--redis_url=" + server.url()});
  EXPECT_EQ(refusal.code, 3);
  EXPECT_THAT(refusal.said, HasSubstr(" refused MONITOR (ERR [2Jnot here).\n"));
}

TEST(Record, PassesOverLinesThatAreNoneOfMonitor) {
  std::string lines = "+OK\r\n";
  for (int i = 0; i < 20; ++i) {
    lines += "+1795820053.636998 [0 127.0.0.1:57044] \"\\\"\r\n" + std::string(400, '9') +
             ".0 [0 a] \"GET\" \"b\"\r\n+1795820053.7 [" + std::string(5000, '9') +
             " a] \"GET\" \"b\"\r\n+1795820053.8 [0 a] \"GET\" \"a\"\r\n";
  }
  const ScriptedServer server({lines});
  Recording recording({"--redis_url=" + server.url(), "--seconds=60"});
  ASSERT_TRUE(recording.Listens()) << recording.Said();
  EXPECT_EQ(recording.End(), 130) << recording.Said();
  EXPECT_THAT(recording.TaskFile(), HasSubstr("task:\n  GET a\n"));
}

TEST(Record, LogsInAsAUserOverTls) {
  testing::Certificates certificates;
  const RedisServer server(RedisServer::Transport::kTls,
                           certificates.Signed("DNS:localhost").Arguments());
  static_cast<void>(server.Cli("ACL SETUSER app on '>p@ss/word' '~*' '&*' +@all"));
  Recording recording({"--redis_url=" + server.Url("app:p@ss%2Fword"),
                       "--redis_tls_ca=" + certificates.ca_file(), "--seconds=60"});
  ASSERT_TRUE(recording.Listens()) << recording.Said();
  static_cast<void>(server.Cli("-r 30 GET a"));
  EXPECT_EQ(recording.End(), 130);
  EXPECT_THAT(recording.TaskFile(), HasSubstr("task:\n  GET a\n"));
  EXPECT_THAT(recording.Said() + recording.TaskFile(), Not(HasSubstr("word")));
}

TEST(Record, ShowsTheClientCertificateThatTheServerAsksFor) {
  testing::Certificates certificates;
  auto arguments = certificates.Signed("DNS:localhost").Arguments();
  arguments.back() = "yes";
  arguments.insert(arguments.end(), {"--tls-ca-cert-file", certificates.ca_file()});
  const RedisServer server(RedisServer::Transport::kTls, arguments);
  const testing::Certificate ours = certificates.Signed("DNS:client");
  const std::vector<std::string> flags = {"--redis_url=" + server.Url(),
                                          "--redis_tls_ca=" + certificates.ca_file(),
                                          "--redis_tls_cert=" + ours.file};
  EXPECT_EQ(Refused(flags).code, 2);
  auto with_key = flags;
  with_key.push_back("--redis_tls_key=" + ours.key);
  with_key.push_back("--seconds=60");
  Recording recording(with_key);
  ASSERT_TRUE(recording.Listens()) << recording.Said();
  EXPECT_EQ(recording.End(), 3);
  auto encrypted = flags;
  encrypted.push_back("--redis_tls_key=" + certificates.WithEncryptedKey(ours).key);
  const Refusal refusal = Refused(encrypted);
  EXPECT_EQ(refusal.code, 2);
  EXPECT_THAT(refusal.said, HasSubstr("is encrypted"));
}

TEST(Record, SaysIfItDoesNotTrustTheCertificate) {
  testing::Certificates certificates;
  const RedisServer server(RedisServer::Transport::kTls,
                           certificates.Signed("DNS:localhost").Arguments());
  const Refusal refusal = Refused({"--redis_url=" + server.Url()});
  EXPECT_EQ(refusal.code, 3);
  EXPECT_THAT(refusal.said,
              AllOf(HasSubstr("The certificate of Redis at localhost:"),
                    HasSubstr("name its CA with --redis_tls_ca, or check less with "
                              "--redis_tls_verify.\n")));
}

}  // namespace
}  // namespace redline
