#include "reporting/form_flags.h"

#include <gflags/gflags.h>

#include <array>

#include "reporting/forms/report_forms.h"

namespace redline::reporting {
namespace {

// A flag for each form; gflags keeps all pointers, until the end of the program.
const bool forms_have_flags = [] {
  for (const ReportForm& form : kReportForms) {
    auto& values = *new std::array<std::string, 2>;
    gflags::FlagRegisterer(form.name().data(), form.help.data(), __FILE__, &values[0],
                           &values[1]);
  }
  return true;
}();

}  // namespace

std::string FormFlag(std::string_view form) {
  return gflags::GetCommandLineFlagInfoOrDie(form.data()).current_value;
}

}  // namespace redline::reporting
