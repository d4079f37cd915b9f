#include "tests/testing/sentinel_set.h"

#include <algorithm>
#include <chrono>
#include <stdexcept>
#include <thread>
#include <vector>

namespace redline::testing {
namespace {

using Transport = RedisServer::Transport;

constexpr std::chrono::seconds kPatience{20};
constexpr std::chrono::milliseconds kRetry{50};

std::vector<std::string> SentinelArguments(const std::string& password) {
  if (password.empty()) return {};
  return {"--requirepass", password};
}

std::vector<std::string> ServerArguments(const std::string& password) {
  if (password.empty()) return {};
  return {"--requirepass", password, "--masterauth", password};
}

std::vector<std::string> ReplicaArguments(const RedisServer& master,
                                          const std::string& password) {
  auto arguments = ServerArguments(password);
  arguments.insert(arguments.end(),
                   {"--replicaof", "127.0.0.1 " + std::to_string(master.port())});
  return arguments;
}

}  // namespace

SentinelSet::SentinelSet(const std::string& password)
    : cli_(password.empty() ? "" : "--no-auth-warning -a " + password + " "),
      master_(Transport::kTcp, ServerArguments(password)),
      replica_(Transport::kTcp, ReplicaArguments(master_, password)),
      sentinels_{RedisServer(Transport::kSentinel, SentinelArguments(password)),
                 RedisServer(Transport::kSentinel, SentinelArguments(password)),
                 RedisServer(Transport::kSentinel, SentinelArguments(password))} {
  for (const RedisServer& sentinel : sentinels_) {
    const std::string set = cli_ + "SENTINEL SET mymaster ";
    sentinel.Cli(cli_ + "SENTINEL MONITOR mymaster 127.0.0.1 " +
                 std::to_string(master_.port()) + " 2");
    if (!password.empty()) sentinel.Cli(set + "auth-pass " + password);
    sentinel.Cli(set + "down-after-milliseconds 500");
    sentinel.Cli(set + "failover-timeout 5000");
  }
  AwaitAgreement();
}

std::string SentinelSet::Url(const std::string& login) const {
  std::string url = "redis+sentinel://" + login;
  for (const RedisServer& sentinel : sentinels_) {
    url += "127.0.0.1:" + std::to_string(sentinel.port());
    url += &sentinel == &sentinels_.back() ? "/mymaster" : ",";
  }
  return url;
}

bool SentinelSet::HasFailedOver() const {
  const std::string port = "\n" + std::to_string(replica_.port()) + "\n";
  return std::ranges::any_of(sentinels_, [&](const RedisServer& sentinel) {
    return sentinel.Cli(cli_ + "SENTINEL get-master-addr-by-name mymaster").find(port) !=
           std::string::npos;
  });
}

void SentinelSet::AwaitAgreement() const {
  const auto deadline = std::chrono::steady_clock::now() + kPatience;
  const auto agrees = [&](const RedisServer& sentinel) {
    const std::string info = sentinel.Cli(cli_ + "INFO sentinel");
    return info.find(",slaves=1,sentinels=3") != std::string::npos;
  };
  while (!std::ranges::all_of(sentinels_, agrees)) {
    if (std::chrono::steady_clock::now() > deadline) {
      throw std::runtime_error("the Sentinels did not find each other");
    }
    std::this_thread::sleep_for(kRetry);
  }
}

}  // namespace redline::testing
