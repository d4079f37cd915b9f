// The program for results, from the rows of its commands.
#ifndef REDLINE_MANUAL_REPORT_PROGRAM_H_
#define REDLINE_MANUAL_REPORT_PROGRAM_H_

#include "manual/program.h"

namespace redline::manual {

Program ReportProgram();

}  // namespace redline::manual

#endif  // REDLINE_MANUAL_REPORT_PROGRAM_H_
