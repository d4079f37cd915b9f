// A connection to a TCP port of this machine, as a client has it that does as it likes.
#ifndef REDLINE_TESTS_TESTING_TCP_CLIENT_H_
#define REDLINE_TESTS_TESTING_TCP_CLIENT_H_

#include <gtest/gtest.h>
#include <netdb.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <cstddef>
#include <string>

namespace redline::testing {

class TcpClient {
 public:
  // `place` is "127.0.0.1:9464" or "[::1]:9464".
  explicit TcpClient(const std::string& place) {
    const std::size_t colon = place.rfind(':');
    std::string host = place.substr(0, colon);
    if (host.starts_with('[')) host = host.substr(1, host.size() - 2);
    addrinfo wanted{};
    wanted.ai_socktype = SOCK_STREAM;
    wanted.ai_flags = AI_NUMERICHOST;
    addrinfo* found = nullptr;
    if (getaddrinfo(host.c_str(), place.c_str() + colon + 1, &wanted, &found) != 0) {
      ADD_FAILURE() << "no address: " << place;
      return;
    }
    fd_ = socket(found->ai_family, SOCK_STREAM | SOCK_CLOEXEC, 0);
    is_connected_ = connect(fd_, found->ai_addr, found->ai_addrlen) == 0;
    freeaddrinfo(found);
    // Rather than that a test hangs.
    const timeval patience{.tv_sec = 30, .tv_usec = 0};
    setsockopt(fd_, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof(patience));
  }
  ~TcpClient() {
    if (fd_ >= 0) close(fd_);
  }
  TcpClient(const TcpClient&) = delete;
  TcpClient& operator=(const TcpClient&) = delete;

  bool is_connected() const { return is_connected_; }

  void Send(const std::string& text) const {
    EXPECT_EQ(send(fd_, text.data(), text.size(), MSG_NOSIGNAL),
              static_cast<ssize_t>(text.size()));
  }

  // Goes on talking until the server has closed its side too; false if it does not.
  bool IsCutOff() const {
    const timeval patience{.tv_sec = 20, .tv_usec = 0};
    setsockopt(fd_, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof(patience));
    const std::string text(64 * 1024, 'a');
    while (send(fd_, text.data(), text.size(), MSG_NOSIGNAL) > 0) continue;
    return errno == EPIPE || errno == ECONNRESET;
  }

  // All that comes until the server closes the connection.
  std::string Rest() const {
    std::string rest;
    char buffer[4096];
    for (;;) {
      const ssize_t size = recv(fd_, buffer, sizeof(buffer), 0);
      if (size <= 0) return rest;
      rest.append(buffer, static_cast<std::size_t>(size));
    }
  }

 private:
  int fd_ = -1;
  bool is_connected_ = false;
};

// The answer to a request by HTTP, head and body, of a server that then closes the
// connection. `fields` are more fields of the header, each with its line's end.
inline std::string HttpGet(const std::string& place, const std::string& target,
                           const std::string& fields = "") {
  const TcpClient client(place);
  if (!client.is_connected()) return "";
  client.Send("GET " + target + " HTTP/1.1\r\nHost: " + place +
              "\r\nConnection: close\r\n" + fields + "\r\n");
  return client.Rest();
}

inline std::string BodyOf(const std::string& answer) {
  const std::size_t blank = answer.find("\r\n\r\n");
  return blank == std::string::npos ? "" : answer.substr(blank + 4);
}

}  // namespace redline::testing

#endif  // REDLINE_TESTS_TESTING_TCP_CLIENT_H_
