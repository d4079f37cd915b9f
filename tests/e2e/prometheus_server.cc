#include "tests/e2e/prometheus_server.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <vector>

#include "tests/e2e/redline_process.h"
#include "tests/testing/tcp_client.h"

namespace redline::testing {
namespace {

std::string FreePlace() {
  const int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof(address);
  EXPECT_EQ(bind(fd, reinterpret_cast<sockaddr*>(&address), size), 0);
  EXPECT_EQ(getsockname(fd, reinterpret_cast<sockaddr*>(&address), &size), 0);
  close(fd);
  return "127.0.0.1:" + std::to_string(ntohs(address.sin_port));
}

pid_t Start(std::vector<std::string> command, const std::string& log) {
  // Made before the fork, after which a child may not allocate.
  std::vector<char*> argv;
  for (std::string& argument : command) argv.push_back(argument.data());
  argv.push_back(nullptr);
  const pid_t parent = getpid();
  const pid_t pid = fork();
  if (pid != 0) return pid;
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (getppid() != parent) _exit(127);
  const int output = open(log.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600);
  dup2(output, STDOUT_FILENO);
  dup2(output, STDERR_FILENO);
  execvp(argv[0], argv.data());
  _exit(127);
}

}  // namespace

PrometheusServer::PrometheusServer(const std::string& target) : place_(FreePlace()) {
  const std::string config = folder_.Write("prometheus.yml",
                                           "global: {scrape_interval: 1s}\n"
                                           "scrape_configs:\n"
                                           "  - job_name: redline\n"
                                           "    static_configs: [{targets: ['" +
                                               target + "']}]\n");
  const std::string log = folder_.path() / "log";
  pid_ = Start({"prometheus", "--config.file=" + config,
                "--storage.tsdb.path=" + (folder_.path() / "data").string(),
                "--web.listen-address=" + place_},
               log);
  EXPECT_TRUE(
      Eventually([&] { return HttpGet(place_, "/-/ready").starts_with("HTTP/1.1 200 "); },
                 std::chrono::seconds(30)))
      << ContentOf(log);
}

PrometheusServer::~PrometheusServer() {
  if (pid_ < 0) return;
  kill(pid_, SIGKILL);
  waitpid(pid_, nullptr, 0);
}

std::optional<std::string> PrometheusServer::Value(const std::string& query) const {
  const rapidjson::Document answer = Api("/api/v1/query?query=" + query);
  if (!answer.IsObject() || !answer.HasMember("data")) return std::nullopt;
  const auto& series = answer["data"]["result"];
  if (series.Empty()) return std::nullopt;
  return series[0]["value"][1].GetString();
}

rapidjson::Document PrometheusServer::Api(const std::string& path) const {
  rapidjson::Document answer;
  answer.Parse(BodyOf(HttpGet(place_, path)).c_str());
  return answer;
}

}  // namespace redline::testing
