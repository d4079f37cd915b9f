#include "tests/testing/sentinels.h"

#include <fstream>

namespace redline::testing {

Sentinels::Sentinels(std::size_t count, std::uint16_t master_port,
                     const std::vector<std::string>& arguments,
                     const std::string& master_password) {
  const std::string login = master_password.empty()
                                ? ""
                                : "sentinel auth-pass mymaster " + master_password + "\n";
  for (std::size_t i = 0; i < count; ++i) {
    const std::string file =
        (folder_.path() / ("sentinel" + std::to_string(i) + ".conf")).string();
    std::ofstream(file) << "sentinel monitor mymaster 127.0.0.1 " << master_port << " "
                        << count / 2 + 1
                        << "\nsentinel down-after-milliseconds mymaster 300\n"
                           "sentinel failover-timeout mymaster 2000\n"
                        << login;
    std::vector<std::string> all = {file, "--sentinel"};
    all.insert(all.end(), arguments.begin(), arguments.end());
    sentinels_.push_back(
        std::make_unique<RedisServer>(RedisServer::Transport::kTcp, all));
  }
}

std::string Sentinels::Url(const std::string& login) const {
  std::string hosts;
  for (const auto& sentinel : sentinels_) {
    hosts += (hosts.empty() ? "" : ",") + std::string("127.0.0.1:") +
             std::to_string(sentinel->port());
  }
  return "redis+sentinel://" + (login.empty() ? "" : login + "@") + hosts + "/mymaster";
}

bool Sentinels::FoundAll(std::size_t replicas) const {
  const std::string all = "slaves=" + std::to_string(replicas) +
                          ",sentinels=" + std::to_string(sentinels_.size());
  for (const auto& sentinel : sentinels_) {
    if (sentinel->Cli("INFO sentinel").find(all) == std::string::npos) return false;
  }
  return true;
}

std::string Sentinels::MasterPort() const {
  return sentinels_[0]->Cli(
      "--raw SENTINEL GET-MASTER-ADDR-BY-NAME mymaster | tail -n 1 | tr -d '\\n'");
}

}  // namespace redline::testing
