#include "runner/verdict/exit_code.h"

#include <gtest/gtest.h>
#include <signal.h>

namespace redline::runner {
namespace {

using reporting::Status;
using reporting::Verdict;

int ExitCodeOf(Status status, int signal = 0) {
  Verdict verdict;
  verdict.status = status;
  return ExitCode(verdict, signal);
}

static_assert(kExitUsage == 2);
static_assert(kExitEnvironment == 3);

TEST(ExitCode, IsZeroForSuccess) { EXPECT_EQ(ExitCodeOf(Status::kSuccess), 0); }

TEST(ExitCode, IsOneForAFailedTest) { EXPECT_EQ(ExitCodeOf(Status::kFailed), 1); }

TEST(ExitCode, IsFourForAnInvalidRun) { EXPECT_EQ(ExitCodeOf(Status::kInvalid), 4); }

TEST(ExitCode, TellsTheSignalOfAnInterruptedRun) {
  EXPECT_EQ(ExitCodeOf(Status::kInterrupted, SIGHUP), 129);
  EXPECT_EQ(ExitCodeOf(Status::kInterrupted, SIGINT), 130);
  EXPECT_EQ(ExitCodeOf(Status::kInterrupted, SIGQUIT), 131);
  EXPECT_EQ(ExitCodeOf(Status::kInterrupted, SIGTERM), 143);
}

TEST(ExitCode, IsTheVerdictsEvenIfASignalCameAfterIt) {
  EXPECT_EQ(ExitCodeOf(Status::kFailed, SIGTERM), 1);
  EXPECT_EQ(ExitCodeOf(Status::kSuccess, SIGINT), 0);
}

}  // namespace
}  // namespace redline::runner
