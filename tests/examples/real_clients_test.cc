// The examples send what the clients do that they are to stand for. Those are real ones,
// in the versions that third_party/npm pins.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <set>
#include <string>
#include <vector>

#include "tests/e2e/redline_process.h"
#include "tests/examples/sent_commands.h"
#include "tests/testing/npm_packages.h"
#include "tests/testing/redis_server.h"

namespace redline {
namespace {

using ::testing::Contains;
using testing::RedisServer;
using testing::RedlineProcess;
using testing::SentCommands;
using ::testing::StartsWith;
using Commands = std::set<std::string>;

// What a program of the examples or of this test prints; it is run by Node.js.
std::string Node(const std::string& arguments) {
  const std::string command =
      "BULLMQ='" + (testing::NpmPackages() / "node_modules").string() + "' '" +
      (testing::NpmPrograms() / "node").string() + "' " + arguments;
  std::string printed;
  FILE* const pipe = ::popen(command.c_str(), "r");
  for (int c = ::fgetc(pipe); c != EOF; c = ::fgetc(pipe))
    printed += static_cast<char>(c);
  EXPECT_EQ(::pclose(pipe), 0) << command;
  return printed;
}

class RealClients : public ::testing::Test {
 protected:
  Commands OfClient(const std::string& program, const Commands& names) {
    const SentCommands sent(server_);
    static_cast<void>(Node("tests/examples/" + program + " '" +
                           testing::NpmPackages().string() + "' " +
                           std::to_string(server_.port())));
    return sent.Of(names);
  }

  Commands OfExample(const std::string& example, const Commands& names,
                     const std::vector<std::string>& more_flags = {}) {
    const SentCommands sent(server_);
    std::vector<std::string> flags = {
        "--workload=file:" + std::filesystem::absolute("examples/" + example).string(),
        "--redis_url=" + server_.Url(),
        "--num_workers=1",
        "--tasks_per_second=50",
        "--test_duration_seconds=1",
        "--warmup_seconds=0"};
    flags.insert(flags.end(), more_flags.begin(), more_flags.end());
    RedlineProcess redline({.flags = flags});
    EXPECT_EQ(redline.Wait(), 0) << redline.Stdout() << redline.Stderr();
    // Without what redline writes before keys.
    return sent.Of(names, "test:[^ ]*?-(?=bull:|orders)");
  }

  const RedisServer server_{RedisServer::Transport::kTcp};
};

TEST_F(RealClients, OfAConsumerGroupSendWhatTheExampleDoes) {
  const Commands names{"XGROUP", "XADD", "XREADGROUP", "XACK"};
  const Commands real = OfClient("stream_client.mjs", names);
  EXPECT_EQ(
      real,
      (Commands{"XACK orders billing #-#", "XADD orders MAXLEN ~ # * order # note TEXT",
                "XGROUP CREATE orders billing # MKSTREAM",
                "XREADGROUP GROUP billing worker-# COUNT # BLOCK # STREAMS orders >"}));
  EXPECT_EQ(OfExample("stream_group.task", names), real);
}

TEST_F(RealClients, OfBullMqSendWhatTheExampleDoes) {
  const Commands real = OfClient("bullmq_client.mjs", {"EVALSHA"});
  ASSERT_EQ(real.size(), 3u) << "adding, taking and finishing a job";
  const std::string flag = Node("examples/bullmq_scripts.mjs redis://127.0.0.1:" +
                                std::to_string(server_.port()));
  ASSERT_THAT(flag, StartsWith("--param=add="));
  EXPECT_EQ(OfExample("bullmq.lua", {"EVALSHA"},
                      {flag.substr(0, flag.find_last_not_of('\n') + 1)}),
            real);
  // And waits for a mark of this name.
  EXPECT_THAT(OfClient("bullmq_client.mjs", {"BZPOPMIN"}),
              Contains("BZPOPMIN bull:mail:marker #"));
}

}  // namespace
}  // namespace redline
