// The trials of a search as a table for spreadsheets and programs, as csv_report.h does a
// run: a line for each, with what was asked, its answer, and its figures.
#ifndef REDLINE_REPORTING_LOGS_TRIALS_CSV_H_
#define REDLINE_REPORTING_LOGS_TRIALS_CSV_H_

#include <string>

#include "reporting/model/search_result.h"
#include "reporting/model/sweep_result.h"

namespace redline::reporting {

std::string ToCsv(const SearchResult& result);
// Of all searches, each line beginning with the setting's value.
std::string ToCsv(const SweepResult& result);

}  // namespace redline::reporting

#endif  // REDLINE_REPORTING_LOGS_TRIALS_CSV_H_
