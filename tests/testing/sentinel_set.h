// A real set of Sentinels for one test: a master, a replica of it, and three Sentinels
// that take the master for gone after half a second.
#ifndef REDLINE_TESTS_TESTING_SENTINEL_SET_H_
#define REDLINE_TESTS_TESTING_SENTINEL_SET_H_

#include <array>
#include <cstddef>
#include <string>

#include "tests/testing/redis_server.h"

namespace redline::testing {

class SentinelSet {
 public:
  // With a password for all five, if one is given. Returns once each Sentinel knows the
  // others and the replica, so that they can agree on a failover; throws
  // std::runtime_error if that takes too long.
  explicit SentinelSet(const std::string& password = {});

  // Its name is "mymaster". `login` is that of the master, "user:password@".
  std::string Url(const std::string& login = "") const;

  RedisServer& master() { return master_; }
  RedisServer& replica() { return replica_; }
  RedisServer& sentinel(std::size_t i) { return sentinels_[i]; }

  // Whether the Sentinels have made the replica the master.
  bool HasFailedOver() const;

 private:
  void AwaitAgreement() const;

  const std::string cli_;  // What lets redis-cli in.
  RedisServer master_;
  RedisServer replica_;
  std::array<RedisServer, 3> sentinels_;
};

}  // namespace redline::testing

#endif  // REDLINE_TESTS_TESTING_SENTINEL_SET_H_
