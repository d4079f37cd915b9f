// The table of all settings. To add one, add its row: in the file of its group.
//
// Bounds keep out what cannot be meant: they are far beyond what any machine of today can
// do.
#ifndef REDLINE_RUNNER_SETTINGS_SETTING_ROWS_H_
#define REDLINE_RUNNER_SETTINGS_SETTING_ROWS_H_

#include <array>
#include <string_view>

#include "runner/settings/setting.h"

namespace redline::runner {

extern const Group kTestSettings;    // test_setting_rows.cc
extern const Group kTaskSettings;    // test_setting_rows.cc
extern const Group kSearchSettings;  // search_setting_rows.cc
extern const Group kRedisSettings;   // redis_setting_rows.cc
extern const Group kFleetSettings;   // fleet_setting_rows.cc
extern const Group kReportSettings;  // report_setting_rows.cc

// In the order of --help. Constants: they are there before the first constructor runs.
inline constexpr std::array kSettingGroups = {&kTestSettings,   &kTaskSettings,
                                              &kSearchSettings, &kRedisSettings,
                                              &kFleetSettings,  &kReportSettings};

template <class Visit>
void ForEachSetting(Visit visit) {
  for (const Group* const group : kSettingGroups) {
    for (const Setting& setting : group->settings) visit(setting);
  }
}

// REQUIRES: there is one of this name.
const Setting& SettingNamed(std::string_view name);

}  // namespace redline::runner

#endif  // REDLINE_RUNNER_SETTINGS_SETTING_ROWS_H_
