// A real redis-server for one test: started, waited for, stopped and cleaned away.
//
// It listens on a Unix socket in a temporary folder of its own, or on a free TCP port of
// 127.0.0.1, keeps nothing on disk, and dies with the test even if that crashes. Throws
// std::runtime_error if it cannot be started.
#ifndef REDLINE_TESTS_TESTING_REDIS_SERVER_H_
#define REDLINE_TESTS_TESTING_REDIS_SERVER_H_

#include <sys/types.h>

#include <cstdint>
#include <string>
#include <vector>

namespace redline::testing {

class RedisServer {
 public:
  enum class Transport { kUnix, kTcp };

  // `arguments` are more arguments for redis-server, such as {"--requirepass", "pw"}.
  explicit RedisServer(Transport transport = Transport::kUnix,
                       std::vector<std::string> arguments = {});
  ~RedisServer();
  RedisServer(const RedisServer&) = delete;
  RedisServer& operator=(const RedisServer&) = delete;

  // The URL of its database 0, with a login ("user:password@") if one is given.
  std::string Url(const std::string& login = "") const;

  // Kills it with SIGKILL and waits until it is gone.
  void Kill();

  const std::string& folder() const { return folder_; }
  pid_t pid() const { return pid_; }

  // What the program redis-cli prints for this command line, split by the shell.
  std::string Cli(const std::string& command) const;

 private:
  void Start(const std::vector<std::string>& arguments);
  bool Accepts() const;
  bool Exited();

  std::string folder_;
  std::string socket_path_;  // Empty for TCP.
  std::uint16_t port_ = 0;   // Zero for a Unix socket.
  pid_t pid_ = -1;           // -1 once it has been waited for.
};

}  // namespace redline::testing

#endif  // REDLINE_TESTS_TESTING_REDIS_SERVER_H_
