// A TCP port of 127.0.0.1 that takes one connection and answers each request with the
// next of its answers, whatever was asked.
#ifndef REDLINE_TESTS_TESTING_SCRIPTED_SERVER_H_
#define REDLINE_TESTS_TESTING_SCRIPTED_SERVER_H_

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <string>
#include <thread>
#include <utility>
#include <vector>

namespace redline::testing {

class ScriptedServer {
 public:
  explicit ScriptedServer(std::vector<std::string> answers)
      : answers_(std::move(answers)),
        listener_(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof(address);
    EXPECT_EQ(bind(listener_, reinterpret_cast<sockaddr*>(&address), size), 0);
    EXPECT_EQ(listen(listener_, 1), 0);
    EXPECT_EQ(getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &size), 0);
    url_ = "redis://127.0.0.1:" + std::to_string(ntohs(address.sin_port));
    thread_ = std::thread([this] { Serve(); });
  }
  // Waits until the client has gone.
  ~ScriptedServer() {
    shutdown(listener_, SHUT_RDWR);
    thread_.join();
    close(listener_);
  }
  ScriptedServer(const ScriptedServer&) = delete;
  ScriptedServer& operator=(const ScriptedServer&) = delete;

  const std::string& url() const { return url_; }

 private:
  void Serve() const {
    const int client = accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
    if (client < 0) return;
    char request[65536];
    for (const std::string& answer : answers_) {
      if (read(client, request, sizeof(request)) <= 0) break;
      if (send(client, answer.data(), answer.size(), MSG_NOSIGNAL) < 0) break;
    }
    while (read(client, request, sizeof(request)) > 0) continue;
    close(client);
  }

  const std::vector<std::string> answers_;
  const int listener_;
  std::string url_;
  std::thread thread_;
};

}  // namespace redline::testing

#endif  // REDLINE_TESTS_TESTING_SCRIPTED_SERVER_H_
