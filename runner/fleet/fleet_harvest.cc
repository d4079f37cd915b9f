#include "runner/fleet/fleet_harvest.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <string_view>
#include <system_error>

#include "reporting/json/json_reader.h"
#include "reporting/json/json_report.h"
#include "runner/fleet/fleet_words.h"

namespace redline::runner {
namespace {

std::optional<reporting::Milliseconds> ReadSkew(std::string_view text) {
  double skew = 0;
  const char* const all = text.data() + text.size();
  const auto [end, error] = std::from_chars(text.data(), all, skew);
  if (error != std::errc() || end != all || !std::isfinite(skew)) return std::nullopt;
  return reporting::Milliseconds(skew);
}

reporting::FleetMember ReadMember(const DynoLeft& left) {
  reporting::FleetMember member;
  member.name = left.name;
  member.absence = left.absence;
  member.lives = left.lives;
  if (!left.result) return member;
  const std::string_view text = *left.result;
  const std::string_view skew = text.substr(0, text.find('\n'));
  try {
    member.result =
        reporting::ReadJson(text.substr(std::min(skew.size() + 1, text.size())));
    member.start_skew = ReadSkew(skew);
  } catch (const reporting::ResultError& error) {
    member.absence = "left a result that " + Heard(error.what());
  }
  return member;
}

}  // namespace

ResultText ToResultText(const reporting::Result& result,
                        std::optional<reporting::Milliseconds> skew) {
  return std::make_shared<const std::string>((skew ? std::to_string(skew->count()) : "") +
                                             "\n" + reporting::ToJson(result));
}

reporting::Fleet FleetHarvest::Read(const reporting::Result& own) const {
  reporting::Fleet fleet{.id = fleet_id, .members = {}};
  for (const DynoLeft& left : dynos) {
    fleet.members.push_back(left.name == leader
                                ? reporting::FleetMember{.name = left.name,
                                                         .result = own,
                                                         .start_skew = leader_skew}
                                : ReadMember(left));
  }
  return fleet;
}

}  // namespace redline::runner
