// RedisConnection against real servers that ask for a certificate of their clients.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/asio/awaitable.hpp>
#include <chrono>
#include <fstream>
#include <optional>
#include <string>

#include "redis/redis_connection.h"
#include "redis/redis_error.h"
#include "redis/redis_url.h"
#include "redis/tls_options.h"
#include "tests/testing/certificates.h"
#include "tests/testing/redis_server.h"
#include "tests/testing/run_coroutine.h"

namespace redline::redis {
namespace {

using namespace std::chrono_literals;
using redline::testing::Certificate;
using redline::testing::Certificates;
using redline::testing::RedisServer;
using redline::testing::RunCoroutine;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

class ClientCertificate : public ::testing::TestWithParam<const char*> {
 protected:
  // `clients` is --tls-auth-clients.
  void Start(const std::string& clients) {
    auto arguments = servers_.Arguments();
    arguments.back() = clients;
    arguments.insert(arguments.end(), {"--tls-ca-cert-file", certificates_.ca_file(),
                                       "--tls-protocols", GetParam()});
    server_.emplace(RedisServer::Transport::kTls, arguments);
  }

  // "connected", or the sentence with which it fails for good.
  std::string Try(const std::string& cert_file, const std::string& key_file) {
    try {
      RunCoroutine([&]() -> boost::asio::awaitable<void> {
        const ConnectOptions options{.url = ParseRedisUrl(server_->Url()),
                                     .tls = {.verify = TlsOptions::Verify::kFull,
                                             .ca_file = certificates_.ca_file(),
                                             .cert_file = cert_file,
                                             .key_file = key_file},
                                     .timeout = 10s};
        const auto connection = co_await RedisConnection::Connect(options);
      }());
    } catch (const RedisError& error) {
      EXPECT_EQ(error.kind(), RedisError::Kind::kMisconfigured) << error.what();
      return error.what();
    }
    return "connected";
  }
  std::string Try(const Certificate& certificate) {
    return Try(certificate.file, certificate.key);
  }

  Certificates certificates_;
  const Certificate servers_ = certificates_.Signed("DNS:localhost");
  const Certificate ours_ = certificates_.Signed("DNS:client");
  std::optional<RedisServer> server_;
};

INSTANTIATE_TEST_SUITE_P(Tls, ClientCertificate, ::testing::Values("TLSv1.2", "TLSv1.3"));

TEST_P(ClientCertificate, IsAcceptedWithItsKey) {
  Start("yes");
  EXPECT_EQ(Try(ours_), "connected");
}

TEST_P(ClientCertificate, AndItsKeyMayBeInOneFile) {
  Start("yes");
  std::ofstream(ours_.file, std::ios::app) << std::ifstream(ours_.key).rdbuf();
  EXPECT_EQ(Try(ours_.file, ours_.file), "connected");
}

TEST_P(ClientCertificate, ThatIsMissingIsAskedFor) {
  Start("yes");
  EXPECT_THAT(Try("", ""),
              AllOf(HasSubstr("asks for a client certificate"),
                    HasSubstr("--redis_tls_cert"), HasSubstr("--redis_tls_key")));
}

TEST_P(ClientCertificate, IsNotNeededWhereItIsOptional) {
  Start("optional");
  EXPECT_EQ(Try("", ""), "connected");
  EXPECT_EQ(Try(ours_), "connected");
}

TEST_P(ClientCertificate, OfAnUnknownCaIsSaidNotToBeAccepted) {
  Start("yes");
  const Certificate unknown = certificates_.SelfSigned("DNS:client");
  EXPECT_THAT(Try(unknown),
              AllOf(HasSubstr("does not accept the client certificate " + unknown.file),
                    HasSubstr("alert unknown ca"), HasSubstr("--redis_tls_cert")));
}

TEST_P(ClientCertificate, ThatHasExpiredIsSaidNotToBeAccepted) {
  Start("yes");
  EXPECT_THAT(Try(certificates_.Expired("DNS:client")),
              AllOf(HasSubstr("does not accept the client certificate"),
                    HasSubstr("alert certificate expired")));
}

class ClientFiles : public ClientCertificate {};

// What is wrong is said before anything is sent.
INSTANTIATE_TEST_SUITE_P(Tls, ClientFiles, ::testing::Values("TLSv1.3"));

TEST_P(ClientFiles, ThatCannotBeReadAreNamed) {
  Start("no");
  EXPECT_THAT(Try("/nowhere/c.crt", ours_.key),
              AllOf(HasSubstr("The client certificate /nowhere/c.crt cannot be used (No "
                              "such file"),
                    HasSubstr("--redis_tls_cert")));
  EXPECT_THAT(Try(ours_.file, "/nowhere/c.key"),
              AllOf(HasSubstr("The client key /nowhere/c.key cannot be used (No such "
                              "file"),
                    HasSubstr("--redis_tls_key")));
}

TEST_P(ClientFiles, ThatHoldSomethingElseAreNamed) {
  Start("no");
  EXPECT_THAT(Try(ours_.key, ours_.key),
              HasSubstr(ours_.key + " cannot be used (it holds no certificate"));
  EXPECT_THAT(Try(ours_.file, ours_.file),
              HasSubstr(ours_.file + " cannot be used (it holds no private key"));
}

TEST_P(ClientFiles, OfTwoPairsAreNamed) {
  Start("no");
  EXPECT_THAT(Try(ours_.file, servers_.key),
              HasSubstr("The client key " + servers_.key +
                        " does not fit the certificate " + ours_.file));
}

TEST_P(ClientFiles, OfTwoKindsAreNamed) {
  Start("no");
  const std::string key = certificates_.RsaKey();
  EXPECT_THAT(Try(ours_.file, key),
              HasSubstr("The client key " + key + " does not fit the certificate "));
}

TEST_P(ClientFiles, WithAnEncryptedKeyAreRefusedAndNobodyIsAskedForThePassphrase) {
  Start("no");
  const Certificate encrypted = certificates_.WithEncryptedKey(ours_);
  EXPECT_THAT(Try(encrypted), AllOf(HasSubstr("The client key " + encrypted.key),
                                    HasSubstr("is encrypted"), Not(HasSubstr("sesame"))));
}

}  // namespace
}  // namespace redline::redis
