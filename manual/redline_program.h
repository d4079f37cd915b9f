// The supervisor's program, from the rows of its settings.
#ifndef REDLINE_MANUAL_REDLINE_PROGRAM_H_
#define REDLINE_MANUAL_REDLINE_PROGRAM_H_

#include "manual/program.h"

namespace redline::manual {

Program RedlineProgram();

}  // namespace redline::manual

#endif  // REDLINE_MANUAL_REDLINE_PROGRAM_H_
