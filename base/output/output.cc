#include "base/output/output.h"

#include <fcntl.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <system_error>
#include <utility>

#include "base/exit_codes.h"
#include "base/output/report_stream.h"
#include "base/text/display_text.h"

namespace redline {
namespace {

// Returns stdout's.
int OpenStandardDescriptors() {
  for (const int fd : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) {
    // The lowest that is free, which is this one.
    if (::fcntl(fd, F_GETFD) < 0 && errno == EBADF) ::open("/dev/null", O_RDWR);
  }
  return STDOUT_FILENO;
}

bool AreOneFile(int a, int b) {
  struct stat first{};
  struct stat second{};
  return ::fstat(a, &first) == 0 && ::fstat(b, &second) == 0 &&
         first.st_dev == second.st_dev && first.st_ino == second.st_ino;
}

// Its reader has gone: a closed pipe, a terminal that was hung up.
bool IsReadersChoice(int fd, int error) {
  struct stat status{};
  // EIO is a closed terminal's, or a disk's error.
  const bool device = ::fstat(fd, &status) == 0 && S_ISCHR(status.st_mode);
  return error == EPIPE || error == ECONNRESET || (error == EIO && device);
}

std::string Wrapped(std::string_view text, std::size_t width) {
  std::string lines;
  for (const std::string_view line : WrapToWidth(text, width)) {
    lines.append(line).append("\n");
  }
  return WithoutReportMarks(std::move(lines));
}

}  // namespace

Output::Output()
    : stdout_(OpenStandardDescriptors(), patience_),
      out_{.fd = STDOUT_FILENO, .name = "stdout", .channel = &stdout_},
      error_{.fd = STDERR_FILENO, .name = "stderr", .channel = &stdout_} {
  if (AreOneFile(STDOUT_FILENO, STDERR_FILENO)) return;
  stderr_.emplace(STDERR_FILENO, patience_);
  error_.channel = &*stderr_;
}

bool Output::terminal() const { return IsTerminal(for_people_->fd); }

TerminalSize Output::size() const {
  winsize size{};
  if (::ioctl(for_people_->fd, TIOCGWINSZ, &size) != 0) return {};
  return TerminalSize{.columns = size.ws_col, .rows = size.ws_row}.OrUsual();
}

std::size_t Output::width() const { return WidthOf(for_people_->fd); }

bool Output::foreground() const {
  const pid_t group = ::tcgetpgrp(for_people_->fd);
  // A terminal that does not control us tells no group.
  return group < 0 || group == ::getpgrp();
}

void Output::Say(std::string_view sentence) {
  for_people_->channel->Put(Wrapped(ToPrintable(sentence), width()));
}

void Output::Complain(std::string_view sentence) {
  error_.channel->Put(Wrapped("redline: " + ToPrintable(sentence), WidthOf(error_.fd)));
}

void Output::Show(std::string_view lines) {
  for_people_->channel->Put(WithoutReportMarks(ToPrintableLines(lines)));
}

void Output::Send(std::string lines) { for_people_->channel->Put(std::move(lines)); }

void Output::PutReport(std::string report) { out_.channel->Put(std::move(report)); }

void Output::Draw(std::string frame) {
  for_people_->channel->Put(WithoutReportMarks(std::move(frame)));
}

void Output::Flush() {
  stdout_.Flush();
  if (stderr_) stderr_->Flush();
}

int Output::End(int code) {
  Flush();
  const int error = out_.channel->error();
  if (error == 0 || IsReadersChoice(STDOUT_FILENO, error)) return code;
  Complain("Cannot write to stdout: " + std::generic_category().message(error) +
           "; what is missing there is lost, and the exit code would have been " +
           std::to_string(code) + ".");
  Flush();
  return kExitEnvironment;
}

bool Output::IsTerminal(int fd) {
  const char* term = std::getenv("TERM");
  return ::isatty(fd) == 1 && term != nullptr && *term != '\0' &&
         std::string_view(term) != "dumb";
}

std::size_t Output::WidthOf(int fd) {
  winsize size{};
  if (!IsTerminal(fd)) return kUnlimitedWidth;
  if (::ioctl(fd, TIOCGWINSZ, &size) != 0) size = {};
  constexpr std::size_t kNarrowest = 2;  // A wide character's.
  const TerminalSize known{.columns = size.ws_col, .rows = size.ws_row};
  return std::max(known.OrUsual().columns, kNarrowest);
}

}  // namespace redline
