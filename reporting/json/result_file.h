// Results that lie in files, as --report_json writes them.
#ifndef REDLINE_REPORTING_JSON_RESULT_FILE_H_
#define REDLINE_REPORTING_JSON_RESULT_FILE_H_

#include <string>
#include <string_view>
#include <vector>

#include "reporting/json/json_reader.h"
#include "reporting/model/result.h"

namespace redline::reporting {

// The text in a file, as UTF-8 however it is written there (text_encoding.h); "-" is
// stdin. Throws UsageError if there is no such file or it is not text, EnvironmentError
// if it cannot be read.
std::string ReadFile(const std::string& path);

// Throws as ReadFile, and UsageError if the file is not a result.
Result ReadResultFile(const std::string& path);
// The same of a run, a search or a sweep.
AnyResult ReadAnyResultFile(const std::string& path);

// The files that a pattern such as 'runs/*.json' names, sorted (glob(7)). Throws
// UsageError if there is none.
std::vector<std::string> FilesOf(const std::string& pattern);

}  // namespace redline::reporting

#endif  // REDLINE_REPORTING_JSON_RESULT_FILE_H_
