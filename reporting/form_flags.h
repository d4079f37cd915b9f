// A flag for each form of report (reporting/forms/report_forms.h).
//
// Main thread only: gflags' values are globals.
#ifndef REDLINE_REPORTING_FORM_FLAGS_H_
#define REDLINE_REPORTING_FORM_FLAGS_H_

#include <string>
#include <string_view>

namespace redline::reporting {

// Where the report of this form is to go; empty: nowhere. REQUIRES: there is such a form.
std::string FormFlag(std::string_view form);

}  // namespace redline::reporting

#endif  // REDLINE_REPORTING_FORM_FLAGS_H_
