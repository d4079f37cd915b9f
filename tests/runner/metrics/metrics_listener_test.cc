#include "runner/metrics/metrics_listener.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "base/errors.h"
#include "tests/testing/tcp_client.h"

namespace redline::runner {
namespace {

using ::testing::StartsWith;
using testing::TcpClient;

constexpr char kScheme[] = "http://";
constexpr char kTarget[] = "/metrics";

// "127.0.0.1:9464".
std::string PlaceOf(const MetricsListener& listener) {
  const std::string url = listener.Url();
  const std::size_t scheme = std::string(kScheme).size();
  return url.substr(scheme, url.size() - scheme - std::string(kTarget).size());
}

std::string Refusal(const std::string& place) {
  try {
    const MetricsListener listener(place);
  } catch (const UsageError& error) {
    return error.what();
  }
  return "listens";
}

TEST(MetricsListener, TellsThePortThatTheSystemHasChosen) {
  const MetricsListener listener("127.0.0.1:0");
  EXPECT_THAT(listener.Url(), StartsWith("http://127.0.0.1:"));
  EXPECT_NE(listener.endpoint().port(), 0);
  EXPECT_TRUE(TcpClient(PlaceOf(listener)).is_connected());
}

TEST(MetricsListener, KnowsThisMachineByItsName) {
  EXPECT_EQ(MetricsListener("localhost:0").endpoint().address().to_string(), "127.0.0.1");
}

TEST(MetricsListener, ListensOnAllAddresses) {
  const MetricsListener listener("0.0.0.0:0");
  const std::string port = std::to_string(listener.endpoint().port());
  EXPECT_TRUE(TcpClient("127.0.0.1:" + port).is_connected());
}

TEST(MetricsListener, RefusesAPortThatAnotherHas) {
  const MetricsListener other("127.0.0.1:0");
  const std::string place = PlaceOf(other);
  try {
    const MetricsListener listener(place);
    ADD_FAILURE();
  } catch (const EnvironmentError& error) {
    EXPECT_EQ(error.what(),
              "--metrics_listen (METRICS_LISTEN): another program listens at " + place +
                  " already; choose another port, or 0 for one that is free.");
  }
}

TEST(MetricsListener, RefusesAnAddressOfAnotherMachine) {
  try {
    const MetricsListener listener("192.0.2.1:9464");
    ADD_FAILURE();
  } catch (const EnvironmentError& error) {
    EXPECT_STREQ(error.what(),
                 "Cannot listen at 192.0.2.1:9464, as --metrics_listen (METRICS_LISTEN) "
                 "says: Cannot assign requested address; name an address of this machine "
                 "and a port that you may use.");
  }
}

TEST(MetricsListener, RefusesWhatIsNoAddressAndPort) {
  EXPECT_EQ(Refusal("9464"),
            "--metrics_listen (METRICS_LISTEN) must be an address and a port, such as "
            "127.0.0.1:9464, 0.0.0.0:9464 or [::1]:9464, but is '9464'.");
  for (const char* const place :
       {":9464", "otherhost:9464", "127.0.0.1", "127.0.0.1:", "127.0.0.1:x",
        "127.0.0.1:-1", "127.0.0.1:65536", "::1:9464", "[127.0.0.1]:9464", "[::1]"}) {
    EXPECT_THAT(Refusal(place), StartsWith("--metrics_listen (METRICS_LISTEN) must be "))
        << place;
  }
}

}  // namespace
}  // namespace redline::runner
