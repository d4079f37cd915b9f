// Which settings all dynos of a fleet must have in common: those that say what is tested
// and how it is judged. One report and one verdict stand for all of them.
//
// Each dyno may have its own number of workers, seed, reports, display, way to Redis and
// time-outs of it; and its own name.
//
// Pure functions.
#ifndef REDLINE_RUNNER_FLEET_SETTINGS_H_
#define REDLINE_RUNNER_FLEET_SETTINGS_H_

#include <string>
#include <string_view>
#include <vector>

#include "reporting/result.h"

namespace redline::runner {

// Of all settings of a run those that its fleet must have in common.
std::vector<reporting::NamedSetting> CommonSettings(
    const std::vector<reporting::NamedSetting>& all);

// As the first dyno keeps them in Redis for those that come after it.
std::string ToText(std::string_view dyno,
                   const std::vector<reporting::NamedSetting>& common);

// Whose such a text is; empty if it is none.
std::string_view DynoThatHas(std::string_view text);

// How this dyno's settings differ from those in the text, as a sentence for its user;
// empty if they do not. What only one of the two has differs from nothing: it is of
// another version of redline.
std::string DifferenceFrom(std::string_view text, std::string_view fleet,
                           std::string_view dyno,
                           const std::vector<reporting::NamedSetting>& common);

}  // namespace redline::runner

#endif  // REDLINE_RUNNER_FLEET_SETTINGS_H_
