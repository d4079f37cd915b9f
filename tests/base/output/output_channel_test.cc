#include "base/output/output_channel.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <cstddef>
#include <string>
#include <thread>

#include "base/output/patience.h"
#include "base/unique_fd.h"

namespace redline::reporting {
namespace {

using namespace std::chrono_literals;

// A pipe that holds 4 KB.
struct Pipe {
  Pipe() {
    int fds[2];
    EXPECT_EQ(::pipe2(fds, O_CLOEXEC), 0);
    read = UniqueFd(fds[0]);
    write = UniqueFd(fds[1]);
    EXPECT_EQ(::fcntl(fds[1], F_SETPIPE_SZ, 4096), 4096);
  }
  UniqueFd WriteEnd() const { return UniqueFd(::fcntl(write.get(), F_DUPFD_CLOEXEC, 0)); }
  // So many bytes, in small parts.
  std::string Read(std::size_t size) const {
    std::string text;
    char bytes[100];
    while (text.size() < size) {
      const ssize_t got = ::read(read.get(), bytes, sizeof bytes);
      if (got <= 0) break;
      text.append(bytes, static_cast<std::size_t>(got));
    }
    return text;
  }

  UniqueFd read;
  UniqueFd write;
};

std::string Numbers(int count) {
  std::string text;
  for (int i = 0; i < count; ++i) text += std::to_string(i) + "\n";
  return text;
}

TEST(OutputChannel, NeverWaitsForItsReaderToPut) {
  const Pipe pipe;
  const Patience patience;
  OutputChannel channel(pipe.WriteEnd(), patience);
  EXPECT_TRUE(channel.idle());
  for (int i = 0; i < 100; ++i) channel.Put(std::string(10'000, 'x'));
  EXPECT_FALSE(channel.idle());
}

TEST(OutputChannel, GivesASlowReaderEverythingInOrder) {
  const Pipe pipe;
  const Patience patience;
  OutputChannel channel(pipe.WriteEnd(), patience);
  const std::string text = Numbers(20'000);
  channel.Put(text.substr(0, 5'000));
  channel.Put(text.substr(5'000));
  std::string got;
  std::thread reader([&] { got = pipe.Read(text.size()); });
  EXPECT_TRUE(channel.Flush());
  reader.join();
  EXPECT_EQ(got, text);
  EXPECT_TRUE(channel.idle());
  EXPECT_EQ(channel.error(), 0);
}

TEST(OutputChannel, GivesASlowReaderEverythingThoughThePatienceIsLimited) {
  const Pipe pipe;
  Patience patience;
  patience.Limit(1min);
  OutputChannel channel(pipe.WriteEnd(), patience);
  const std::string text = Numbers(20'000);
  channel.Put(text);
  std::string got;
  std::thread reader([&] { got = pipe.Read(text.size()); });
  EXPECT_TRUE(channel.Flush());
  reader.join();
  EXPECT_EQ(got, text);
}

TEST(OutputChannel, IsNotFlushedForAReaderWhoTakesNothing) {
  const Pipe pipe;
  Patience patience;
  patience.Limit(1ms);
  OutputChannel channel(pipe.WriteEnd(), patience);
  channel.Put(std::string(100'000, 'x'));
  EXPECT_FALSE(channel.Flush());
}

TEST(OutputChannel, StopsWaitingWhenThePatienceIsLimitedMeanwhile) {
  const Pipe pipe;
  Patience patience;
  OutputChannel channel(pipe.WriteEnd(), patience);
  channel.Put(std::string(100'000, 'x'));
  std::thread signal([&] { patience.Limit(1ms); });
  EXPECT_FALSE(channel.Flush());
  signal.join();
}

TEST(OutputChannel, SettlesForAMomentAndGoesOnAfterIt) {
  const Pipe pipe;
  const Patience patience;
  OutputChannel channel(pipe.WriteEnd(), patience);
  const std::string text = Numbers(5'000);
  channel.Put(text);
  channel.Settle(1ms);
  EXPECT_FALSE(channel.idle());
  std::string got;
  std::thread reader([&] { got = pipe.Read(text.size()); });
  EXPECT_TRUE(channel.Flush());
  reader.join();
  EXPECT_EQ(got, text);
}

TEST(OutputChannel, KeepsTheFirstError) {
  const Patience patience;
  OutputChannel full(UniqueFd(::open("/dev/full", O_WRONLY | O_CLOEXEC)), patience);
  full.Put("x");
  EXPECT_FALSE(full.Flush());
  EXPECT_EQ(full.error(), ENOSPC);
  full.Put("y");
  EXPECT_TRUE(full.idle());
  EXPECT_FALSE(full.Flush());
}

TEST(OutputChannel, NoticesThatItsReaderHasGone) {
  ::signal(SIGPIPE, SIG_IGN);
  Pipe pipe;
  const Patience patience;
  OutputChannel channel(pipe.WriteEnd(), patience);
  channel.Put(std::string(100'000, 'x'));
  pipe.read.Reset();
  EXPECT_FALSE(channel.Flush());
  EXPECT_EQ(channel.error(), EPIPE);
}

// They are the open file's, which others have too.
TEST(OutputChannel, LeavesTheFilesFlagsAsTheyWere) {
  const Pipe pipe;
  const int flags = ::fcntl(pipe.write.get(), F_GETFL);
  const Patience patience;
  OutputChannel channel(pipe.WriteEnd(), patience);
  channel.Put("x");
  EXPECT_TRUE(channel.Flush());
  EXPECT_EQ(::fcntl(pipe.write.get(), F_GETFL), flags);
}

TEST(OutputChannel, WaitsForAFileThatDoesNotBlock) {
  const Pipe pipe;
  ASSERT_EQ(::fcntl(pipe.write.get(), F_SETFL, O_NONBLOCK), 0);
  const Patience patience;
  OutputChannel channel(pipe.WriteEnd(), patience);
  const std::string text = Numbers(5'000);
  channel.Put(text);
  std::string got;
  std::thread reader([&] { got = pipe.Read(text.size()); });
  EXPECT_TRUE(channel.Flush());
  reader.join();
  EXPECT_EQ(got, text);
}

TEST(OutputChannel, LeavesSignalsToOthers) {
  const Pipe pipe;
  const Patience patience;
  OutputChannel channel(pipe.WriteEnd(), patience);
  channel.Put("x");
  ASSERT_TRUE(channel.Flush());
  sigset_t mask;
  ASSERT_EQ(::pthread_sigmask(SIG_SETMASK, nullptr, &mask), 0);
  EXPECT_EQ(::sigismember(&mask, SIGTERM), 0) << "of the thread that puts";
}

}  // namespace
}  // namespace redline::reporting
