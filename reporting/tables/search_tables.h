// The table of a search: a row for each trial.
#ifndef REDLINE_REPORTING_TABLES_SEARCH_TABLES_H_
#define REDLINE_REPORTING_TABLES_SEARCH_TABLES_H_

#include "reporting/model/search_result.h"
#include "reporting/tables/text_table.h"

namespace redline::reporting {

TextTable TrialsTable(const SearchResult& result);

}  // namespace redline::reporting

#endif  // REDLINE_REPORTING_TABLES_SEARCH_TABLES_H_
