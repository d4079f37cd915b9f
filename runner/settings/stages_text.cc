#include "runner/settings/stages_text.h"

#include <algorithm>
#include <charconv>
#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <utility>

#include "base/errors.h"

namespace redline::runner {
namespace {

constexpr std::size_t kMostStages = 100;
constexpr double kHighestRate = 1e9;
constexpr std::chrono::hours kLongest{7 * 24};
constexpr std::chrono::milliseconds kShortest{100};
constexpr double kLowestMean = 0.001;

constexpr std::pair<std::string_view, std::chrono::nanoseconds> kUnits[] = {
    {"ms", std::chrono::milliseconds(1)},
    {"s", std::chrono::seconds(1)},
    {"m", std::chrono::minutes(1)},
    {"h", std::chrono::hours(1)},
};

[[noreturn]] void Refuse(const std::string& why) {
  throw UsageError("--stages (STAGES): " + why);
}

[[noreturn]] void RefuseStage(std::string_view stage) {
  Refuse("'" + std::string(stage) +
         "' is no stage: write a time and its rate in tasks a second, as 30s:500, or two "
         "rates for a ramp, as 2m:0-500; times are in ms, s, m or h, and commas stand "
         "between stages.");
}

// Takes a number off the front.
std::optional<double> TakeNumber(std::string_view& text) {
  if (text.empty() || text.front() < '0' || text.front() > '9') return std::nullopt;
  double number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(),
                                            number, std::chars_format::fixed);
  if (error != std::errc()) return std::nullopt;
  text.remove_prefix(static_cast<std::size_t>(end - text.data()));
  return number;
}

std::optional<std::chrono::nanoseconds> TakeTime(std::string_view& text) {
  const std::optional<double> number = TakeNumber(text);
  const std::string_view unit = text.substr(0, text.find(':'));
  for (const auto& [name, length] : kUnits) {
    if (!number || unit != name) continue;
    text.remove_prefix(unit.size());
    // More than a week does not fit into an integer, and is refused as a week and a bit.
    const double longest = 2 * std::chrono::duration<double, std::nano>(kLongest).count();
    const double nanoseconds = *number * static_cast<double>(length.count());
    return std::chrono::round<std::chrono::nanoseconds>(
        std::chrono::duration<double, std::nano>(std::min(nanoseconds, longest)));
  }
  return std::nullopt;
}

double TakeRate(std::string_view& text, std::string_view stage) {
  const std::optional<double> rate = TakeNumber(text);
  if (!rate) RefuseStage(stage);
  if (*rate > kHighestRate) {
    Refuse("the rate of '" + std::string(stage) +
           "' is above 1000000000 tasks/s: ask for less.");
  }
  return *rate;
}

LoadStage ParseStage(std::string_view stage) {
  std::string_view rest = stage;
  const auto time = TakeTime(rest);
  if (!time || !rest.starts_with(':')) RefuseStage(stage);
  if (time->count() <= 0) {
    Refuse("'" + std::string(stage) +
           "' lasts for no time: give it some, or leave it out.");
  }
  rest.remove_prefix(1);
  const double from = TakeRate(rest, stage);
  double to = from;
  if (rest.starts_with('-')) {
    rest.remove_prefix(1);
    to = TakeRate(rest, stage);
  }
  if (!rest.empty()) RefuseStage(stage);
  return {.duration = *time, .from = from, .to = to};
}

}  // namespace

std::vector<LoadStage> ParseStages(std::string_view text) {
  std::vector<LoadStage> stages;
  if (text.empty()) return stages;
  std::chrono::nanoseconds length{0};
  bool has_tasks = false;
  while (true) {
    const std::size_t comma = text.find(',');
    const LoadStage& stage = stages.emplace_back(ParseStage(text.substr(0, comma)));
    if (stages.size() > kMostStages) Refuse("there are more than 100 stages: use fewer.");
    length += stage.duration;
    has_tasks |= stage.from > 0 || stage.to > 0;
    if (length > kLongest) Refuse("they last for more than a week: make them shorter.");
    if (comma == std::string_view::npos) break;
    text.remove_prefix(comma + 1);
  }
  if (!has_tasks) Refuse("there is no task in them: give a stage a rate above 0.");
  if (length < kShortest) Refuse("they last for less than 100 ms: make them longer.");
  const double seconds = std::chrono::duration<double>(length).count();
  if (LoadShape(stages).total() / seconds < kLowestMean) {
    Refuse("their mean rate is below 0.001 tasks/s: ask for more.");
  }
  return stages;
}

}  // namespace redline::runner
