// A real Prometheus that scrapes one target each second: with a folder and a port of its
// own, started, waited for and cleaned away. Dies with the test.
#ifndef REDLINE_TESTS_E2E_PROMETHEUS_SERVER_H_
#define REDLINE_TESTS_E2E_PROMETHEUS_SERVER_H_

#include <rapidjson/document.h>
#include <sys/types.h>

#include <optional>
#include <string>

#include "tests/testing/temporary_folder.h"

namespace redline::testing {

class PrometheusServer {
 public:
  // Starts it; `target` is "127.0.0.1:9464". Fails the test if it is not ready in time.
  explicit PrometheusServer(const std::string& target);
  ~PrometheusServer();
  PrometheusServer(const PrometheusServer&) = delete;
  PrometheusServer& operator=(const PrometheusServer&) = delete;

  // The value of the first series that a query of one word or so finds now.
  std::optional<std::string> Value(const std::string& query) const;

  // What its API answers at this path.
  rapidjson::Document Api(const std::string& path) const;

 private:
  const TemporaryFolder folder_;
  std::string place_;
  pid_t pid_ = -1;
};

}  // namespace redline::testing

#endif  // REDLINE_TESTS_E2E_PROMETHEUS_SERVER_H_
