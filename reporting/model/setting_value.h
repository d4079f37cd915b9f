// Reads one of the settings that a result or a search has.
#ifndef REDLINE_REPORTING_MODEL_SETTING_VALUE_H_
#define REDLINE_REPORTING_MODEL_SETTING_VALUE_H_

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "reporting/model/result.h"

namespace redline::reporting {

// By its flag's name; empty if it is not among them, as in an imported result.
inline std::string SettingValue(const std::vector<NamedSetting>& settings,
                                std::string_view name) {
  const auto found = std::ranges::find(settings, name, &NamedSetting::name);
  return found == settings.end() ? "" : found->value;
}

}  // namespace redline::reporting

#endif  // REDLINE_REPORTING_MODEL_SETTING_VALUE_H_
