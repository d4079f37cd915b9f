#include "runner/metrics/metrics_server.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <chrono>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "tests/testing/tcp_client.h"

namespace redline::runner {
namespace {

using ::testing::AllOf;
using testing::BodyOf;
using ::testing::HasSubstr;
using testing::HttpGet;
using ::testing::IsEmpty;
using ::testing::StartsWith;
using testing::TcpClient;

MetricsPages PagesOf(const std::string& workload) {
  return {[=] {
            reporting::Result result;
            result.workload = workload;
            return result;
          },
          reporting::WorkerDetail::kTogether};
}

std::string PlaceOf(const MetricsListener& listener) {
  return "127.0.0.1:" + std::to_string(listener.endpoint().port());
}

// A server on an event loop, as in a run, on a thread of its own.
class ServedRun {
 public:
  explicit ServedRun(const MetricsListener& listener,
                     const std::string& workload = "noop",
                     std::chrono::milliseconds patience = MetricsServer::kPatience)
      : server_(loop_.get_executor(), listener, PagesOf(workload), patience) {
    boost::asio::co_spawn(loop_, server_.Serve(), boost::asio::detached);
    thread_ = std::thread([this] { loop_.run(); });
  }
  ~ServedRun() {
    loop_.stop();
    thread_.join();
  }
  ServedRun(const ServedRun&) = delete;
  ServedRun& operator=(const ServedRun&) = delete;

 private:
  boost::asio::io_context loop_{1};
  MetricsServer server_;
  std::thread thread_;
};

class Served : public ::testing::Test {
 protected:
  std::string Get(const std::string& target, const std::string& fields = "") const {
    return HttpGet(PlaceOf(listener_), target, fields);
  }
  std::string AnswerTo(const std::string& request) const {
    const TcpClient client(PlaceOf(listener_));
    client.Send(request);
    return client.Rest();
  }

  const MetricsListener listener_{"127.0.0.1:0"};
};

TEST_F(Served, MetricsComeInPrometheusFormat) {
  const ServedRun run(listener_);
  EXPECT_THAT(Get("/metrics"),
              AllOf(StartsWith("HTTP/1.1 200 OK\r\n"),
                    HasSubstr("\r\nContent-Type: text/plain; version=0.0.4; "
                              "charset=utf-8\r\n"),
                    HasSubstr("\r\nConnection: close\r\n"),
                    HasSubstr("\r\n\r\n# HELP redline_run_info "),
                    HasSubstr("\nredline_run_info{workload=\"noop\"} 1\n")));
}

TEST_F(Served, MetricsComeInOpenMetricsForWhoLikesIt) {
  const ServedRun run(listener_);
  const std::string answer =
      Get("/metrics", "Accept: application/openmetrics-text;version=1.0.0\r\n");
  EXPECT_THAT(answer, HasSubstr("\r\nContent-Type: application/openmetrics-text; "
                                "version=1.0.0; charset=utf-8\r\n"));
  EXPECT_TRUE(answer.ends_with("\n# EOF\n")) << answer;
}

TEST_F(Served, MetricsMayBeAskedForWithAQuery) {
  const ServedRun run(listener_);
  EXPECT_THAT(Get("/metrics?a=b"), StartsWith("HTTP/1.1 200 OK\r\n"));
}

TEST_F(Served, NothingIsElsewhere) {
  const ServedRun run(listener_);
  for (const char* const target : {"/", "/metrics/", "/../metrics", "*"}) {
    EXPECT_THAT(Get(target), StartsWith("HTTP/1.1 404 Not Found\r\n")) << target;
  }
  EXPECT_EQ(BodyOf(Get("/")), "redline's metrics are at /metrics.\n");
}

TEST_F(Served, OtherMethodsAreRefused) {
  const ServedRun run(listener_);
  EXPECT_THAT(AnswerTo("DELETE /metrics HTTP/1.1\r\nHost: a\r\n\r\n"),
              AllOf(StartsWith("HTTP/1.1 405 Method Not Allowed\r\n"),
                    HasSubstr("\r\nAllow: GET\r\n")));
}

TEST_F(Served, WhatIsNoRequestIsRefused) {
  const ServedRun run(listener_);
  EXPECT_THAT(AnswerTo("PING\r\n\r\n"), StartsWith("HTTP/1.1 400 Bad Request\r\n"));
}

TEST_F(Served, AHeaderWithoutAnEndIsRefused) {
  const ServedRun run(listener_);
  EXPECT_THAT(AnswerTo("GET /metrics HTTP/1.1\r\nA: " + std::string(8200, 'a')),
              StartsWith("HTTP/1.1 400 Bad Request\r\n"));
}

TEST_F(Served, WhoGoesAtOnceDoesNoHarm) {
  const ServedRun run(listener_);
  {
    const TcpClient gone(PlaceOf(listener_));
  }
  EXPECT_THAT(Get("/metrics"), StartsWith("HTTP/1.1 200 OK\r\n"));
}

TEST_F(Served, ASilentClientIsDropped) {
  const ServedRun run(listener_, "noop", std::chrono::milliseconds(50));
  const TcpClient silent(PlaceOf(listener_));
  const TcpClient slow(PlaceOf(listener_));
  slow.Send("GET /metrics HTTP/1.1\r\nHo");
  EXPECT_THAT(silent.Rest(), IsEmpty());
  EXPECT_THAT(slow.Rest(), IsEmpty());
}

TEST_F(Served, WhoSaysTooMuchIsDropped) {
  const ServedRun run(listener_, "noop", std::chrono::minutes(1));
  const TcpClient talker(PlaceOf(listener_));
  talker.Send("GET /metrics HTTP/1.1\r\n\r\n" + std::string(64 * 1024, 'a'));
  // It has not ended its side.
  EXPECT_THAT(talker.Rest(), StartsWith("HTTP/1.1 200 OK\r\n"));
  EXPECT_TRUE(talker.IsCutOff());
}

TEST_F(Served, FiftyClientsASecondAreLetIn) {
  const ServedRun run(listener_);
  const auto begin = std::chrono::steady_clock::now();
  for (int i = 0; i < 11; ++i) Get("/");
  EXPECT_GE(std::chrono::steady_clock::now() - begin, std::chrono::milliseconds(200));
}

TEST_F(Served, ThereIsRoomForAFewAtOnce) {
  const ServedRun run(listener_, "noop", std::chrono::minutes(1));
  std::vector<std::unique_ptr<TcpClient>> silent;
  for (std::size_t i = 0; i < MetricsServer::kMostClients; ++i) {
    silent.push_back(std::make_unique<TcpClient>(PlaceOf(listener_)));
  }
  const TcpClient too_many(PlaceOf(listener_));
  EXPECT_THAT(too_many.Rest(), IsEmpty());
  // The others were not dropped for it.
  silent[0]->Send("GET /metrics HTTP/1.1\r\n\r\n");
  EXPECT_THAT(silent[0]->Rest(), StartsWith("HTTP/1.1 200 OK\r\n"));
  silent[0].reset();
  // Once the server has seen that it is gone.
  const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(20);
  std::string answer;
  while (answer.empty() && std::chrono::steady_clock::now() < deadline) {
    answer = Get("/metrics");
  }
  EXPECT_THAT(answer, StartsWith("HTTP/1.1 200 OK\r\n"));
}

TEST_F(Served, WhoAsksBetweenTwoTrialsIsAnsweredInTheNext) {
  {
    const ServedRun first(listener_, "first");
  }
  const TcpClient client(PlaceOf(listener_));
  client.Send("GET /metrics HTTP/1.1\r\n\r\n");
  const ServedRun second(listener_, "second");
  EXPECT_THAT(client.Rest(), HasSubstr("workload=\"second\""));
}

TEST_F(Served, ClientsDoNotKeepTheLoopFromEnding) {
  auto run = std::make_unique<ServedRun>(listener_, "noop", std::chrono::hours(1));
  const TcpClient client(PlaceOf(listener_));
  client.Send("GET /metrics");
  EXPECT_THAT(Get("/metrics"), StartsWith("HTTP/1.1 200 OK\r\n"));
  run.reset();
  EXPECT_THAT(client.Rest(), IsEmpty());
}

}  // namespace
}  // namespace redline::runner
