#include "reporting/model/stage_text.h"

#include <algorithm>

#include "base/text/number_text.h"

namespace redline::reporting {

std::optional<std::size_t> StageAt(const std::vector<StageResult>& stages, Seconds at) {
  for (std::size_t i = 0; i < stages.size(); ++i) {
    if (stages[i].begin <= at && at < stages[i].end()) return i;
  }
  return std::nullopt;
}

double AskedRateAt(const StageResult& stage, Seconds at) {
  if (stage.duration.count() <= 0) return stage.to_rate;
  const double share = std::clamp((at - stage.begin) / stage.duration, 0.0, 1.0);
  return stage.from_rate + share * (stage.to_rate - stage.from_rate);
}

std::string AskedRateText(const StageResult& stage) {
  std::string from = ConstantText(stage.from_rate);
  if (stage.from_rate == stage.to_rate) return from;
  return from + " → " + ConstantText(stage.to_rate);
}

std::string TimeText(const StageResult& stage) {
  return SecondsText(stage.begin) + " – " + SecondsText(stage.end());
}

std::string AskedRateText(const Result& result) {
  if (result.stages.empty()) return ConstantText(result.messaging.asked_rate);
  double lowest = result.stages.front().from_rate;
  double highest = lowest;
  for (const StageResult& stage : result.stages) {
    lowest = std::min({lowest, stage.from_rate, stage.to_rate});
    highest = std::max({highest, stage.from_rate, stage.to_rate});
  }
  if (lowest == highest) return ConstantText(lowest);
  return ConstantText(lowest) + "–" + ConstantText(highest);
}

std::string StagesText(const std::vector<StageResult>& stages) {
  std::string text;
  for (const StageResult& stage : stages) {
    if (!text.empty()) text += ',';
    text += ConstantText(stage.duration.count()) + "s:" + ConstantText(stage.from_rate);
    if (stage.from_rate != stage.to_rate) text += "-" + ConstantText(stage.to_rate);
  }
  return text;
}

}  // namespace redline::reporting
