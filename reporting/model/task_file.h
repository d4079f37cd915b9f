// The user's file that said what a task did (docs/workloads.md). Plain values.
#ifndef REDLINE_REPORTING_MODEL_TASK_FILE_H_
#define REDLINE_REPORTING_MODEL_TASK_FILE_H_

#include <string>
#include <tuple>

#include "reporting/model/field.h"

namespace redline::reporting {

struct TaskFile {
  std::string path;
  std::string sha256;
  std::string text;
};

template <>
inline constexpr auto kFields<TaskFile> = std::tuple{
    Field{"path", &TaskFile::path, "", "as `--workload` named it"},
    Field{"sha256", &TaskFile::sha256, "", "of the text, in hexadecimal digits"},
    Field{"text", &TaskFile::text, "", "all of it"},
};

}  // namespace redline::reporting

#endif  // REDLINE_REPORTING_MODEL_TASK_FILE_H_
