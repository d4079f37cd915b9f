// A fleet of real supervisors on one Redis, and what its keys there say.
#ifndef REDLINE_TESTS_E2E_DYNO_FLEET_H_
#define REDLINE_TESTS_E2E_DYNO_FLEET_H_

#include <cstddef>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "tests/e2e/redline_process.h"
#include "tests/testing/redis_server.h"

namespace redline::testing {

class DynoFleet {
 public:
  // The server outlives the fleet.
  DynoFleet(const RedisServer& server, std::string id, int size)
      : server_(server), id_(std::move(id)), size_(size) {}

  // Starts a dyno of this name, with two workers and a short test of ten tasks unless
  // `more` flags override these.
  RedlineProcess& Start(const std::string& name, const std::vector<std::string>& more);
  RedlineProcess& Start(const std::string& name) { return Start(name, {}); }
  // Starts two, of which A will lead.
  void StartAAndB(const std::vector<std::string>& flags);

  // In the order in which they were started.
  RedlineProcess& operator[](std::size_t index) { return *dynos_.at(index); }
  const std::vector<std::unique_ptr<RedlineProcess>>& dynos() const { return dynos_; }

  // The value of one of the fleet's keys, as redline:fleet:ID:NAME; empty if it is not
  // there.
  std::string Get(const std::string& name) const;
  std::string Key(const std::string& name) const {
    return "redline:fleet:" + id_ + ":" + name;
  }
  // These fail the test if it does not come to that.
  void Await(const std::string& name, const std::string& value) const;
  void AwaitKey(const std::string& name) const;
  void AwaitStart() const { AwaitKey("start"); }

 private:
  const RedisServer& server_;
  const std::string id_;
  const int size_;
  std::vector<std::unique_ptr<RedlineProcess>> dynos_;
};

}  // namespace redline::testing

#endif  // REDLINE_TESTS_E2E_DYNO_FLEET_H_
