// A setting in words, as --help, docs/settings.md and the sentences of checks have it.
// Pure functions.
#ifndef REDLINE_RUNNER_SETTINGS_SETTING_TEXT_H_
#define REDLINE_RUNNER_SETTINGS_SETTING_TEXT_H_

#include <string>
#include <string_view>
#include <vector>

#include "runner/settings/setting.h"

namespace redline::runner {

// The variable of a flag: the name in upper case.
std::string VariableOf(const Setting& setting);

// "--fetch (FETCH)", or "--color", which no variable sets.
std::string FlagAndVariable(const Setting& setting);

// The variables that set it, in the order in which they are looked at.
std::vector<std::string> VariablesOf(const Setting& setting);

// "pipeline or script"; "round_robin, random or least_backlog".
std::string WordsOf(const Setting& setting);

// "from 1 to 10000". REQUIRES: it has bounds.
std::string BoundsText(const Bounds& bounds);

// What its values are: "whole number from 1 to 10000", "true or false", its words,
// "text".
std::string ValuesOf(const Setting& setting);

// Its help with the choices and their meanings.
std::string HelpOf(const Setting& setting);

// "1000"; empty for a bool, which is false, and where the help says the default.
std::string DefaultOf(const Setting& setting);

}  // namespace redline::runner

#endif  // REDLINE_RUNNER_SETTINGS_SETTING_TEXT_H_
