// The tables of docs/result-format.md, from the lists of a result's fields.
#ifndef REDLINE_TESTS_REPORTING_FIELD_TABLES_H_
#define REDLINE_TESTS_REPORTING_FIELD_TABLES_H_

#include <map>
#include <string>

namespace redline::reporting::testing {

// Markdown, for each struct that a result is made of, and for each enum: by the name of
// the field that holds it ("messaging", "reason"), and where another enum's field has
// that name, of its struct too ("checks.outcome"). "result" is the whole, "timing" what
// all timings have.
std::map<std::string, std::string> FieldTables();

}  // namespace redline::reporting::testing

#endif  // REDLINE_TESTS_REPORTING_FIELD_TABLES_H_
