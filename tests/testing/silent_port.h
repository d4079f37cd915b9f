// A TCP port of 127.0.0.1 which accepts connections and says nothing.
#ifndef REDLINE_TESTS_TESTING_SILENT_PORT_H_
#define REDLINE_TESTS_TESTING_SILENT_PORT_H_

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <string>

namespace redline::testing {

class SilentPort {
 public:
  SilentPort() : fd_(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof(address);
    EXPECT_EQ(bind(fd_, reinterpret_cast<sockaddr*>(&address), size), 0);
    EXPECT_EQ(listen(fd_, 8), 0);
    EXPECT_EQ(getsockname(fd_, reinterpret_cast<sockaddr*>(&address), &size), 0);
    place_ = "127.0.0.1:" + std::to_string(ntohs(address.sin_port));
  }
  ~SilentPort() { close(fd_); }
  SilentPort(const SilentPort&) = delete;
  SilentPort& operator=(const SilentPort&) = delete;

  std::string url() const { return "redis://" + place_; }
  std::string tls_url() const { return "rediss://" + place_; }

  // Accepts the next connection, says that, and closes it.
  void AnswerOnce(const std::string& answer) const {
    const int client = accept4(fd_, nullptr, nullptr, SOCK_CLOEXEC);
    EXPECT_EQ(send(client, answer.data(), answer.size(), MSG_NOSIGNAL),
              static_cast<ssize_t>(answer.size()));
    // Takes in what was sent, without which closing would reset the connection.
    shutdown(client, SHUT_WR);
    char ignored[4096];
    while (read(client, ignored, sizeof(ignored)) > 0) continue;
    close(client);
  }

 private:
  const int fd_;
  std::string place_;
};

}  // namespace redline::testing

#endif  // REDLINE_TESTS_TESTING_SILENT_PORT_H_
