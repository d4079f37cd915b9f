// The command render: a result, or a search's, in another form.
//
// Main thread only: it reads flags.
#ifndef REDLINE_REPORTING_RENDER_COMMAND_H_
#define REDLINE_REPORTING_RENDER_COMMAND_H_

#include <span>
#include <string>

#include "base/output/output.h"

namespace redline::reporting {

// `files` are the words after the command. Returns the exit code. Throws UsageError, or
// EnvironmentError if a file cannot be read or written to its end.
int Render(std::span<const std::string> files, Output& output);

}  // namespace redline::reporting

#endif  // REDLINE_REPORTING_RENDER_COMMAND_H_
