// Loads a user's scripts into Redis: before a hand's first task, and again after Redis
// has forgotten them.
//
// Belongs to one hand.
#ifndef REDLINE_WORKER_TASK_SCRIPT_LOADER_H_
#define REDLINE_WORKER_TASK_SCRIPT_LOADER_H_

#include <boost/asio/awaitable.hpp>
#include <string>
#include <vector>

#include "redis/command_channel.h"
#include "redis/reply.h"

namespace redline::worker {

class ScriptLoader {
 public:
  // Both outlive it.
  ScriptLoader(const std::vector<std::string>& scripts, redis::CommandChannel& channel)
      : scripts_(scripts), channel_(channel), done_(scripts.empty()) {}

  // Whether Redis knows the scripts, as far as this is known.
  bool done() const { return done_; }

  // Throws redis::RedisError.
  boost::asio::awaitable<void> Load();

  // Takes note of the replies that a task got, whatever it makes of them: a Redis that
  // does not know a script has restarted, or is another one, so that they are to be
  // loaded again before the next attempt.
  void Note(redis::Replies replies);

 private:
  const std::vector<std::string>& scripts_;
  redis::CommandChannel& channel_;
  bool done_;
};

}  // namespace redline::worker

#endif  // REDLINE_WORKER_TASK_SCRIPT_LOADER_H_
