#include "runner/workers/ask_worker.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>

#include "base/errors.h"
#include "base/unique_fd.h"
#include "shm/segment_layout.h"
#include "worker/describe/description_json.h"

namespace redline::runner {
namespace {

using std::chrono::steady_clock;

// A task file of the greatest length is read in milliseconds.
constexpr std::chrono::seconds kPatience{10};
// An answer has some hundred bytes; a program that is no worker may write any number.
constexpr std::size_t kLongestAnswer = 1 << 20;

std::string Reason(int error) { return std::generic_category().message(error); }

// A file without a name that holds the text, to be read from its beginning.
UniqueFd FileWith(std::string_view text) {
  UniqueFd file(::memfd_create("redline request", MFD_CLOEXEC));
  while (file && !text.empty()) {
    const ssize_t written = ::write(file.get(), text.data(), text.size());
    if (written < 0) return UniqueFd();
    text.remove_prefix(static_cast<std::size_t>(written));
  }
  if (file) ::lseek(file.get(), 0, SEEK_SET);
  return file;
}

// The executable, asked, with its stdout; killed and waited for at the end if need be.
class AskedWorker {
 public:
  // Throws EnvironmentError.
  AskedWorker(const std::filesystem::path& executable, const std::string& request) {
    const UniqueFd input = FileWith(request);
    std::array<int, 2> pipe{};
    if (!input || ::pipe2(pipe.data(), O_CLOEXEC) != 0) Refuse(executable, errno);
    output_ = UniqueFd(pipe[0]);
    const UniqueFd write_end(pipe[1]);
    posix_spawn_file_actions_t actions;
    ::posix_spawn_file_actions_init(&actions);
    ::posix_spawn_file_actions_adddup2(&actions, input.get(), STDIN_FILENO);
    ::posix_spawn_file_actions_adddup2(&actions, write_end.get(), STDOUT_FILENO);
    std::string path = executable.string();
    std::string describe = "--describe";
    std::array<char*, 3> argv = {path.data(), describe.data(), nullptr};
    const int error =
        ::posix_spawn(&pid_, path.c_str(), &actions, nullptr, argv.data(), environ);
    ::posix_spawn_file_actions_destroy(&actions);
    if (error != 0) Refuse(executable, error);
  }
  ~AskedWorker() {
    ::kill(pid_, SIGKILL);
    while (::waitpid(pid_, nullptr, 0) < 0 && errno == EINTR) {
    }
  }
  AskedWorker(const AskedWorker&) = delete;
  AskedWorker& operator=(const AskedWorker&) = delete;

  // All that it writes until it ends; nothing if that takes too long.
  std::optional<std::string> Output() {
    const steady_clock::time_point deadline = steady_clock::now() + kPatience;
    std::string output;
    while (output.size() <= kLongestAnswer) {
      const auto left =
          std::chrono::ceil<std::chrono::milliseconds>(deadline - steady_clock::now());
      pollfd readable{.fd = output_.get(), .events = POLLIN, .revents = 0};
      if (left.count() <= 0) return std::nullopt;
      if (::poll(&readable, 1, static_cast<int>(left.count())) <= 0) continue;
      std::array<char, 4096> bytes;
      const ssize_t size = ::read(output_.get(), bytes.data(), bytes.size());
      if (size < 0 && errno == EINTR) continue;
      if (size <= 0) return output;
      output.append(bytes.data(), static_cast<std::size_t>(size));
    }
    return output;
  }

 private:
  [[noreturn]] static void Refuse(const std::filesystem::path& executable, int error) {
    throw EnvironmentError("Cannot start the worker " + executable.string() + ": " +
                           Reason(error) + ".");
  }

  pid_t pid_ = -1;
  UniqueFd output_;
};

std::string Named(const worker::WorkloadRequest& request) {
  return request.name.empty() ? "" : " \"" + std::string(request.name) + "\"";
}

}  // namespace

worker::WorkloadDescription AskWorker(const std::filesystem::path& executable,
                                      const worker::WorkloadRequest& request) {
  std::error_code unknown;
  if (!std::filesystem::is_regular_file(executable, unknown)) {
    throw UsageError("--worker: there is no executable '" + executable.string() +
                     "'; the number of workers is --num_workers.");
  }
  AskedWorker asked(executable, ToJson(request));
  const auto output = asked.Output();
  if (!output) {
    throw UsageError("The worker " + executable.string() + " did not say within " +
                     std::to_string(kPatience.count()) + " s what the workload" +
                     Named(request) + " is: does reading it ever end?");
  }
  const auto answer = worker::ReadAnswer(*output);
  if (!answer) {
    throw UsageError("'" + executable.string() + "' did not say what the workload" +
                     Named(request) +
                     " is: it is no worker of redline, or ended too early. "
                     "docs/cpp-workers.md says how a worker is built.");
  }
  if (answer->segment_version != shm::kSegmentVersion) {
    throw UsageError("--worker: '" + executable.string() + "' was built for version " +
                     std::to_string(answer->segment_version) +
                     " of the shared memory's layout, and this redline has version " +
                     std::to_string(shm::kSegmentVersion) +
                     ": build it again with this redline's headers and library.");
  }
  if (!answer->description) throw UsageError(answer->refusal);
  return *answer->description;
}

}  // namespace redline::runner
