#include "reporting/commands.h"

#include "reporting/compare_command.h"
#include "reporting/forms/report_forms.h"
#include "reporting/import_command.h"
#include "reporting/render_command.h"

namespace redline::reporting {

const std::vector<Command>& Commands() {
  static const auto& commands = *[] {
    auto* const all = new std::vector<Command>{
        {.name = "render",
         .usages = {"RESULT.json [--text] [--FORM=FILE ...] [--hgrm=FILE "
                    "[--timing=response]]"},
         .meaning = "shows a result, or a search's, in another form, each of which "
                    "has a flag; as tables if no form is named; of a search with "
                    "--trial=N the result of that trial, of a sweep with --search=N that "
                    "search",
         .flags = {{"text"}, {"hgrm", true}, {"timing"}, {"search"}, {"trial"}},
         .run = Render},
        {.name = "import",
         .usages = {"PAGE.md [--out=FOLDER]"},
         .meaning = "reads a page of published results and shows its runs; with --out, "
                    "writes each as a result, for render and compare",
         .flags = {{"out", true}},
         .run = Import},
        {.name = "compare",
         .usages = {"A.json B.json [C.json ...] [--html=FILE] "
                    "[--fail_if='task.p99>+10%,delivered<-1%']",
                    "--a='before/*.json' --b='after/*.json' ..."},
         .meaning = "shows settings that differ, and every figure with its ratio to the "
                    "first; with several runs a side, medians and 95 % intervals. Of "
                    "searches it compares the redlines, with an interval of one search a "
                    "side too (--fail_if='redline<-5%')",
         .flags = {{"a"}, {"b"}, {"html", true}, {"fail_if"}},
         .run = CompareResults},
    };
    for (const ReportForm& form : kReportForms) {
      all->front().flags.push_back({form.name(), true});
    }
    return all;
  }();
  return commands;
}

}  // namespace redline::reporting
