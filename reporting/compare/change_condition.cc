#include "reporting/compare/change_condition.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstddef>
#include <system_error>

#include "base/text/number_text.h"

namespace redline::reporting {
namespace {

ChangeCondition ParseCondition(std::string_view text, std::string_view examples) {
  ChangeCondition condition;
  for (const char c : text) {
    if (c != ' ') condition.text += c;
  }
  const std::string_view written = condition.text;
  const std::size_t sign = written.find_first_of("<>");
  if (sign == std::string_view::npos) {
    condition.Refuse("has neither < nor >", examples);
  }
  condition.name = written.substr(0, sign);
  condition.above = written[sign] == '>';
  std::string_view limit = written.substr(sign + 1);
  if (!limit.ends_with('%')) condition.Refuse("has no change in percent", examples);
  limit.remove_suffix(1);
  if (limit.starts_with('+')) limit.remove_prefix(1);
  const auto [end, error] =
      std::from_chars(limit.data(), limit.data() + limit.size(), condition.limit_percent);
  if (limit.empty() || error != std::errc() || end != limit.data() + limit.size() ||
      !std::isfinite(condition.limit_percent)) {
    condition.Refuse("has no number as its limit", examples);
  }
  return condition;
}

// 110 against 100 is 10 %, whatever doubles make of 1.1 - 1.
constexpr double kRounding = 1e-9;

double Percent(double ratio) { return 100 * (ratio - 1); }

}  // namespace

void ChangeCondition::Refuse(const std::string& what, std::string_view examples) const {
  throw GateError("The condition \"" + text + "\" " + what + "; write, for example, " +
                  std::string(examples) + ".");
}

std::vector<ChangeCondition> ParseConditions(std::string_view list,
                                             std::string_view examples) {
  std::vector<ChangeCondition> conditions;
  while (!list.empty()) {
    const std::size_t comma = list.find(',');
    conditions.push_back(ParseCondition(list.substr(0, comma), examples));
    list.remove_prefix(comma == std::string_view::npos ? list.size() : comma + 1);
  }
  return conditions;
}

std::string ChangeText(double ratio) {
  const double percent = Percent(ratio);
  return (percent > 0 ? "+" : "") + DecimalText(percent, 1) + " %";
}

void Judge(const ChangeCondition& condition, const RatioEstimate& ratio,
           const std::string& values, GateOutcome& outcome) {
  if (std::isinf(ratio.ratio)) {
    outcome.met = condition.above;
    outcome.sentence = condition.name + " was 0 before: " + values + ".";
    return;
  }
  const double change = Percent(ratio.ratio);
  outcome.change_percent = change;
  const bool beyond = condition.above ? change > condition.limit_percent + kRounding
                                      : change < condition.limit_percent - kRounding;
  bool sure = true;
  std::string interval;
  if (ratio.interval) {
    const auto [low, high] = *ratio.interval;
    const double limit = 1 + condition.limit_percent / 100;
    sure = condition.above ? low > std::min(1.0, limit) : high < std::max(1.0, limit);
    interval = ", " + std::to_string(ratio.confidence) + " % interval " +
               ChangeText(low) + " to " + ChangeText(high);
  }
  outcome.met = beyond && sure;
  outcome.sentence = condition.name + " changed by " + ChangeText(ratio.ratio) +
                     interval + ": " + values;
  if (beyond && !sure) outcome.sentence += "; that may be chance";
  outcome.sentence += ".";
}

}  // namespace redline::reporting
