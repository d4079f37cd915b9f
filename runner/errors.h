// The errors that end a run before there is anything to report.
#ifndef REDLINE_RUNNER_ERRORS_H_
#define REDLINE_RUNNER_ERRORS_H_

#include "reporting/errors.h"

namespace redline::runner {

using reporting::EnvironmentError;
using reporting::UsageError;

}  // namespace redline::runner

#endif  // REDLINE_RUNNER_ERRORS_H_
