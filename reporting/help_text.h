// The text for --help of the executable for results.
#ifndef REDLINE_REPORTING_HELP_TEXT_H_
#define REDLINE_REPORTING_HELP_TEXT_H_

#include <string>

namespace redline::reporting {

// The commands with their flags, and the exit codes.
std::string HelpText();

}  // namespace redline::reporting

#endif  // REDLINE_REPORTING_HELP_TEXT_H_
