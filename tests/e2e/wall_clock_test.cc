// No source file of the programs looks at the wall clock, except for the date in reports.
//
// truth_test.cc steps that clock for a run, but can do so only for those who look at it
// by way of the C library. The kernel's own waits on it (a timer of CLOCK_REALTIME, a
// deadline of system_clock for a lock) it cannot reach without stepping the machine's
// clock; so there must be none. That OpenSSL looks at certificates' dates is not ours.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

namespace redline {
namespace {

namespace fs = std::filesystem;

// All that tells the wall clock's time or waits for it, by C++, by C and by Boost.
bool LooksAtWallClock(const std::string& line) {
  static const auto looks = ::testing::Matches(::testing::ContainsRegex(
      "system_clock|high_resolution_clock|utc_clock|tai_clock|gps_clock|file_clock|"
      "system_timer|deadline_timer|microsec_clock|second_clock|posix_time|"
      "CLOCK_REALTIME|CLOCK_TAI|TIME_UTC|gettimeofday|timespec_get|"
      "localtime|gmtime|mktime|timegm|strftime|"
      "pthread_cond_timedwait|pthread_mutex_timedlock|sem_timedwait|mq_timed|"
      "(^|[^[:alnum:]_.>])f?time *\\( *(nullptr|NULL|0|&|\\))"));
  return looks(line);
}

std::string ReadFile(const fs::path& path) {
  std::ifstream in(path);
  return {std::istreambuf_iterator<char>(in), {}};
}

// The test's data: what the programs are built of.
std::vector<fs::path> Sources() {
  std::vector<fs::path> sources;
  for (const char* room : {"base", "redis", "reporting", "runner", "shm", "worker"}) {
    for (const auto& entry : fs::recursive_directory_iterator(room)) {
      const std::string extension = entry.path().extension();
      if (extension == ".cc" || extension == ".h") sources.push_back(entry.path());
    }
  }
  return sources;
}

// The date in a report, and what a user's task asks for: they are in no figure.
const std::vector<fs::path> kAllowed = {"runner/machine/start_date.cc",
                                        "worker/task/unix_time.h"};

// "file:line: text" of the first look; empty if there is none.
std::string LookIn(const fs::path& path) {
  std::ifstream in(path);
  std::string line;
  for (int number = 1; std::getline(in, line); ++number) {
    if (LooksAtWallClock(line)) {
      return path.string() + ":" + std::to_string(number) + ": " + line;
    }
  }
  return "";
}

TEST(WallClockInSources, IsRecognisedHoweverItIsLookedAt) {
  for (const char* line :
       {"std::chrono::system_clock::now()", "seed = ::time(nullptr);",
        "seed=time( NULL )", "if (time(&now))", "std::time(0)",
        "::clock_gettime(CLOCK_REALTIME, &t)", "timerfd_create(CLOCK_REALTIME_ALARM, 0)",
        "gettimeofday(&t, nullptr)", "asio::system_timer timer(loop_);",
        "std::chrono::high_resolution_clock::now()"}) {
    EXPECT_TRUE(LooksAtWallClock(line)) << line;
  }
  for (const char* line : {"steady_clock::now()", "timerfd_create(CLOCK_MONOTONIC, 0)",
                           "pacer.DueBy(time)", "Reading{.used = time(used)}",
                           "CpuTime(0)", "task.time(0)", "asio::steady_timer t(loop)"}) {
    EXPECT_FALSE(LooksAtWallClock(line)) << line;
  }
}

TEST(WallClockInSources, IsReadInNone) {
  const std::vector<fs::path> sources = Sources();
  for (const fs::path& path : sources) {
    if (std::ranges::find(kAllowed, path) != kAllowed.end()) continue;
    EXPECT_EQ(LookIn(path), "");
  }
  for (const fs::path& path : kAllowed) {
    EXPECT_NE(LookIn(path), "") << "the exception has gone: " << path;
  }
  // Both programs to their ends, so that nothing is proved by looking at no file.
  for (const char* path :
       {"runner/main.cc", "runner/issue/issue_clock.cc", "runner/plan/run_id.cc",
        "worker/main.cc", "worker/ticker.cc", "worker/workloads/building_workload.cc",
        "shm/task_ring.h", "redis/redis_connection.cc",
        "reporting/json/json_report.cc"}) {
    EXPECT_NE(ReadFile(path), "") << path;
  }
  EXPECT_GT(sources.size(), 100U);
}

}  // namespace
}  // namespace redline
