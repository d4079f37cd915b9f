// A real redis-server for one test: started, waited for, stopped and cleaned away.
//
// It listens on a Unix socket in a temporary folder of its own, or on a free TCP port of
// 127.0.0.1, plain or with TLS (the arguments then name a certificate), keeps nothing on
// disk, and dies with the test even if that crashes. Throws std::runtime_error if it
// cannot be started.
#ifndef REDLINE_TESTS_TESTING_REDIS_SERVER_H_
#define REDLINE_TESTS_TESTING_REDIS_SERVER_H_

#include <sys/types.h>

#include <cstdint>
#include <string>
#include <vector>

namespace redline::testing {

class RedisServer {
 public:
  enum class Transport { kUnix, kTcp, kTls };

  // `arguments` are more arguments for redis-server, such as {"--requirepass", "pw"}. The
  // first may be the path of a configuration file.
  explicit RedisServer(Transport transport = Transport::kUnix,
                       std::vector<std::string> arguments = {});
  ~RedisServer();
  RedisServer(const RedisServer&) = delete;
  RedisServer& operator=(const RedisServer&) = delete;

  // The URL of its database 0, with a login ("user:password") if one is given. With TLS
  // its host is the name localhost.
  std::string Url(const std::string& login = "") const;

  // Kills it with SIGKILL and waits until it is gone.
  void Kill();

  // Kills it, if it still runs, and starts it at the same place, with further arguments
  // if there are any. Data that SAVE has saved is then loaded.
  void Restart(const std::vector<std::string>& more_arguments = {});

  // Stops it in its tracks until Resume: its port still accepts connections.
  void Freeze() const;
  void Resume() const;

  std::uint16_t port() const { return port_; }
  const std::string& folder() const { return folder_; }
  pid_t pid() const { return pid_; }

  // The output of redis-cli for this command line, split by the shell.
  std::string Cli(const std::string& command) const;

 private:
  void Start(const std::vector<std::string>& arguments);
  bool Accepts() const;
  bool Exited();

  const Transport transport_;
  std::string folder_;
  std::vector<std::string> arguments_;
  std::string socket_path_;  // Empty for TCP.
  std::uint16_t port_ = 0;   // Zero for a Unix socket.
  pid_t pid_ = -1;           // -1 once it has been waited for.
};

}  // namespace redline::testing

#endif  // REDLINE_TESTS_TESTING_REDIS_SERVER_H_
