// Who is blamed for a stall: real processes are stopped for a moment by SIGSTOP.

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <poll.h>
#include <signal.h>
#include <sys/types.h>

#include <chrono>
#include <string>

#include "tests/e2e/redline_process.h"

namespace redline::testing {
namespace {

using namespace std::chrono_literals;
using ::testing::HasSubstr;
using ::testing::Not;

// One worker with a limit of a hundred, 1000 tasks a second that take no time.
RedlineProcess::Options TwentySeconds() {
  return {.flags = {"--workload=noop", "--num_workers=1", "--tasks_per_second=1000",
                    "--max_worker_backlog=100", "--warmup_seconds=0",
                    "--test_duration_seconds=20", "--report_json"}};
}

void StopFor(std::chrono::milliseconds time, pid_t pid) {
  ASSERT_EQ(::kill(pid, SIGSTOP), 0);
  // The stall itself: nothing is waited for.
  ::poll(nullptr, 0, static_cast<int>(time.count()));
  ASSERT_EQ(::kill(pid, SIGCONT), 0);
}

TEST(Stall, OfTheSupervisorIsNotBlamedOnAWorker) {
  // Lateness p99 says nothing of one stall: it is judged by itself. The tasks take time,
  // or the worker might do them as fast as they come after it.
  RedlineProcess redline(
      {.flags = {"--num_workers=1", "--tasks_per_second=200", "--max_worker_backlog=20",
                 "--warmup_seconds=0", "--test_duration_seconds=20", "--report_json"}});
  redline.AwaitTasks();
  StopFor(300ms, redline.pid());
  EXPECT_EQ(redline.Wait(), 4) << redline.Stdout() << redline.Stderr();
  const auto json = redline.Json();
  EXPECT_STREQ(json["verdict"]["status"].GetString(), "invalid");
  EXPECT_STREQ(json["verdict"]["reason"].GetString(), "lateness");
  EXPECT_TRUE(json["verdict"]["worker_index"].IsNull());
  EXPECT_THAT(json["verdict"]["sentence"].GetString(),
              HasSubstr("The supervisor stood still: it issued tasks of worker 0"));
  EXPECT_THAT(json["bottleneck"]["sentence"].GetString(), Not(HasSubstr("workers were")));
}

TEST(Stall, OfAWorkerIsBlamedOnThatWorker) {
  RedlineProcess redline(TwentySeconds());
  redline.AwaitTasks();
  const pid_t worker = redline.Workers().at(0);
  ASSERT_EQ(::kill(worker, SIGSTOP), 0);
  EXPECT_EQ(redline.Wait(), 1) << redline.Stdout() << redline.Stderr();
  const auto json = redline.Json();
  EXPECT_STREQ(json["verdict"]["reason"].GetString(), "backlog_limit");
  EXPECT_EQ(json["verdict"]["worker_pid"].GetInt(), worker);
  EXPECT_STRNE(json["bottleneck"]["kind"].GetString(), "supervisor");
}

TEST(Rates, OfFewTasksAreNoMoreThanWasAskedFor) {
  // One task in four seconds, due at once.
  RedlineProcess redline(
      {.flags = {"--workload=noop", "--num_workers=1", "--tasks_per_second=0.25",
                 "--warmup_seconds=0", "--test_duration_seconds=1", "--report_json"}});
  EXPECT_EQ(redline.Wait(), 0) << redline.Stderr();
  const auto json = redline.Json();
  EXPECT_EQ(json["messaging"]["tasks_sent"].GetUint64(), 1U);
  EXPECT_DOUBLE_EQ(json["messaging"]["delivered_rate"].GetDouble(), 0.25);
  EXPECT_DOUBLE_EQ(json["messaging"]["completed_rate"].GetDouble(), 0.25);
}

}  // namespace
}  // namespace redline::testing
