// A TCP port of 127.0.0.1 which takes no connection and refuses none, as a machine that
// is gone does: who connects hears nothing.
#ifndef REDLINE_TESTS_TESTING_DEAD_PORT_H_
#define REDLINE_TESTS_TESTING_DEAD_PORT_H_

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cstdint>

namespace redline::testing {

class DeadPort {
 public:
  DeadPort() : fd_(NewSocket()) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof(address);
    EXPECT_EQ(bind(fd_, reinterpret_cast<sockaddr*>(&address), size), 0);
    EXPECT_EQ(listen(fd_, 0), 0);
    EXPECT_EQ(getsockname(fd_, reinterpret_cast<sockaddr*>(&address), &size), 0);
    port_ = ntohs(address.sin_port);
    // One is taken, and fills the queue; the system drops what the next ones send.
    for (int& client : clients_) {
      client = NewSocket();
      connect(client, reinterpret_cast<sockaddr*>(&address), size);
    }
  }
  ~DeadPort() {
    for (const int client : clients_) close(client);
    close(fd_);
  }
  DeadPort(const DeadPort&) = delete;
  DeadPort& operator=(const DeadPort&) = delete;

  std::uint16_t port() const { return port_; }

 private:
  static int NewSocket() {
    return socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
  }

  const int fd_;
  std::uint16_t port_ = 0;
  std::array<int, 3> clients_{};
};

}  // namespace redline::testing

#endif  // REDLINE_TESTS_TESTING_DEAD_PORT_H_
