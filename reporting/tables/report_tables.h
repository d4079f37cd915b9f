// The tables of a report, one function each, with the columns and rows of the original's
// tables and ours beside them. They are drawn by report_blocks.h as text and by
// html_report.h for a page.
#ifndef REDLINE_REPORTING_TABLES_REPORT_TABLES_H_
#define REDLINE_REPORTING_TABLES_REPORT_TABLES_H_

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "reporting/model/result.h"
#include "reporting/tables/style.h"
#include "reporting/tables/text_table.h"

namespace redline::reporting {

// Worst first (see WorstFirst), at most so many. They refer to the result.
std::vector<const WorkerResult*> WorstWorkers(const Result& result, std::size_t most);

// A row per dyno of a fleet.
TextTable DynosTable(const Result& result);

// The original's nine.
TextTable ConstantsTable(const Result& result);

// The original's rows, then asked and delivered rate and lateness; the warm-up's leftover
// and the drain where there was one, and how tasks arrived unless it was evenly.
TextTable MessagingTable(const Result& result);

// A row per stage, by number; without rows if the run had none.
TextTable StagesTable(const Result& result);

// A row per worker, in their order; "(index)" is the worker's own index.
TextTable VitalsTable(const std::vector<const WorkerResult*>& workers);

// The same workers in few columns, those of most use, as many as `max_width` has room
// for.
TextTable NarrowWorkersTable(const std::vector<const WorkerResult*>& workers,
                             std::size_t max_width);

// Mean and p99 of the task, of each step, and of the response; rows as in VitalsTable.
TextTable TimingsTable(const std::vector<const WorkerResult*>& workers,
                       const std::vector<std::string>& step_names);

// The timings of all workers together. Only for a result whose workers all carry their
// percentiles, which a live one's do not.
TextTable TotalsTable(const Result& result);

// The same in few columns, the response first: what somebody waits for.
TextTable SummaryTable(const Result& result);

// How often each class of error was met.
TextTable ErrorsTable(const Result& result);

// Redis' work in the measured phase, how lists were fetched and TLS verified; without
// rows if the run used no Redis.
TextTable RedisTable(const Result& result);
TextTable CommandsTable(std::span<const RedisCommandUsage> commands);

// The run's thresholds, and whether they were kept.
TextTable ThresholdsTable(const Result& result);

// Every check with what was found; what stands out has a role.
TextTable PreflightTable(const Preflight& preflight);
std::optional<Role> RoleOf(PreflightCheck::Outcome outcome);

}  // namespace redline::reporting

#endif  // REDLINE_REPORTING_TABLES_REPORT_TABLES_H_
