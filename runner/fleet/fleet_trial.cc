#include "runner/fleet/fleet_trial.h"

#include <array>
#include <charconv>
#include <cmath>
#include <cstddef>
#include <system_error>

#include "base/enum_table.h"
#include "runner/plan/fleet_name.h"

namespace redline::runner {
namespace {

constexpr std::string_view kBegin = "trial=";
constexpr std::string_view kNothing = "-";
constexpr std::size_t kParts = 6;

// Reads back as the same number.
std::string Exactly(double number) {
  std::array<char, 32> text;
  const auto written = std::to_chars(text.data(), text.data() + text.size(), number);
  return {text.data(), written.ptr};
}

template <class Number>
bool Read(std::string_view text, Number& number) {
  const char* const all = text.data() + text.size();
  const auto [end, error] = std::from_chars(text.data(), all, number);
  return error == std::errc() && end == all;
}

bool ReadAmount(std::string_view text, double& number) {
  return Read(text, number) && std::isfinite(number) && number >= 0;
}

template <class Enum>
std::string NameOrNothing(const std::optional<Enum>& value) {
  return std::string(value ? NameOf(*value) : kNothing);
}

template <class Enum>
bool ReadNameOrNothing(std::string_view text, std::optional<Enum>& value) {
  value = ParseEnum<Enum>(text);
  return value || text == kNothing;
}

// The parts between commas; nothing unless there are so many.
std::optional<std::array<std::string_view, kParts>> Split(std::string_view text) {
  std::array<std::string_view, kParts> parts;
  for (std::size_t i = 0; i < kParts; ++i) {
    const std::size_t comma = text.find(',');
    if ((comma == std::string_view::npos) != (i + 1 == kParts)) return std::nullopt;
    parts[i] = text.substr(0, comma);
    if (i + 1 < kParts) text.remove_prefix(comma + 1);
  }
  return parts;
}

}  // namespace

std::string ToText(const FleetTrial& trial) {
  return std::string(kBegin) + trial.leader + "," + NameOrNothing(trial.answer) + "," +
         Exactly(trial.completed_rate) + "," + std::to_string(trial.workers) + "," +
         Exactly(trial.elapsed.count()) + "," + NameOrNothing(trial.end);
}

bool IsFleetTrial(std::string_view word) { return word.starts_with(kBegin); }

std::optional<FleetTrial> ParseFleetTrial(std::string_view word) {
  if (!IsFleetTrial(word)) return std::nullopt;
  const auto parts = Split(word.substr(kBegin.size()));
  if (!parts || !IsFleetName((*parts)[0])) return std::nullopt;
  FleetTrial trial;
  trial.leader = (*parts)[0];
  double elapsed = 0;
  const bool is_read =
      ReadNameOrNothing((*parts)[1], trial.answer) &&
      ReadAmount((*parts)[2], trial.completed_rate) && Read((*parts)[3], trial.workers) &&
      ReadAmount((*parts)[4], elapsed) && ReadNameOrNothing((*parts)[5], trial.end);
  if (!is_read || (!trial.answer && !trial.end)) return std::nullopt;
  trial.elapsed = reporting::Seconds(elapsed);
  return trial;
}

}  // namespace redline::runner
