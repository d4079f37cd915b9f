// The titled tables of a report as text (report_tables.h says what is in them), one
// function each.
//
// A block is text whose every line ends in '\n'. Tables wider than `max_width` cells are
// split (see TextTable). Titles and what a reader must not miss are painted in `style`,
// by default not at all. Workers are shown worst first, MAX_WORKERS_DISPLAY of them, in
// the same order in both of their tables; "(index)" is the worker's own index.
#ifndef REDLINE_REPORTING_TEXT_REPORT_BLOCKS_H_
#define REDLINE_REPORTING_TEXT_REPORT_BLOCKS_H_

#include <cstddef>
#include <string>

#include "reporting/model/result.h"
#include "reporting/tables/style.h"
#include "reporting/tables/text_table.h"

namespace redline::reporting {

// "Constants": the original's nine.
std::string ConstantsBlock(const Result& result, std::size_t max_width = kUnlimitedWidth,
                           const Style& style = {});

// "Messaging Stats:": the original's rows, then asked and delivered rate and lateness;
// the warm-up's leftover and the drain where there was one.
std::string MessagingBlock(const Result& result, std::size_t max_width = kUnlimitedWidth,
                           const Style& style = {});

// "Stages": a row for each, with what it ended with; nothing where there are none.
std::string StagesBlock(const Result& result, std::size_t max_width = kUnlimitedWidth,
                        const Style& style = {});

// "Worker Vitals".
std::string VitalsBlock(const Result& result, std::size_t max_width = kUnlimitedWidth,
                        const Style& style = {});

// "Worst workers", for a terminal with no room for the vitals: what tells how near each
// is to its limit, and as many of the columns as `max_width` has room for, the index at
// least. At most `most` rows; nothing if there are none.
std::string WorstWorkersBlock(const Result& result, std::size_t max_width,
                              std::size_t most);

// "Worker timings": mean and p99 of the task, of each step, and of the response.
std::string TimingsBlock(const Result& result, std::size_t max_width = kUnlimitedWidth,
                         const Style& style = {});

// "All workers": the timings of all workers together. Only for a result whose workers
// all carry their percentiles, which a live one's do not.
std::string TotalsBlock(const Result& result, std::size_t max_width = kUnlimitedWidth,
                        const Style& style = {});

// "All workers": the same in brief, what somebody waits for first.
std::string SummaryBlock(const Result& result, std::size_t max_width = kUnlimitedWidth,
                         const Style& style = {});

// "Errors": how often each class of error was met; nothing where there were none.
std::string ErrorsBlock(const Result& result, std::size_t max_width = kUnlimitedWidth,
                        const Style& style = {});

// "Redis": what it did in the measured phase, how lists were fetched and TLS verified,
// and "Redis commands": those that took most of its time, kCommandsShown of them. Nothing
// of what there was nothing of.
inline constexpr std::size_t kCommandsShown = 8;
std::string RedisBlock(const Result& result, std::size_t max_width = kUnlimitedWidth,
                       const Style& style = {});

// "Dynos": a row for each of a fleet's; nothing of a single run.
std::string DynosBlock(const Result& result, std::size_t max_width = kUnlimitedWidth,
                       const Style& style = {});

// "Thresholds": what the run had to keep to, and whether it did; nothing if none was
// asked for.
std::string ThresholdsBlock(const Result& result, std::size_t max_width = kUnlimitedWidth,
                            const Style& style = {});

// "status: Test succeeded" (failed, invalid, interrupted), the verdict's sentence, and
// the bottleneck's, wrapped; nothing while there is no verdict.
std::string VerdictBlock(const Result& result, std::size_t max_width = kUnlimitedWidth,
                         const Style& style = {});

// "Preflight": every check with what was found, and below the table a sentence for each
// that is a warning or a refusal, wrapped. For before the start: not part of a result's
// report.
std::string PreflightBlock(const Preflight& preflight,
                           std::size_t max_width = kUnlimitedWidth,
                           const Style& style = {});

}  // namespace redline::reporting

#endif  // REDLINE_REPORTING_TEXT_REPORT_BLOCKS_H_
