#include "runner/settings/sweep_text.h"

#include <algorithm>
#include <cstddef>
#include <string>

#include "base/errors.h"

namespace redline::runner {

SweepOptions ParseSweep(std::string_view text) {
  const auto refuse = [&](const std::string& why) {
    throw UsageError(
        "--sweep (SWEEP) must be a setting and its values, as "
        "max_flats:10,100, but " +
        why + ".");
  };
  const std::size_t colon = text.find(':');
  if (colon == std::string_view::npos || colon == 0) {
    refuse("is '" + std::string(text) + "'");
  }
  SweepOptions sweep{.setting = std::string(text.substr(0, colon)), .values = {}};
  std::string_view rest = text.substr(colon + 1);
  while (true) {
    const std::size_t comma = rest.find(',');
    const std::string value(rest.substr(0, comma));
    if (value.empty()) refuse("lacks a value");
    sweep.values.push_back(value);
    if (comma == std::string_view::npos) return sweep;
    rest.remove_prefix(comma + 1);
  }
}

std::string SettingOf(const SweepOptions& sweep) {
  return ParameterOf(sweep).empty() ? sweep.setting : "param";
}

std::string ParameterOf(const SweepOptions& sweep) {
  constexpr std::string_view kOfParameter = "param.";
  if (!sweep.setting.starts_with(kOfParameter)) return "";
  return sweep.setting.substr(kOfParameter.size());
}

std::string WithParameter(std::string_view parameters, const std::string& name,
                          const std::string& value) {
  std::string all;
  const auto add = [&](std::string_view one) {
    if (!one.empty()) all += (all.empty() ? "" : ",") + std::string(one);
  };
  while (!parameters.empty()) {
    const std::size_t comma = std::min(parameters.find(','), parameters.size());
    const std::string_view one = parameters.substr(0, comma);
    if (!one.starts_with(name + "=")) add(one);
    parameters.remove_prefix(std::min(comma + 1, parameters.size()));
  }
  add(name + "=" + value);
  return all;
}

}  // namespace redline::runner
