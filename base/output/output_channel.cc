#include "base/output/output_channel.h"

#include <poll.h>
#include <signal.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <cstddef>
#include <string_view>
#include <system_error>
#include <utility>

#include "base/mutex.h"

namespace redline {
namespace {

using std::chrono::steady_clock;

// A part is written at once, so that a slow reader is seen to read.
constexpr std::size_t kLargestPart = 4096;
// How often it is looked whether the patience has been limited.
constexpr std::chrono::milliseconds kLook{20};

// Job control's signals are for programs that write to a terminal in the background.
class SignalsBlocked {
 public:
  SignalsBlocked() {
    sigset_t signals;
    ::sigfillset(&signals);
    for (const int signal : {SIGTTOU, SIGTTIN, SIGTSTP}) ::sigdelset(&signals, signal);
    ::pthread_sigmask(SIG_SETMASK, &signals, &before_);
  }
  ~SignalsBlocked() { ::pthread_sigmask(SIG_SETMASK, &before_, nullptr); }
  SignalsBlocked(const SignalsBlocked&) = delete;
  SignalsBlocked& operator=(const SignalsBlocked&) = delete;

 private:
  sigset_t before_;
};

// How many bytes were taken; waits for the first. Negative: an errno.
ssize_t WriteSome(int fd, std::string_view bytes) {
  while (true) {
    const ssize_t taken = ::write(fd, bytes.data(), bytes.size());
    if (taken >= 0) return taken;
    if (errno == EAGAIN) {
      pollfd room{.fd = fd, .events = POLLOUT, .revents = 0};
      ::poll(&room, 1, -1);
    } else if (errno != EINTR) {
      return -errno;
    }
  }
}

}  // namespace

struct OutputChannel::State {
  explicit State(UniqueFd to) : owned(std::move(to)), fd(owned.get()) {}
  explicit State(int to) : fd(to) {}
  bool idle() const REQUIRES(mutex) { return waiting.empty() && !writing; }

  const UniqueFd owned;
  const int fd;
  Mutex mutex;
  Condition changed;
  std::string waiting GUARDED_BY(mutex);
  bool writing GUARDED_BY(mutex) = false;
  bool over GUARDED_BY(mutex) = false;  // Nobody waits for the rest.
  int error GUARDED_BY(mutex) = 0;
  steady_clock::time_point last_taken GUARDED_BY(mutex);
};

OutputChannel::OutputChannel(UniqueFd fd, const Patience& patience)
    : patience_(patience), state_(std::make_shared<State>(std::move(fd))) {}

OutputChannel::OutputChannel(int fd, const Patience& patience)
    : patience_(patience), state_(std::make_shared<State>(fd)) {}

OutputChannel::~OutputChannel() {
  if (!thread_.joinable()) return;
  bool idle = false;
  {
    const MutexLock lock(state_->mutex);
    state_->over = true;
    idle = state_->idle();
  }
  state_->changed.NotifyAll();
  if (idle) {
    thread_.join();
  } else {
    thread_.detach();
  }
}

void OutputChannel::Put(std::string bytes) {
  if (bytes.empty()) return;
  if (!thread_.joinable()) {
    try {
      const SignalsBlocked blocked;
      thread_ = std::thread([state = state_] { Serve(*state); });
    } catch (const std::system_error&) {
      // As many threads as there may be: then this one waits for the reader.
      Write(*state_, bytes);
      return;
    }
  }
  {
    const MutexLock lock(state_->mutex);
    if (state_->error != 0 || state_->over) return;
    state_->waiting += bytes;
  }
  state_->changed.NotifyAll();
}

bool OutputChannel::idle() const {
  const MutexLock lock(state_->mutex);
  return state_->idle();
}

void OutputChannel::Settle(std::chrono::milliseconds most) {
  const MutexLock lock(state_->mutex);
  const steady_clock::time_point end = steady_clock::now() + most;
  while (!state_->idle() && steady_clock::now() < end) {
    state_->changed.WaitUntil(state_->mutex, end);
  }
}

bool OutputChannel::Flush() {
  const steady_clock::time_point begin = steady_clock::now();
  const MutexLock lock(state_->mutex);
  while (!state_->idle() && !state_->over) {
    state_->changed.WaitUntil(state_->mutex, steady_clock::now() + kLook);
    const auto since = std::max(begin, state_->last_taken);
    if (patience_.IsOverAfter(steady_clock::now() - since)) state_->over = true;
  }
  return state_->error == 0 && state_->idle();
}

int OutputChannel::error() const {
  const MutexLock lock(state_->mutex);
  return state_->error;
}

void OutputChannel::Serve(State& state) {
  while (true) {
    std::string bytes;
    {
      const MutexLock lock(state.mutex);
      while (!state.over && state.waiting.empty()) state.changed.Wait(state.mutex);
      if (state.over) return;
      bytes = std::exchange(state.waiting, {});
      state.writing = true;
    }
    Write(state, bytes);
    const MutexLock lock(state.mutex);
    state.writing = false;
    if (state.error != 0) state.waiting.clear();
    state.changed.NotifyAll();
  }
}

void OutputChannel::Write(State& state, const std::string& bytes) {
  std::string_view rest = bytes;
  while (!rest.empty()) {
    const ssize_t taken = WriteSome(state.fd, rest.substr(0, kLargestPart));
    const MutexLock lock(state.mutex);
    state.last_taken = steady_clock::now();
    if (taken < 0) state.error = static_cast<int>(-taken);
    if (taken < 0 || state.over) return;
    rest.remove_prefix(static_cast<std::size_t>(taken));
  }
}

}  // namespace redline
