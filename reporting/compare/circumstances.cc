#include "reporting/compare/circumstances.h"

#include <algorithm>
#include <optional>
#include <string_view>

#include "base/ascii.h"
#include "base/text/number_text.h"
#include "reporting/model/constants.h"
#include "reporting/model/report_settings.h"
#include "reporting/model/stage_text.h"

namespace redline::reporting {
namespace {

// A setting, or anything else that says under which circumstances a run was measured.
using Circumstances = std::vector<std::pair<std::string, std::string>>;

// The seed differs each time, on purpose.
bool IsOfTheTest(std::string_view setting) {
  return setting != "seed" && !IsOfTheReport(setting);
}

void AddSurroundings(const Provenance& provenance, const std::optional<RedisUsage>& redis,
                     const std::optional<MachineUsage>& machine, Circumstances& all) {
  const auto add = [&](std::string_view name, const std::string& value) {
    if (!value.empty()) all.emplace_back(name, value);
  };
  add("redline version", provenance.version);
  add("revision", provenance.revision);
  if (redis) add("Redis version", redis->version);
  if (machine) {
    add("cores granted", FigureText(machine->cores));
    add("kernel", machine->kernel);
    add("dyno", machine->dyno);
  }
}

void AddUnlessKnown(const std::string& name, const std::string& value,
                    Circumstances& all) {
  const bool known =
      std::ranges::any_of(all, [&](const auto& pair) { return pair.first == name; });
  if (!known) all.emplace_back(name, value);
}

// Not all versions had these settings; what they then were.
void AddNewSettings(Circumstances& all) {
  AddUnlessKnown("arrivals", "even", all);
  AddUnlessKnown("worker_concurrency", "1", all);
  AddUnlessKnown("worker_connections", "1", all);
}

Circumstances CircumstancesOf(const Result& result) {
  Circumstances all;
  for (const NamedConstant& constant : NamedConstants(result.constants)) {
    const std::string name = LowerCase(constant.name);
    if (!IsOfTheReport(name)) all.emplace_back(name, constant.value);
  }
  for (const NamedSetting& setting : result.settings) {
    if (IsOfTheTest(setting.name)) AddUnlessKnown(setting.name, setting.value, all);
  }
  AddUnlessKnown("stages", StagesText(result.stages), all);
  AddNewSettings(all);
  AddSurroundings(result.provenance, result.redis, result.machine, all);
  return all;
}

Circumstances CircumstancesOf(const SearchResult& search) {
  Circumstances all;
  for (const NamedSetting& setting : search.settings) {
    if (IsOfTheTest(setting.name)) all.emplace_back(setting.name, setting.value);
  }
  AddNewSettings(all);
  if (search.trials.empty()) {
    AddSurroundings(search.provenance, std::nullopt, std::nullopt, all);
  } else {
    const Result& first = search.trials.front().result;
    AddSurroundings(search.provenance, first.redis, first.machine, all);
  }
  return all;
}

// Nothing if it is not known.
std::optional<std::string> ValueOf(const Circumstances& circumstances,
                                   const std::string& name) {
  for (const auto& [known, value] : circumstances) {
    if (known == name) return value.empty() ? "none" : value;
  }
  return std::nullopt;
}

template <class Item>
std::vector<ComparedSetting> Compare(const std::vector<SideOf<Item>>& sides) {
  std::vector<std::vector<Circumstances>> by_side;
  std::vector<std::string> names;
  for (const auto& side : sides) {
    std::vector<Circumstances>& runs = by_side.emplace_back();
    for (const Item& result : side.results) {
      runs.push_back(CircumstancesOf(result));
      for (const auto& [name, value] : runs.back()) {
        if (std::ranges::find(names, name) == names.end()) names.push_back(name);
      }
    }
  }
  std::vector<ComparedSetting> settings;
  for (const std::string& name : names) {
    ComparedSetting setting{.name = name, .values = {}};
    for (const std::vector<Circumstances>& runs : by_side) {
      std::vector<std::string> values;
      for (const Circumstances& run : runs) {
        const std::optional<std::string> value = ValueOf(run, name);
        if (value && std::ranges::find(values, *value) == values.end()) {
          values.push_back(*value);
        }
      }
      std::string joined;
      for (const std::string& value : values)
        joined += (joined.empty() ? "" : ", ") + value;
      setting.values.push_back(joined.empty() ? kAbsent : joined);
    }
    std::vector<std::string> known = setting.values;
    std::erase(known, kAbsent);
    const bool same = std::ranges::all_of(
        known, [&](const std::string& value) { return value == known.front(); });
    if (!same) settings.push_back(std::move(setting));
  }
  return settings;
}

}  // namespace

std::vector<ComparedSetting> CompareSettings(const std::vector<Side>& sides) {
  return Compare(sides);
}

std::vector<ComparedSetting> CompareSettings(const std::vector<SearchSide>& sides) {
  return Compare(sides);
}

}  // namespace redline::reporting
