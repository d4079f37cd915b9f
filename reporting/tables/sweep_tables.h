// The table of a sweep: a row for each value of the setting.
#ifndef REDLINE_REPORTING_TABLES_SWEEP_TABLES_H_
#define REDLINE_REPORTING_TABLES_SWEEP_TABLES_H_

#include "reporting/model/sweep_result.h"
#include "reporting/tables/text_table.h"

namespace redline::reporting {

TextTable SweepTable(const SweepResult& result);

}  // namespace redline::reporting

#endif  // REDLINE_REPORTING_TABLES_SWEEP_TABLES_H_
