// The command compare: runs, or searches, beside each other, and the gate.
//
// Main thread only: it reads flags.
#ifndef REDLINE_REPORTING_COMPARE_COMMAND_H_
#define REDLINE_REPORTING_COMPARE_COMMAND_H_

#include <span>
#include <string>

#include "base/output/output.h"

namespace redline::reporting {

// `files` are the words after the command. Returns the exit code. Throws UsageError, or
// EnvironmentError if a file cannot be read or written to its end.
int CompareResults(std::span<const std::string> files, Output& output);

}  // namespace redline::reporting

#endif  // REDLINE_REPORTING_COMPARE_COMMAND_H_
