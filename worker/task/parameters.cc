#include "worker/task/parameters.h"

#include <algorithm>
#include <cstddef>

#include "base/flag_suggestion.h"
#include "worker/task/names.h"
#include "worker/task/workload_kind.h"

namespace redline::worker {
namespace {

// "users, size and share".
std::string List(const std::vector<std::string_view>& names) {
  std::string list;
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (i > 0) list += i + 1 < names.size() ? ", " : " and ";
    list += names[i];
  }
  return list;
}

}  // namespace

Parameters ParseParameters(std::string_view text) {
  const auto refuse = [](const std::string& why) {
    throw WorkloadRefused(
        "--param (PARAM) must be names and their values, as users=1000,size=300, but " +
        why + ".");
  };
  Parameters parameters;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find(','), text.size());
    const std::string_view one = text.substr(0, end);
    const std::size_t equals = one.find('=');
    const std::string name(one.substr(0, equals));
    if (equals == std::string_view::npos || !IsName(name)) {
      refuse("has '" + std::string(one) + "'");
    }
    if (!parameters.emplace(name, one.substr(equals + 1)).second) {
      refuse("has " + name + " twice");
    }
    if (end == text.size()) break;
    text.remove_prefix(end + 1);
    if (text.empty()) refuse("ends with a comma");
  }
  return parameters;
}

std::string RefusalOfNumber(std::string_view name, std::string_view value) {
  return "--param (PARAM) gives " + std::string(name) + " the value \"" +
         std::string(value) + "\", but it is a number, such as 300, 0.99 or 1e6";
}

void RefuseUnknownParameters(const Parameters& given,
                             const std::vector<std::string_view>& known,
                             std::string_view file, std::string_view form) {
  for (const auto& [name, value] : given) {
    if (std::ranges::find(known, name) != known.end()) continue;
    std::string sentence =
        "--param (PARAM) gives a value to " + name + ", but " + std::string(file);
    if (known.empty()) {
      throw WorkloadRefused(sentence + " has no params: " + std::string(form) +
                            " makes one.");
    }
    const std::string meant = DidYouMean(name, known);
    sentence += " has no such param";
    throw WorkloadRefused(sentence +
                          (meant.empty() ? ", only " + List(known) + "." : meant));
  }
}

}  // namespace redline::worker
