#include "runner/fleet/fleet_settings.h"

#include <algorithm>
#include <cstddef>

#include "runner/fleet/fleet_words.h"
#include "runner/plan/fleet_name.h"

namespace redline::runner {
namespace {

using reporting::NamedSetting;

std::string Shown(std::string_view value) {
  return value.empty() ? "not set" : std::string(value);
}

// The text up to the next line's end, which is then removed from it.
std::string_view TakeLine(std::string_view& text) {
  const std::string_view line = text.substr(0, text.find('\n'));
  text.remove_prefix(std::min(line.size() + 1, text.size()));
  return line;
}

}  // namespace

std::string ToText(std::string_view dyno, const std::vector<NamedSetting>& common) {
  std::string text(dyno);
  for (const NamedSetting& setting : common) {
    text += "\n" + setting.name + "=" + Heard(setting.value);
  }
  return text;
}

std::string_view DynoThatHas(std::string_view text) {
  const std::string_view dyno = text.substr(0, text.find('\n'));
  return IsFleetName(dyno) ? dyno : std::string_view();
}

std::string DifferenceFrom(std::string_view text, std::string_view fleet,
                           std::string_view dyno,
                           const std::vector<NamedSetting>& common) {
  const std::string first(DynoThatHas(text));
  if (first.empty()) return "";
  TakeLine(text);
  std::string differences;
  while (!text.empty()) {
    const std::string_view line = TakeLine(text);
    const std::size_t equals = line.find('=');
    if (equals == std::string_view::npos) continue;
    const auto own =
        std::ranges::find(common, line.substr(0, equals), &NamedSetting::name);
    const std::string value = Heard(line.substr(equals + 1));
    if (own == common.end() || Heard(own->value) == value) continue;
    differences += (differences.empty() ? "" : ", ") + ("--" + own->name) + " is " +
                   Shown(Heard(own->value)) + " and not " + Shown(value);
  }
  if (differences.empty()) return "";
  return "Dyno " + std::string(dyno) + " has other settings than dyno " + first +
         " of the fleet " + std::string(fleet) + ": " + differences +
         "; give all dynos the same.";
}

}  // namespace redline::runner
