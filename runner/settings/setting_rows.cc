#include "runner/settings/setting_rows.h"

#include <glog/logging.h>

namespace redline::runner {

const Setting& SettingNamed(std::string_view name) {
  const Setting* named = nullptr;
  ForEachSetting([&](const Setting& setting) {
    if (setting.name == name) named = &setting;
  });
  CHECK(named != nullptr) << "There is no setting " << name << ".";
  return *named;
}

}  // namespace redline::runner
