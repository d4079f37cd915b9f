#include "runner/workers/ask_worker.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <string>

#include "base/errors.h"
#include "shm/segment_layout.h"

namespace redline::runner {
namespace {

namespace fs = std::filesystem;
using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::StartsWith;

class AskWorkerTest : public ::testing::Test {
 protected:
  void TearDown() override { fs::remove(script_); }

  // A shell script that stands for a worker's executable.
  fs::path Executable(const std::string& commands) {
    std::ofstream(script_) << "#!/bin/sh\n" << commands << "\n";
    fs::permissions(script_, fs::perms::owner_all);
    return script_;
  }

  static worker::WorkloadDescription Ask(const fs::path& executable,
                                         const std::string& name = "cart") {
    return AskWorker(executable, {.name = name, .text = {}, .parameters = {}});
  }

  static std::string Refusal(const fs::path& executable, const std::string& name = "") {
    try {
      Ask(executable, name);
    } catch (const UsageError& error) {
      return error.what();
    } catch (const EnvironmentError& error) {
      return std::string("environment: ") + error.what();
    }
    return "answered";
  }

  const fs::path script_ =
      fs::path(::testing::TempDir()) /
      ::testing::UnitTest::GetInstance()->current_test_info()->name();
};

TEST_F(AskWorkerTest, TellsWhatRedlinesOwnWorkerSays) {
  const auto description = Ask("worker/worker", "building");
  EXPECT_EQ(description.name, "building");
  EXPECT_EQ(description.steps.size(), 3U);
  EXPECT_TRUE(description.needs_redis);
}

TEST_F(AskWorkerTest, PassesARefusalOn) {
  EXPECT_EQ(Refusal("worker/worker", "lunch"), "There is no workload \"lunch\".");
}

TEST_F(AskWorkerTest, GivesTheRequestToTheExecutable) {
  const auto executable = Executable(
      "[ \"$1\" = --describe ] && grep -q '\"name\":\"cart\"' && echo "
      "'{\"segment_version\":" +
      std::to_string(shm::kSegmentVersion) +
      ",\"name\":\"cart\",\"steps\":[\"read\"],\"round_trips\":1}'");
  EXPECT_EQ(Ask(executable).steps.front(), "read");
}

TEST_F(AskWorkerTest, RefusesAWorkerOfAnotherLayout) {
  const std::string refusal = Refusal(Executable("echo '{\"segment_version\":3}'"));
  EXPECT_THAT(refusal, HasSubstr("was built for version 3 of the shared memory's layout, "
                                 "and this redline has version " +
                                 std::to_string(shm::kSegmentVersion)));
  EXPECT_THAT(refusal,
              EndsWith("build it again with this redline's headers and library."));
}

TEST_F(AskWorkerTest, RefusesWhatIsNoWorker) {
  EXPECT_EQ(
      Refusal("/bin/true", "cart"),
      "'/bin/true' did not say what the workload \"cart\" is: it is no worker of "
      "redline, or ended too early. docs/cpp-workers.md says how a worker is built.");
  EXPECT_THAT(Refusal("/bin/cat"), HasSubstr("is no worker of redline"));
  // It writes without an end.
  EXPECT_THAT(Refusal(Executable("exec yes")), HasSubstr("is no worker of redline"));
  EXPECT_THAT(Refusal(Executable("kill -9 $$")), HasSubstr("ended too early"));
}

TEST_F(AskWorkerTest, RefusesWhatIsNoExecutable) {
  EXPECT_EQ(Refusal("28"),
            "--worker: there is no executable '28'; the number of workers is "
            "--num_workers.");
  EXPECT_THAT(Refusal("/tmp"), HasSubstr("there is no executable '/tmp'"));
  std::ofstream(script_) << "no program";
  EXPECT_THAT(Refusal(script_), StartsWith("environment: Cannot start the worker "));
}

}  // namespace
}  // namespace redline::runner
