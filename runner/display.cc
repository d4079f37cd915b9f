#include "runner/display.h"

#include <poll.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstddef>
#include <cstdlib>
#include <optional>
#include <string>

#include "reporting/live_report.h"
#include "reporting/report_blocks.h"
#include "reporting/text_report.h"
#include "reporting/text_table.h"

namespace redline::runner {
namespace {

using std::chrono::steady_clock;

// A bar as wide as a very wide terminal is no easier to read.
constexpr std::size_t kWidestBar = 80;

bool IsTerminal(int fd) {
  const char* term = std::getenv("TERM");
  return ::isatty(fd) == 1 && term != nullptr && *term != '\0' &&
         std::string_view(term) != "dumb";
}

steady_clock::duration Interval(bool terminal, double max_updates_per_second) {
  using std::chrono::duration;
  const duration<double> seconds(terminal ? 1 / max_updates_per_second : 1.0);
  return std::chrono::ceil<steady_clock::duration>(seconds);
}

reporting::Style StyleFor(ColorMode mode, bool terminal) {
  std::optional<std::string> no_color;
  if (const char* value = std::getenv("NO_COLOR")) no_color = value;
  const bool colored = IsColored(mode, terminal, no_color);
  return colored ? reporting::Style::Colored() : reporting::Style();
}

}  // namespace

Display::Display(int fd, double max_updates_per_second, ColorMode color)
    : fd_(fd),
      terminal_(IsTerminal(fd)),
      style_(StyleFor(color, terminal_)),
      interval_(Interval(terminal_, max_updates_per_second)),
      live_view_(max_updates_per_second, style_) {}

void Display::Update(const reporting::Result& result, const reporting::Progress& progress,
                     TimePoint now) {
  if (!TakesBytes()) return;
  if (!terminal_) {
    Write(reporting::ProgressLine(progress, result) + "\n");
    return;
  }
  if (!live_view_.Due(now)) return;
  const reporting::TerminalSize size = Size();
  const std::string bar =
      reporting::ProgressBar(progress, std::min(size.columns, kWidestBar));
  Write(live_view_.Frame(reporting::LiveReport(result, bar, size), size, now));
}

void Display::ShowPreflight(const reporting::Preflight& preflight) {
  Say(reporting::PreflightBlock(preflight, MaxWidth(), style_));
}

void Display::Say(std::string_view lines) {
  Clear();
  Write(lines);
}

void Display::Clear() {
  if (terminal_) Write(live_view_.Finish(Size()));
}

void Display::Finish(const reporting::Result& result) {
  Clear();
  Write(reporting::FinalReport(result, MaxWidth(), style_));
}

std::size_t Display::MaxWidth() const {
  return terminal_ ? Size().columns : reporting::TextTable::kUnlimited;
}

reporting::TerminalSize Display::Size() const {
  winsize size{};
  if (::ioctl(fd_, TIOCGWINSZ, &size) != 0 || size.ws_col == 0 || size.ws_row == 0) {
    return {};
  }
  return {.columns = size.ws_col, .rows = size.ws_row};
}

void Display::Write(std::string_view bytes) {
  while (!reader_gone_ && !bytes.empty()) {
    const ssize_t written = ::write(fd_, bytes.data(), bytes.size());
    if (written >= 0) {
      bytes.remove_prefix(static_cast<std::size_t>(written));
    } else if (errno == EAGAIN) {
      pollfd waiting{.fd = fd_, .events = POLLOUT, .revents = 0};
      ::poll(&waiting, 1, -1);
    } else if (errno != EINTR) {
      reader_gone_ = true;
    }
  }
}

bool Display::TakesBytes() const {
  pollfd output{.fd = fd_, .events = POLLOUT, .revents = 0};
  return ::poll(&output, 1, 0) == 1;
}

}  // namespace redline::runner
