// Shows a run to whoever watches it: a live view on a terminal, a line a second
// elsewhere, and the final report once.
//
// Writes to one descriptor (not owned). A live view never waits: while the terminal or
// pipe takes nothing, updates are left out, and when the reader has gone (a closed pipe,
// a terminal that was hung up) nothing more is written. Main thread only.
#ifndef REDLINE_RUNNER_DISPLAY_H_
#define REDLINE_RUNNER_DISPLAY_H_

#include <chrono>
#include <cstddef>
#include <string_view>

#include "reporting/live_view.h"
#include "reporting/preflight.h"
#include "reporting/progress.h"
#include "reporting/result.h"
#include "reporting/style.h"
#include "reporting/terminal_size.h"
#include "runner/color_mode.h"

namespace redline::runner {

class Display {
 public:
  using TimePoint = std::chrono::steady_clock::time_point;

  // A terminal whose TERM is "dumb" or unset is no terminal: it knows no sequences.
  Display(int fd, double max_updates_per_second, ColorMode color);

  // How often Update is worth calling.
  std::chrono::steady_clock::duration interval() const { return interval_; }

  // Shows how the run goes.
  void Update(const reporting::Result& result, const reporting::Progress& progress,
              TimePoint now);

  // Shows what was found before the start; stays, apart from the live view.
  void ShowPreflight(const reporting::Preflight& preflight);

  // Shows lines that stay, apart from the live view.
  void Say(std::string_view lines);

  // Removes the live view, if there is one; for the time being or at the end.
  void Clear();

  // Shows the final report.
  void Finish(const reporting::Result& result);

 private:
  reporting::TerminalSize Size() const;
  // Of tables that stay.
  std::size_t MaxWidth() const;
  void Write(std::string_view bytes);
  bool TakesBytes() const;

  const int fd_;
  const bool terminal_;
  const reporting::Style style_;
  const std::chrono::steady_clock::duration interval_;
  reporting::LiveView live_view_;
  bool reader_gone_ = false;
};

}  // namespace redline::runner

#endif  // REDLINE_RUNNER_DISPLAY_H_
