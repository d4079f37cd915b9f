#include "worker/task_file/given_params.h"

#include <string>
#include <vector>

#include "worker/task/parameters.h"
#include "worker/task/workload_kind.h"
#include "worker/task_file/value.h"

namespace redline::worker::task_file {
namespace {

void GiveParam(Param& param, const std::string& text) {
  const auto number = ParseNumber(text);
  if (param.value.kind == Expression::Kind::kText) {
    param.value.text = text;
  } else if (number) {
    param.value.number = *number;
  } else {
    throw WorkloadRefused(RefusalOfNumber(param.name.name, text) + ".");
  }
}

}  // namespace

void GiveParams(std::string_view parameters, std::string_view name, TaskFile& file) {
  const Parameters given = ParseParameters(parameters);
  std::vector<std::string_view> known;
  for (const Param& param : file.params) known.push_back(param.name.name);
  RefuseUnknownParameters(given, known, name, "a line such as \"param users = 1000\"");
  for (Param& param : file.params) {
    const auto text = given.find(param.name.name);
    if (text != given.end()) GiveParam(param, text->second);
  }
}

}  // namespace redline::worker::task_file
