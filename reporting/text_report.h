// The whole report as text: at the end of a run, and while it lasts.
//
// Every line ends in '\n'. No escape sequences: live_view.h adds those.
#ifndef REDLINE_REPORTING_TEXT_REPORT_H_
#define REDLINE_REPORTING_TEXT_REPORT_H_

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "reporting/result.h"
#include "reporting/terminal_size.h"
#include "reporting/text_table.h"

namespace redline::reporting {

// All blocks, and as the last lines the status, the verdict's sentence, and the
// bottleneck's. Tables wider than `max_width` cells are split; a file or a pipe has no
// such limit.
std::string FinalReport(const Result& result,
                        std::size_t max_width = TextTable::kUnlimited);

// The blocks of a live view, around a progress bar (see progress.h; its text may have
// more than one line). For a terminal of
// the given size the blocks are laid out to fit above its last row: wide tables are
// split, Constants go beside Messaging Stats, and at last blocks are left out (for the
// vitals stands the worst backlog); a last line then says which. Without a size, all of
// them as they are.
std::string LiveReport(const Result& result, std::string_view progress_bar,
                       std::optional<TerminalSize> size = std::nullopt);

}  // namespace redline::reporting

#endif  // REDLINE_REPORTING_TEXT_REPORT_H_
