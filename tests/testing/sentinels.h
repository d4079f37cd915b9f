// Real Sentinels for one test, which watch one master under the name "mymaster".
//
// They find its replicas and each other by themselves: FoundAll tells when. A master that
// does not answer for 300 ms is replaced, which takes one second or two. Throws
// std::runtime_error if one cannot be started.
#ifndef REDLINE_TESTS_TESTING_SENTINELS_H_
#define REDLINE_TESTS_TESTING_SENTINELS_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "tests/testing/redis_server.h"
#include "tests/testing/temporary_folder.h"

namespace redline::testing {

class Sentinels {
 public:
  // `arguments` are more arguments for each, such as {"--requirepass", "pw"};
  // `master_password` lets them into the master and its replicas, if they ask for one.
  Sentinels(std::size_t count, std::uint16_t master_port,
            const std::vector<std::string>& arguments = {},
            const std::string& master_password = "");

  // Of the master, with its login ("user:password") if one is given.
  std::string Url(const std::string& login = "") const;

  // Whether each knows all others and so many replicas.
  bool FoundAll(std::size_t replicas) const;

  // The port of the master, as the first one says.
  std::string MasterPort() const;

  RedisServer& one(std::size_t i) { return *sentinels_[i]; }

 private:
  TemporaryFolder folder_;
  std::vector<std::unique_ptr<RedisServer>> sentinels_;
};

}  // namespace redline::testing

#endif  // REDLINE_TESTS_TESTING_SENTINELS_H_
