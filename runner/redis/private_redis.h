// A redis-server of the run's own: on a Unix socket in a folder of its own, without a
// port and without persistence, gone when the run is over.
//
// Three processes: the supervisor, a keeper that it forks, and the redis-server that the
// keeper starts. The keeper waits for the end of either and cleans up: when the
// supervisor ends, however it ends (SIGKILL too), it kills the server and removes the
// folder; if the keeper itself is killed, the kernel kills the server with it.
//
// Created while the supervisor has only one thread, since it forks. Main thread only.
#ifndef REDLINE_RUNNER_REDIS_PRIVATE_REDIS_H_
#define REDLINE_RUNNER_REDIS_PRIVATE_REDIS_H_

#include <sys/types.h>

#include <filesystem>
#include <string>

#include "base/unique_fd.h"

namespace redline::runner {

class PrivateRedis {
 public:
  // Starts the server; it does not answer yet. Throws EnvironmentError.
  PrivateRedis();
  // Ends the server and removes its folder; returns when both are done.
  ~PrivateRedis();

  PrivateRedis(const PrivateRedis&) = delete;
  PrivateRedis& operator=(const PrivateRedis&) = delete;

  // "unix:///tmp/redline-x/redis.sock"
  std::string url() const;

  // True once the server has ended by itself.
  bool Ended() const;
  // Why it ended, if it said so: one sentence.
  std::string EndSentence() const;

 private:
  std::filesystem::path folder_;
  pid_t keeper_ = -1;
  UniqueFd supervisor_lives_;  // The keeper sees the end of this pipe.
  UniqueFd server_lives_;      // We see the end of this one.
};

}  // namespace redline::runner

#endif  // REDLINE_RUNNER_REDIS_PRIVATE_REDIS_H_
