// The values that a user gives to the parameters of a task: --param=users=1e6,size=300.
//
// Pure functions.
#ifndef REDLINE_WORKER_TASK_PARAMETERS_H_
#define REDLINE_WORKER_TASK_PARAMETERS_H_

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace redline::worker {

using Parameters = std::map<std::string, std::string, std::less<>>;

// Throws WorkloadRefused (worker/task/workload_kind.h) if it has not that form, or names
// one twice. Names consist of letters, digits and '_'; values have no comma.
Parameters ParseParameters(std::string_view text);

// Why one that is a number (worker/task/plain_number.h) cannot have this value, without
// a full stop.
std::string RefusalOfNumber(std::string_view name, std::string_view value);

// Throws WorkloadRefused unless all that is given is `known` in `file`, where `form`
// makes a parameter: "a line such as ...".
void RefuseUnknownParameters(const Parameters& given,
                             const std::vector<std::string_view>& known,
                             std::string_view file, std::string_view form);

}  // namespace redline::worker

#endif  // REDLINE_WORKER_TASK_PARAMETERS_H_
