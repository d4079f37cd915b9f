// The live view's lines: the most important first.
//
// A pure function; no line holds an escape sequence or a line's end: live_view.h adds
// those.
#ifndef REDLINE_REPORTING_TEXT_LIVE_REPORT_H_
#define REDLINE_REPORTING_TEXT_LIVE_REPORT_H_

#include <optional>
#include <string_view>
#include <vector>

#include "base/output/terminal_size.h"
#include "reporting/model/result.h"
#include "reporting/tables/style.h"

namespace redline::reporting {

// A worst backlog of so much of its limit is painted as about to fail.
inline constexpr double kAlarmingBacklogShare = 0.8;

// From the top: the progress bar (see progress.h; a line), in a run with stages the one
// that is going on, the worst backlog, Messaging
// Stats, how completed tasks, worst backlog and response p99 went so far (sparkline.h;
// from Result::series, without it nothing), the bottleneck so far (if the result has
// one), Worker Vitals, Worker timings, Constants.
//
// For a terminal of the given size it is laid out to fit above the last row: wide tables
// are split, sentences wrapped, Constants go beside Messaging Stats, lines stand for
// tables, and at last parts are left out; a last line then says which. No line is wider
// than the terminal, but the progress bar as it came. Without a size, all of them as they
// are.
std::vector<StyledLine> LiveReport(const Result& result, std::string_view progress_bar,
                                   std::optional<TerminalSize> size = std::nullopt);

}  // namespace redline::reporting

#endif  // REDLINE_REPORTING_TEXT_LIVE_REPORT_H_
