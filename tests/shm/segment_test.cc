#include "shm/segment.h"

#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sched.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <memory>
#include <string>
#include <utility>

#include "shm/histogram_snapshot.h"
#include "tests/shm/child_process.h"

namespace redline::shm {
namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;
using redline::testing::ChildProcess;
using ::testing::AllOf;
using ::testing::HasSubstr;

constexpr Segment::Shape kThreeWorkers{.worker_count = 3, .backlog_limit = 5};

Segment CreateThreeWorkers() { return Segment::Create(kThreeWorkers, RunSettings()); }

UniqueFd DuplicateOf(const Segment& segment) { return UniqueFd(::dup(segment.fd())); }

// Memory to forge a segment in.
UniqueFd Forged(std::size_t size) {
  UniqueFd fd(::memfd_create("forged", MFD_CLOEXEC));
  EXPECT_EQ(::ftruncate(fd.get(), static_cast<off_t>(size)), 0);
  return fd;
}

// A copy of a good segment of one worker whose header `spoil` may change.
template <class Spoil>
UniqueFd Spoiled(Spoil spoil) {
  const std::size_t size = SegmentSize(1, 8, 1);
  UniqueFd fd = Forged(size);
  void* const memory =
      ::mmap(nullptr, size, PROT_READ | PROT_WRITE, MAP_SHARED, fd.get(), 0);
  SegmentHeader& header = *std::construct_at(static_cast<SegmentHeader*>(memory));
  header.worker_count = 1;
  header.ring_capacity = 8;
  header.backlog_limit = 5;
  header.stage_count = 1;
  header.version = kSegmentVersion;
  spoil(header);
  ::munmap(memory, size);
  return fd;
}

std::string RefusalOf(UniqueFd fd) {
  try {
    Segment::Attach(std::move(fd));
  } catch (const SegmentError& error) {
    return error.what();
  }
  return "attached";
}

std::string CreationIn(const std::string& directory) {
  try {
    Segment::Create({.worker_count = 100, .backlog_limit = 100}, RunSettings(),
                    directory);
  } catch (const SegmentError& error) {
    return error.what();
  }
  return "created";
}

// A folder of the test's own on the machine's tmpfs.
class SharedMemoryFolder {
 public:
  SharedMemoryFolder() { EXPECT_NE(::mkdtemp(path_.data()), nullptr); }
  ~SharedMemoryFolder() { fs::remove_all(path_); }
  const std::string& path() const { return path_; }

 private:
  std::string path_ = "/dev/shm/redline-segment-test-XXXXXX";
};

TEST(Segment, HasTheShapeThatWasAskedFor) {
  const Segment segment = CreateThreeWorkers();
  EXPECT_EQ(segment.worker_count(), 3U);
  EXPECT_EQ(segment.header().backlog_limit, 5U);
  EXPECT_EQ(segment.header().ring_capacity, 8U);
  EXPECT_EQ(segment.header().magic, kSegmentMagic);
  EXPECT_EQ(segment.header().version, kSegmentVersion);
  EXPECT_EQ(segment.header().supervisor_pid, ::getpid());
  EXPECT_EQ(segment.header().phase, Phase::kStarting);
}

TEST(Segment, BeginsWithWorkersThatHaveMeasuredNothing) {
  const Segment segment = CreateThreeWorkers();
  for (std::size_t i = 0; i < 3; ++i) {
    const WorkerBlock& worker = segment.worker(i);
    EXPECT_EQ(worker.vitals.state, WorkerState::kStarting);
    EXPECT_EQ(worker.ring.Backlog(), 0U);
    EXPECT_EQ(HistogramSnapshot(segment.stage(i, 0).timings.task).Min(), std::nullopt);
    EXPECT_EQ(HistogramSnapshot(worker.loop_lag).Min(), std::nullopt);
  }
}

TEST(Segment, HasAsManyBytesAsItsLayoutNeeds) {
  const Segment segment = CreateThreeWorkers();
  struct stat status{};
  ASSERT_EQ(::fstat(segment.fd(), &status), 0);
  EXPECT_EQ(static_cast<std::size_t>(status.st_size), SegmentSize(3, 8, 1));
}

TEST(Segment, HasAllItsPagesFromTheStart) {
  const Segment segment = CreateThreeWorkers();
  struct stat status{};
  ASSERT_EQ(::fstat(segment.fd(), &status), 0);
  EXPECT_GE(status.st_blocks * 512, status.st_size);
}

TEST(Segment, HasNoName) {
  const Segment segment = CreateThreeWorkers();
  struct stat status{};
  ASSERT_EQ(::fstat(segment.fd(), &status), 0);
  EXPECT_EQ(status.st_nlink, 0U);
}

TEST(Segment, LeavesItsFolderEmpty) {
  const SharedMemoryFolder folder;
  const Segment segment = Segment::Create(kThreeWorkers, RunSettings(), folder.path());
  EXPECT_TRUE(fs::is_empty(folder.path()));
}

TEST(Segment, MayBeReadByItsUserOnly) {
  // It holds the Redis URL, which may hold a password.
  const Segment segment = CreateThreeWorkers();
  struct stat status{};
  ASSERT_EQ(::fstat(segment.fd(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777, 0600U);
}

TEST(Segment, IsNotInheritedByOtherPrograms) {
  const Segment segment = CreateThreeWorkers();
  EXPECT_TRUE(::fcntl(segment.fd(), F_GETFD) & FD_CLOEXEC);
}

TEST(Segment, KeepsTheRingsOfItsWorkersApart) {
  Segment segment = CreateThreeWorkers();
  for (std::size_t worker = 0; worker < 3; ++worker) {
    TaskRingProducer ring = segment.Producer(worker);
    for (std::uint64_t i = 0; i < 5; ++i) {
      EXPECT_TRUE(ring.TryPush({.sequence = worker * 10 + i,
                                .due_ns = -1,
                                .issued_ns = -1,
                                .measured = 0xffff'ffff,
                                .stage = 0xffff'ffff}));
    }
    EXPECT_FALSE(ring.TryPush({}));
  }
  for (std::size_t worker = 0; worker < 3; ++worker) {
    TaskRingConsumer ring = segment.Consumer(worker);
    EXPECT_EQ(segment.worker(worker).vitals.state, WorkerState::kStarting);
    EXPECT_EQ(HistogramSnapshot(segment.worker(worker).loop_lag).count(), 0U);
    for (std::uint64_t i = 0; i < 5; ++i) {
      Task task;
      ASSERT_TRUE(ring.Take(task));
      EXPECT_EQ(task.sequence, worker * 10 + i);
      ring.Complete();
    }
  }
}

TEST(Segment, IsSeenWholeByAChildThatInheritedItsDescriptor) {
  RunSettings settings;
  settings.max_flats = 17;
  settings.redis_url.Assign("redis://somewhere");
  Segment segment = Segment::Create(kThreeWorkers, settings);
  ChildProcess child([&] {
    Segment attached = Segment::Attach(DuplicateOf(segment));
    const SegmentHeader& header = attached.header();
    const bool same = header.settings.max_flats == 17 &&
                      header.settings.redis_url.view() == "redis://somewhere" &&
                      header.supervisor_pid == ::getppid() && header.backlog_limit == 5;
    attached.stage(2, 0).timings.task.Record(42us);
    attached.worker(2).vitals.tasks_completed = 1;
    return same ? 0 : 1;
  });
  EXPECT_EQ(child.Wait(), 0);
  EXPECT_EQ(segment.worker(2).vitals.tasks_completed, 1U);
  EXPECT_EQ(HistogramSnapshot(segment.stage(2, 0).timings.task).Max(), 42us);
  EXPECT_EQ(segment.worker(1).vitals.tasks_completed, 0U);
}

TEST(Segment, OutlivesAWorkerThatIsKilled) {
  Segment segment = CreateThreeWorkers();
  segment.Producer(0).TryPush({});
  ChildProcess child([&] {
    Segment attached = Segment::Attach(DuplicateOf(segment));
    Task task;
    attached.Consumer(0).Take(task);
    return ::raise(SIGKILL);
  });
  EXPECT_EQ(child.Wait(), 128 + SIGKILL);
  EXPECT_EQ(segment.worker(0).ring.Backlog(), 1U);
}

TEST(Segment, AttachesToAForgeryThatIsRight) {
  EXPECT_EQ(RefusalOf(Spoiled([](SegmentHeader&) {})), "attached");
}

TEST(Segment, RefusesAnInvalidDescriptor) {
  EXPECT_EQ(RefusalOf(UniqueFd()),
            "Cannot attach to the shared memory: Bad file descriptor; workers are "
            "started by the supervisor, not by hand.");
}

TEST(Segment, RefusesMemoryThatIsTooSmallForAHeader) {
  EXPECT_EQ(RefusalOf(Forged(kWorkersOffset - 1)),
            "The shared memory of " + std::to_string(kWorkersOffset - 1) +
                " bytes is too small to be redline's.");
}

TEST(Segment, RefusesMemoryOfSomethingElse) {
  EXPECT_EQ(RefusalOf(Spoiled([](SegmentHeader& header) { ++header.magic; })),
            "The shared memory is not redline's, or not ready.");
}

TEST(Segment, RefusesMemoryWhoseVersionIsNotPublishedYet) {
  EXPECT_EQ(RefusalOf(Spoiled([](SegmentHeader& header) { header.version = 0; })),
            "The shared memory is not redline's, or not ready.");
}

TEST(Segment, RefusesAnotherVersionAndNamesBoth) {
  EXPECT_EQ(RefusalOf(Spoiled([](SegmentHeader& header) { header.version = 77; })),
            "The shared memory has layout version 77, this worker knows " +
                std::to_string(kSegmentVersion) +
                ": build supervisor and worker from the same tree.");
}

TEST(Segment, RefusesMemoryThatIsSmallerThanItsHeaderSays) {
  EXPECT_EQ(RefusalOf(Spoiled([](SegmentHeader& header) { header.worker_count = 2; })),
            "The shared memory of " + std::to_string(SegmentSize(1, 8, 1)) +
                " bytes is smaller than its header says.");
}

// As in gVisor, whose file systems know no O_TMPFILE, or where /dev/shm is not mounted.
TEST(Segment, IsOfTheKernelsOwnMemoryWhereAFolderTakesNoFilesWithoutAName) {
  for (const char* folder : {"/proc/self", "/no/such/folder"}) {
    ASSERT_LT(::open(folder, O_TMPFILE | O_RDWR | O_CLOEXEC, 0600), 0);
    Segment segment =
        Segment::Create({.worker_count = 2, .backlog_limit = 8}, RunSettings(), folder);
    segment.header().phase = Phase::kMeasuring;
    const Segment attached = Segment::Attach(UniqueFd(::dup(segment.fd())));
    EXPECT_EQ(attached.worker_count(), 2U);
    EXPECT_EQ(attached.header().phase, Phase::kMeasuring);
  }
}

TEST(Segment, NamesTheLimitOfOpenFilesIfThatIsReached) {
  ChildProcess child([] {
    const rlimit none{.rlim_cur = 0, .rlim_max = 0};
    if (::setrlimit(RLIMIT_NOFILE, &none) != 0) return 1;
    return CreationIn("/dev/shm") ==
                   "Cannot create shared memory in /dev/shm: Too many open files; raise "
                   "the limit of open files (ulimit -n)."
               ? 0
               : 2;
  });
  EXPECT_EQ(child.Wait(), 0);
}

// Mounts a tmpfs of one MiB on `folder`, seen by this process only; false if the system
// does not allow it.
bool MountSmallTmpfs(const std::string& folder) {
  if (::unshare(CLONE_NEWNS) != 0 && ::unshare(CLONE_NEWUSER | CLONE_NEWNS) != 0) {
    return false;
  }
  // Not to be seen outside.
  ::mount("none", "/", nullptr, MS_REC | MS_PRIVATE, nullptr);
  return ::mount("tmpfs", folder.c_str(), "tmpfs", 0, "size=1m") == 0;
}

TEST(Segment, SaysHowMuchItNeedsAndHowMuchIsFreeInASmallTmpfs) {
  constexpr int kNotAllowed = 99;
  const SharedMemoryFolder folder;
  int pipe_fds[2];
  ASSERT_EQ(::pipe2(pipe_fds, O_CLOEXEC), 0);
  const UniqueFd reader(pipe_fds[0]);
  UniqueFd writer(pipe_fds[1]);
  ChildProcess child([&] {
    if (!MountSmallTmpfs(folder.path())) return kNotAllowed;
    const std::string sentence = CreationIn(folder.path());
    const auto written = ::write(writer.get(), sentence.data(), sentence.size());
    return written == static_cast<ssize_t>(sentence.size()) && fs::is_empty(folder.path())
               ? 0
               : 1;
  });
  writer.Reset();
  char text[1024] = {};
  const auto length = ::read(reader.get(), text, sizeof text - 1);
  const int code = child.Wait();
  if (code == kNotAllowed) {
    GTEST_SKIP() << "this system does not allow a mount namespace or a tmpfs in it";
  }
  ASSERT_EQ(code, 0);
  ASSERT_GT(length, 0);
  const std::size_t bytes = SegmentSize(100, 128, 1);
  const std::string needed =
      std::to_string((bytes >> 20) + 1) + " MiB (" + std::to_string(bytes) + " bytes)";
  EXPECT_EQ(std::string(text),
            "The run needs " + needed + " of shared memory, but " + folder.path() +
                " has only 1048576 bytes free: use fewer workers or stages, or a smaller "
                "--max_worker_backlog, or make " +
                folder.path() + " larger.");
}

// A signal may come while the pages are allocated, and tmpfs then gives up.
TEST(Segment, IsCreatedAlthoughASignalComesMeanwhile) {
  static std::atomic<int> signals = 0;
  struct sigaction action{};
  action.sa_handler = [](int) { ++signals; };
  ASSERT_EQ(::sigaction(SIGALRM, &action, nullptr), 0);
  const itimerval soon{.it_interval = {}, .it_value = {.tv_sec = 0, .tv_usec = 1000}};
  ASSERT_EQ(::setitimer(ITIMER_REAL, &soon, nullptr), 0);
  // So large that its allocation takes many times as long.
  EXPECT_EQ(Segment::Create({.worker_count = 1000, .backlog_limit = 1000}, RunSettings())
                .worker_count(),
            1000U);
  EXPECT_EQ(signals, 1);
}

}  // namespace
}  // namespace redline::shm
