// What clients send to a redis-server while this lives, by MONITOR: of each command its
// name and the shape of its arguments, by which commands with other ids, times and sizes
// are equal.
#ifndef REDLINE_TESTS_EXAMPLES_SENT_COMMANDS_H_
#define REDLINE_TESTS_EXAMPLES_SENT_COMMANDS_H_

#include <set>
#include <string>

#include "tests/launch/launcher_process.h"
#include "tests/testing/redis_server.h"
#include "tests/testing/temporary_folder.h"

namespace redline::testing {

class SentCommands {
 public:
  // Listens when the constructor returns. REQUIRES: the server is on TCP.
  explicit SentCommands(const RedisServer& server);

  // The commands of clients so far that have one of these names, in upper case. What
  // scripts do is left out, and so is what this regular expression finds in an argument.
  // A shape is such as "XACK orders billing #-#".
  std::set<std::string> Of(const std::set<std::string>& names,
                           const std::string& own_keys = "^$") const;

 private:
  const RedisServer& server_;
  const TemporaryFolder folder_;
  const LauncherProcess monitor_;
};

}  // namespace redline::testing

#endif  // REDLINE_TESTS_EXAMPLES_SENT_COMMANDS_H_
