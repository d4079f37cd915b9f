// How the dynos of a fleet agree on the settings that all must have in common: those of
// Scope::kTest (runner/settings/setting.h), as one report and one verdict stand for all
// of them.
//
// Pure functions.
#ifndef REDLINE_RUNNER_FLEET_FLEET_SETTINGS_H_
#define REDLINE_RUNNER_FLEET_FLEET_SETTINGS_H_

#include <string>
#include <string_view>
#include <vector>

#include "reporting/model/result.h"

namespace redline::runner {

// As the first dyno keeps them in Redis for those that come after it.
std::string ToText(std::string_view dyno,
                   const std::vector<reporting::NamedSetting>& common);

// The dyno whose text this is; empty if it is not such a text.
std::string_view DynoThatHas(std::string_view text);

// How this dyno's settings differ from those in the text, as a sentence for its user;
// empty if they do not. A setting that only one of the two has is not a difference: it
// belongs to another version of redline.
std::string DifferenceFrom(std::string_view text, std::string_view fleet,
                           std::string_view dyno,
                           const std::vector<reporting::NamedSetting>& common);

}  // namespace redline::runner

#endif  // REDLINE_RUNNER_FLEET_FLEET_SETTINGS_H_
