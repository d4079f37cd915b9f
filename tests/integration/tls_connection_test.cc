// RedisConnection over TLS, against real servers with real certificates.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <chrono>
#include <cstdlib>
#include <fstream>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <thread>

#include "redis/redis_connection.h"
#include "redis/redis_error.h"
#include "tests/testing/certificates.h"
#include "tests/testing/redis_server.h"
#include "tests/testing/run_coroutine.h"
#include "tests/testing/silent_port.h"

namespace redline::redis {
namespace {

using boost::asio::awaitable;
using redline::testing::Certificate;
using redline::testing::Certificates;
using redline::testing::RedisServer;
using redline::testing::RunCoroutine;
using redline::testing::SilentPort;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;
using Kind = RedisError::Kind;
using Verify = TlsOptions::Verify;
using namespace std::chrono_literals;

constexpr char kLocalhost[] = "DNS:localhost,IP:127.0.0.1";
constexpr char kOther[] = "DNS:other.example";

ConnectOptions Options(const std::string& url, Verify verify,
                       const std::string& ca_file = "",
                       std::chrono::milliseconds timeout = 10s) {
  return {.url = ParseRedisUrl(url),
          .tls = {.verify = verify, .ca_file = ca_file},
          .timeout = timeout};
}

// "connected", or the sentence with which it fails for good.
std::string Outcome(const ConnectOptions& options, Kind kind = Kind::kMisconfigured) {
  try {
    RunCoroutine([&]() -> awaitable<void> {
      // Ends with the coroutine, since it may not outlive the event loop.
      const auto connection = co_await RedisConnection::Connect(options);
    }());
  } catch (const RedisError& error) {
    EXPECT_EQ(error.kind(), kind) << error.what();
    return error.what();
  }
  return "connected";
}

awaitable<std::string> Ask(RedisConnection& connection, std::string command) {
  CommandBatch batch;
  const std::string_view word = command;
  batch.Add(std::span(&word, 1));
  const Replies replies = co_await connection.Execute(batch);
  co_return std::string(replies[0].text());
}

class TlsConnection : public ::testing::Test {
 protected:
  void Start(const Certificate& certificate) {
    server_.emplace(RedisServer::Transport::kTls, certificate.Arguments());
  }

  std::string Try(Verify verify, const std::string& ca_file = "") {
    return Outcome(Options(server_->Url(), verify, ca_file));
  }

  Certificates certificates_;
  std::optional<RedisServer> server_;
};

TEST_F(TlsConnection, ChecksACertificateThatIsSelfSignedForAnotherName) {
  const Certificate certificate = certificates_.SelfSigned(kOther);
  Start(certificate);
  const auto self_signed =
      AllOf(HasSubstr(server_->Url()), HasSubstr("is self-signed"),
            HasSubstr("--redis_tls_ca"), HasSubstr("--redis_tls_verify=none"));
  EXPECT_EQ(Try(Verify::kNone), "connected");
  EXPECT_THAT(Try(Verify::kCa), self_signed);
  EXPECT_THAT(Try(Verify::kFull), self_signed);
  EXPECT_THAT(Try(Verify::kFull, certificates_.ca_file()),
              AllOf(self_signed, HasSubstr("not in " + certificates_.ca_file())));

  EXPECT_EQ(Try(Verify::kNone, certificate.file), "connected");
  EXPECT_EQ(Try(Verify::kCa, certificate.file), "connected");
  EXPECT_THAT(Try(Verify::kFull, certificate.file),
              AllOf(HasSubstr("is for other.example and not for localhost"),
                    HasSubstr("--redis_tls_verify=ca")));
}

TEST_F(TlsConnection, ChecksACertificateOfACaForTheRightName) {
  Start(certificates_.Signed(kLocalhost));
  const auto unknown_ca =
      AllOf(HasSubstr("the CA \"redline test CA\""), HasSubstr("--redis_tls_ca"),
            HasSubstr("--redis_tls_verify=none"));
  EXPECT_EQ(Try(Verify::kNone), "connected");
  EXPECT_THAT(Try(Verify::kCa), unknown_ca);
  EXPECT_THAT(Try(Verify::kFull), unknown_ca);

  EXPECT_EQ(Try(Verify::kNone, certificates_.ca_file()), "connected");
  EXPECT_EQ(Try(Verify::kCa, certificates_.ca_file()), "connected");
  EXPECT_EQ(Try(Verify::kFull, certificates_.ca_file()), "connected");
}

TEST_F(TlsConnection, ChecksACertificateOfACaForAnotherName) {
  Start(certificates_.Signed("DNS:a.example,DNS:b.example,IP:10.0.0.1,IP:::1"));
  EXPECT_EQ(Try(Verify::kNone), "connected");
  EXPECT_THAT(Try(Verify::kCa), HasSubstr("redline test CA"));
  EXPECT_THAT(Try(Verify::kFull), HasSubstr("redline test CA"));

  EXPECT_EQ(Try(Verify::kNone, certificates_.ca_file()), "connected");
  EXPECT_EQ(Try(Verify::kCa, certificates_.ca_file()), "connected");
  EXPECT_THAT(
      Try(Verify::kFull, certificates_.ca_file()),
      HasSubstr("a.example, b.example, 10.0.0.1 and others and not for localhost"));
}

TEST_F(TlsConnection, ChecksACertificateThatHasExpired) {
  Start(certificates_.Expired(kLocalhost));
  const auto expired =
      AllOf(HasSubstr(" expired at 2"), HasSubstr("--redis_tls_verify=none"));
  EXPECT_EQ(Try(Verify::kNone), "connected");
  EXPECT_THAT(Try(Verify::kCa), HasSubstr("redline test CA"));
  EXPECT_THAT(Try(Verify::kFull), HasSubstr("redline test CA"));

  EXPECT_EQ(Try(Verify::kNone, certificates_.ca_file()), "connected");
  EXPECT_THAT(Try(Verify::kCa, certificates_.ca_file()), expired);
  EXPECT_THAT(Try(Verify::kFull, certificates_.ca_file()), expired);
}

TEST_F(TlsConnection, ChecksAnAddressAgainstTheAddressesOfTheCertificate) {
  Start(certificates_.Signed("IP:127.0.0.1"));
  const std::string url = "rediss://127.0.0.1:" + std::to_string(server_->port());
  EXPECT_EQ(Outcome(Options(url, Verify::kFull, certificates_.ca_file())), "connected");
  EXPECT_THAT(Try(Verify::kFull, certificates_.ca_file()),
              HasSubstr("is for 127.0.0.1 and not for localhost"));
}

TEST_F(TlsConnection, SaysThatTheCaFileIsUnusable) {
  Start(certificates_.Signed(kLocalhost));
  EXPECT_THAT(Try(Verify::kFull, "/nowhere/ca.pem"),
              AllOf(HasSubstr("/nowhere/ca.pem"), HasSubstr("No such file")));
  EXPECT_THAT(Try(Verify::kNone, "/nowhere/ca.pem"), HasSubstr("/nowhere/ca.pem"));
  EXPECT_THAT(Try(Verify::kFull, certificates_.folder()), HasSubstr("directory"));
  const std::string garbage = certificates_.folder() + "/garbage.pem";
  for (const auto* content : {"", "garbage\n"}) {
    std::ofstream(garbage) << content;
    EXPECT_THAT(Try(Verify::kFull, garbage),
                AllOf(HasSubstr(garbage), HasSubstr("no certificate")));
  }
}

TEST_F(TlsConnection, LogsInAndSelectsTheDatabase) {
  Start(certificates_.SelfSigned(kOther));
  server_->Cli("ACL SETUSER loader on '>a@b/c+d=%' '~*' '+@all'");
  const std::string login = "loader:a%40b%2Fc+d%3D%25";
  EXPECT_EQ(Outcome(Options(server_->Url(login) + "/3", Verify::kNone)), "connected");
  EXPECT_THAT(Outcome(Options(server_->Url("h:sesame"), Verify::kNone)),
              AllOf(HasSubstr("the user \"h\""), Not(HasSubstr("sesame"))));
}

TEST_F(TlsConnection, MovesABigBatchBothWaysAtOnce) {
  Start(certificates_.SelfSigned(kOther));
  // NOLINTNEXTLINE(bugprone-string-constructor): long on purpose.
  const std::string value(20'000'000, 'v');
  RunCoroutine([&]() -> awaitable<void> {
    const auto options = Options(server_->Url(), Verify::kNone);
    const auto connection = co_await RedisConnection::Connect(options);
    CommandBatch batch;
    // Redis answers the first of these while the others are still being sent.
    for (int i = 0; i < 3; ++i) {
      batch.Add({"SET", "k", value});
      batch.Add({"GET", "k"});
    }
    const Replies replies = co_await connection->Execute(batch);
    EXPECT_EQ(replies.size(), 6u);
    EXPECT_TRUE(replies[1].text() == value);
    EXPECT_TRUE(replies[5].text() == value);
    const std::string answer = co_await Ask(*connection, "PING");
    EXPECT_EQ(answer, "PONG");
  }());
}

TEST_F(TlsConnection, GoesOnAfterRedisClosedItOnceItIsReopened) {
  Start(certificates_.SelfSigned(kOther));
  RunCoroutine([&]() -> awaitable<void> {
    const auto options = Options(server_->Url(), Verify::kNone);
    const auto connection = co_await RedisConnection::Connect(options);
    for (int i = 0; i < 3; ++i) {
      server_->Cli("CLIENT KILL TYPE normal");
      try {
        co_await Ask(*connection, "PING");
        ADD_FAILURE() << "answered";
      } catch (const RedisError& error) {
        EXPECT_EQ(error.kind(), Kind::kConnectionLost);
      }
      co_await connection->Reopen();
      const std::string answer = co_await Ask(*connection, "PING");
      EXPECT_EQ(answer, "PONG");
    }
  }());
}

TEST_F(TlsConnection, TrustsTheCasOfTheSystem) {
  Start(certificates_.Signed(kLocalhost));
  // OpenSSL's own variable for where they are.
  setenv("SSL_CERT_FILE", certificates_.ca_file().c_str(), 1);
  EXPECT_EQ(Try(Verify::kFull), "connected");
  unsetenv("SSL_CERT_FILE");
}

TEST_F(TlsConnection, ConnectsToATls12Server) {
  auto arguments = certificates_.Signed(kLocalhost).Arguments();
  arguments.insert(arguments.end(), {"--tls-protocols", "TLSv1.2"});
  const RedisServer server(RedisServer::Transport::kTls, arguments);
  EXPECT_EQ(Outcome(Options(server.Url(), Verify::kFull, certificates_.ca_file())),
            "connected");
}

TEST_F(TlsConnection, RefusesAServerThatSpeaksNothingNewerThanTls11) {
  auto arguments = certificates_.Signed(kLocalhost).Arguments();
  arguments.insert(arguments.end(), {"--tls-protocols", "TLSv1.1"});
  const RedisServer server(RedisServer::Transport::kTls, arguments);
  EXPECT_THAT(Outcome(Options(server.Url(), Verify::kNone)), HasSubstr("TLS 1.2 or 1.3"));
}

TEST_F(TlsConnection, TellsAPlainUrlThatThePortExpectsTls) {
  Start(certificates_.SelfSigned(kOther));
  const std::string url = "redis://localhost:" + std::to_string(server_->port());
  EXPECT_THAT(Outcome(Options(url, Verify::kFull)),
              AllOf(HasSubstr("expects TLS"), HasSubstr("rediss://")));
}

TEST(TlsUrl, IsToldThatThePortIsAPlainOne) {
  const RedisServer server(RedisServer::Transport::kTcp);
  const auto begin = std::chrono::steady_clock::now();
  EXPECT_THAT(
      Outcome(Options("rediss://:sesame@localhost:" + std::to_string(server.port()),
                      Verify::kFull, "", 1s)),
      AllOf(HasSubstr("did not answer the TLS handshake"),
            HasSubstr("begin the URL with redis://"), Not(HasSubstr("sesame"))));
  EXPECT_LT(std::chrono::steady_clock::now() - begin, 1s);
}

TEST(TlsUrl, IsToldThatThePortIsAPlainOneWhichAnswersWithAnError) {
  const SilentPort port;
  std::thread server([&] { port.AnswerOnce("-ERR unknown command\r\n"); });
  EXPECT_THAT(Outcome(Options(port.tls_url(), Verify::kFull)),
              HasSubstr("begin the URL with redis://"));
  server.join();
}

TEST(TlsUrl, GivesUpOnASilentServerAfterTheTimeout) {
  const SilentPort port;
  EXPECT_THAT(
      Outcome(Options(port.tls_url(), Verify::kFull, "", 100ms), Kind::kUnreachable),
      AllOf(HasSubstr("did not answer the TLS handshake within 100 ms"),
            HasSubstr("redis://")));
}

TEST(TlsUrl, SaysThatTheServerEndedTheHandshake) {
  const SilentPort port;
  std::thread server([&] { port.AnswerOnce(""); });
  EXPECT_THAT(Outcome(Options(port.tls_url(), Verify::kFull), Kind::kUnreachable),
              HasSubstr("closed the connection during the TLS handshake"));
  server.join();
}

TEST_F(TlsConnection, EndsAPendingHandshakeWhenCancelled) {
  Start(certificates_.SelfSigned(kOther));
  RunCoroutine([&]() -> awaitable<void> {
    const auto options = Options(server_->Url(), Verify::kNone);
    const auto connection = co_await RedisConnection::Connect(options);
    server_->Freeze();
    boost::asio::steady_timer timer(co_await boost::asio::this_coro::executor, 50ms);
    timer.async_wait([&](auto) { connection->Cancel(); });
    for (int i = 0; i < 2; ++i) {
      try {
        co_await connection->Reopen();
        ADD_FAILURE() << "opened";
      } catch (const RedisError& error) {
        EXPECT_EQ(error.kind(), Kind::kCancelled);
      }
    }
  }());
  server_->Resume();
}

TEST(TlsUrl, LetsAnotherCoroutineEndItsPendingHandshake) {
  using boost::asio::experimental::awaitable_operators::operator||;
  const SilentPort port;
  RunCoroutine([&]() -> awaitable<void> {
    boost::asio::steady_timer timer(co_await boost::asio::this_coro::executor, 50ms);
    const auto options = Options(port.tls_url(), Verify::kNone, "", 1h);
    const auto first = co_await (RedisConnection::Connect(options) ||
                                 timer.async_wait(boost::asio::use_awaitable));
    EXPECT_EQ(first.index(), 1u);
  }());
}

}  // namespace
}  // namespace redline::redis
