#include "runner/workers/worker_process.h"

#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <poll.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>

#include "base/errors.h"
#include "base/unique_fd.h"
#include "tests/testing/temporary_folder.h"

namespace redline::runner {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;

TEST(ProcessEnd, TellsAnExitCode) {
  EXPECT_EQ((ProcessEnd{.exit_code = 3, .signal = {}}.Text()), "exited with code 3");
}

TEST(ProcessEnd, TellsASignalByNumberAndName) {
  EXPECT_EQ((ProcessEnd{.exit_code = {}, .signal = SIGKILL}.Text()),
            "was killed by signal 9 (SIGKILL)");
  EXPECT_EQ((ProcessEnd{.exit_code = {}, .signal = SIGSEGV}.Text()),
            "was killed by signal 11 (SIGSEGV)");
}

TEST(ProcessEnd, TellsASignalWithoutANameByItsNumber) {
  EXPECT_EQ((ProcessEnd{.exit_code = {}, .signal = 40}.Text()),
            "was killed by signal 40");
}

// Workers that are shell scripts; they tell things through the status pipe.
class WorkerProcessTest : public ::testing::Test {
 protected:
  WorkerProcessTest() {
    int fds[2];
    EXPECT_EQ(::pipe2(fds, O_CLOEXEC), 0);
    status_read_ = UniqueFd(fds[0]);
    status_write_ = UniqueFd(fds[1]);
    segment_ = UniqueFd(::open("/dev/null", O_RDWR | O_CLOEXEC));
  }

  // A program of these lines, in which $status is where to write to.
  fs::path Program(const std::string& lines) const {
    const fs::path file = folder_.Write(
        "worker", "#!/bin/sh\nstatus=/proc/self/fd/${3#--status_fd=}\n" + lines + "\n");
    fs::permissions(file, fs::perms::owner_all);
    return file;
  }
  WorkerProcess Spawn(const fs::path& executable, std::size_t index = 0) const {
    return WorkerProcess::Spawn(
        executable, index,
        {.segment_fd = segment_.get(), .status_fd = status_write_.get()});
  }
  // Runs a program of these lines to its end.
  WorkerProcess Run(const std::string& lines, std::size_t index = 0) const {
    WorkerProcess worker = Spawn(Program(lines), index);
    AwaitEnd(worker);
    EXPECT_TRUE(worker.Reap());
    return worker;
  }
  static void AwaitEnd(const WorkerProcess& worker) {
    siginfo_t ignored;
    ::waitid(P_PID, static_cast<id_t>(worker.pid()), &ignored, WEXITED | WNOWAIT);
  }
  // The text that a program of these lines writes to $status.
  std::string Told(const std::string& lines, std::size_t index = 0) const {
    Run("{\n" + lines + "\n} > $status", index);
    char text[4096];
    pollfd pipe{.fd = status_read_.get(), .events = POLLIN, .revents = 0};
    if (::poll(&pipe, 1, 0) != 1) return "";
    const ssize_t size = ::read(status_read_.get(), text, sizeof text);
    return std::string(text, static_cast<std::size_t>(size));
  }

  redline::testing::TemporaryFolder folder_;
  UniqueFd status_read_;
  UniqueFd status_write_;
  UniqueFd segment_;
};

TEST_F(WorkerProcessTest, EndsWithItsExitCode) {
  const WorkerProcess worker = Run("exit 7");
  EXPECT_FALSE(worker.running());
  EXPECT_EQ(worker.end()->exit_code, 7);
  EXPECT_EQ(worker.end()->signal, std::nullopt);
}

TEST_F(WorkerProcessTest, EndsWithItsSignal) {
  const WorkerProcess worker = Run("kill -SEGV $$");
  EXPECT_EQ(worker.end()->signal, SIGSEGV);
  EXPECT_EQ(worker.end()->exit_code, std::nullopt);
}

TEST_F(WorkerProcessTest, RunsUntilItIsKilled) {
  WorkerProcess worker = Spawn(Program("exec sleep 1000"));
  EXPECT_FALSE(worker.Reap());
  EXPECT_TRUE(worker.running());
  EXPECT_EQ(worker.end(), std::nullopt);
  worker.Kill();
  AwaitEnd(worker);
  EXPECT_TRUE(worker.Reap());
  EXPECT_EQ(worker.end()->Text(), "was killed by signal 9 (SIGKILL)");
}

TEST_F(WorkerProcessTest, KeepsItsEndWhateverIsAskedLater) {
  WorkerProcess worker = Run("exit 7");
  worker.Kill();
  EXPECT_TRUE(worker.Reap());
  EXPECT_EQ(worker.end()->Text(), "exited with code 7");
}

TEST_F(WorkerProcessTest, IsToldItsIndexAndItsDescriptors) {
  const std::string arguments = Told("echo \"$@\"", 28);
  EXPECT_THAT(arguments,
              ::testing::MatchesRegex(
                  "--worker_index=28 --segment_fd=" + std::to_string(segment_.get()) +
                  " --status_fd=" + std::to_string(status_write_.get()) +
                  " --wakeup_fd=[0-9]+\n"));
}

TEST_F(WorkerProcessTest, InheritsSegmentStatusAndWakeUpButNotTheSupervisorsEnd) {
  const std::string fds = Told("ls -l /proc/$$/fd");
  EXPECT_THAT(fds, HasSubstr("anon_inode:[eventfd]"));
  EXPECT_THAT(fds, HasSubstr(std::to_string(segment_.get()) + " -> /dev/null"));
  EXPECT_THAT(fds, HasSubstr(std::to_string(status_write_.get()) + " -> pipe:"));
  EXPECT_THAT(fds, ::testing::Not(HasSubstr(" " + std::to_string(status_read_.get()) +
                                            " -> pipe:")));
}

TEST_F(WorkerProcessTest, ReadsNothingFromTheTerminal) {
  EXPECT_EQ(Told("readlink /proc/$$/fd/0"), "/dev/null\n");
}

TEST_F(WorkerProcessTest, KeepsOffStdout) {
  // Its stdout is the supervisor's stderr.
  const std::string stderr_path = fs::read_symlink("/proc/self/fd/2");
  Run("stdout=$(readlink /proc/$$/fd/1)\necho $stdout > $status");
  char text[4096];
  const ssize_t size = ::read(status_read_.get(), text, sizeof text);
  EXPECT_EQ(std::string(text, static_cast<std::size_t>(size)), stderr_path + "\n");
}

TEST_F(WorkerProcessTest, HasASessionOfItsOwn) {
  WorkerProcess worker = Spawn(Program("echo > $status; exec sleep 1000"));
  char byte;
  ASSERT_EQ(::read(status_read_.get(), &byte, 1), 1);
  EXPECT_EQ(::getsid(worker.pid()), worker.pid());
  worker.Kill();
  AwaitEnd(worker);
  worker.Reap();
}

TEST_F(WorkerProcessTest, StartsWithNoSignalBlockedOrIgnored) {
  sigset_t blocked;
  ::sigemptyset(&blocked);
  ::sigaddset(&blocked, SIGUSR1);
  ASSERT_EQ(::sigprocmask(SIG_BLOCK, &blocked, nullptr), 0);
  ::signal(SIGPIPE, SIG_IGN);
  const std::string status = Told("grep -E '^Sig(Blk|Ign)' /proc/self/status");
  ::signal(SIGPIPE, SIG_DFL);
  ASSERT_EQ(::sigprocmask(SIG_UNBLOCK, &blocked, nullptr), 0);
  // Signals 32 and 33 are the C library's own.
  EXPECT_THAT(status,
              ::testing::MatchesRegex(
                  "SigBlk:\t0000000000000000\nSigIgn:\t00000000?1?[08]0000000\n"));
}

std::string RefusalOf(const std::function<void()>& spawn) {
  try {
    spawn();
  } catch (const EnvironmentError& error) {
    return error.what();
  }
  return "spawned";
}

TEST_F(WorkerProcessTest, NamesAnExecutableThatIsMissing) {
  EXPECT_EQ(RefusalOf([&] { Spawn("/no/such/worker", 5); }),
            "Cannot start worker 5 (/no/such/worker): No such file or directory.");
}

TEST_F(WorkerProcessTest, NamesAFileThatMayNotBeExecuted) {
  const fs::path file = folder_.Write("text", "");
  EXPECT_EQ(RefusalOf([&] { Spawn(file); }),
            "Cannot start worker 0 (" + file.native() + "): Permission denied.");
}

}  // namespace
}  // namespace redline::runner
