// Shows a run to its user: a live view on a terminal, a line a second
// elsewhere, and the final report once.
//
// Speaks through the program's output (not owned), so it never waits for its reader:
// while the terminal or pipe takes nothing, updates are left out. Main thread only.
#ifndef REDLINE_RUNNER_DISPLAY_DISPLAY_H_
#define REDLINE_RUNNER_DISPLAY_DISPLAY_H_

#include <chrono>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/output/output.h"
#include "base/output/terminal_size.h"
#include "reporting/model/preflight.h"
#include "reporting/model/result.h"
#include "reporting/model/search_result.h"
#include "reporting/model/sweep_result.h"
#include "reporting/tables/style.h"
#include "reporting/text/live_view.h"
#include "reporting/text/progress.h"
#include "reporting/text/text_report.h"
#include "runner/display/color_mode.h"

namespace redline::runner {

class Display {
 public:
  using TimePoint = std::chrono::steady_clock::time_point;

  Display(Output& output, double max_updates_per_second, ColorMode color);

  // How often Update is worth calling.
  std::chrono::steady_clock::duration interval() const { return interval_; }

  // Shows how the run goes; on a terminal, only while we are in its foreground.
  void Update(const reporting::Result& result, const reporting::Progress& progress,
              TimePoint now);

  // The run is one of several trials: these lines stand above its live view, and where
  // there is no terminal its progress is not shown. Empty: it is not.
  void SetHeading(std::vector<std::string> lines) { heading_ = std::move(lines); }

  // Shows what was found before the start; stays, apart from the live view. Of several
  // trials only the first's.
  void ShowPreflight(const reporting::Preflight& preflight);

  // Shows a sentence that stays, apart from the live view. Its words may be others'.
  void Say(std::string_view sentence);

  // Removes the live view, if there is one; for the time being or at the end.
  void Clear();

  // The same, and waits a moment until it is gone: before the process stops or ends.
  void StepAside();

  // We have been stopped and go on: others have used the terminal meanwhile. The next
  // view is drawn below what they have left.
  void Resume();

  // Shows the final report.
  void Finish(const reporting::Result& result, reporting::Tables tables);
  void Finish(const reporting::SearchResult& result);
  void Finish(const reporting::SweepResult& result);

 private:
  std::vector<reporting::StyledLine> Heading(TerminalSize size) const;

  Output& output_;
  const bool terminal_;
  const reporting::Style style_;
  const std::chrono::steady_clock::duration interval_;
  reporting::LiveView live_view_;
  std::vector<std::string> heading_;
  bool has_shown_preflight_ = false;
};

}  // namespace redline::runner

#endif  // REDLINE_RUNNER_DISPLAY_DISPLAY_H_
