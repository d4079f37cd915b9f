#include "tests/e2e/short_run.h"

namespace redline::testing {

std::vector<std::string> FlagsOf(const std::string& duration,
                                 const std::vector<std::string>& more) {
  std::vector<std::string> flags = {"--num_workers=3", "--tasks_per_second=100",
                                    "--warmup_seconds=0", "--report_json",
                                    "--test_duration_seconds=" + duration};
  flags.insert(flags.end(), more.begin(), more.end());
  return flags;
}

std::uint64_t Errors(const rapidjson::Document& json, const std::string& name) {
  for (const auto& error : json["errors"].GetArray()) {
    if (error["class"].GetString() == name) return error["count"].GetUint64();
  }
  return 0;
}

}  // namespace redline::testing
