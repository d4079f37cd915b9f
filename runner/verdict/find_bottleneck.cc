#include "runner/verdict/find_bottleneck.h"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/text/number_text.h"
#include "runner/verdict/backlog_growth.h"
#include "runner/verdict/bottleneck_rules.h"
#include "runner/verdict/bottleneck_words.h"
#include "runner/verdict/redis_silence.h"
#include "runner/verdict/run_load.h"

namespace redline::runner {
namespace {

using reporting::Bottleneck;
using reporting::Result;
using reporting::Seconds;
using reporting::SeriesPoint;
using Kind = Bottleneck::Kind;

// A shorter point has no sample of Redis of its own, which is asked once a second.
constexpr Seconds kPointWithSample{0.9};
// In less, the steps of 10 ms of the machine's idle time are some percent of it.
constexpr Seconds kTellingTime{0.5};

Bottleneck Find(const Result& result, const RunLoad& load, bool of_all) {
  const Kind kind = ApplyRules(result, load);
  return {.kind = kind, .sentence = BottleneckSentence(kind, result, load, of_all)};
}

// The bottleneck while a backlog came near its limit; nothing if that time is unknown, or
// is nearly all of the run, whose load is `all`.
std::optional<Bottleneck> OfGrowth(const Result& result, const RunLoad& all) {
  const std::vector<SeriesPoint>& points = result.series.points;
  if (!BacklogCameNearItsLimit(result)) return std::nullopt;
  const auto growth =
      WhenBacklogGrew(points, result.messaging.uptime,
                      BacklogGrew(result) ? Peak::kAtTheEnd : Peak::kHighest);
  if (!growth) return std::nullopt;
  RunLoad load = LoadOf(result, *growth);
  if (result.redis && points.front().length < kPointWithSample) {
    // In a run of a few seconds, its busiest one.
    load.redis_percent = result.redis->cpu_percent_max;
    load.redis_wait_percent = all.redis_wait_percent;
  }
  if (load.time < kTellingTime) load.machine_percent = all.machine_percent;
  if (all.redis_percent && !load.redis_percent) return std::nullopt;
  Bottleneck bottleneck = Find(result, load, false);
  const SeriesPoint& first = growth->front();
  bottleneck.sentence = "While the backlog grew, from " +
                        SecondsText(first.end - first.length) + " to " +
                        SecondsText(growth->back().end) + " s: " + bottleneck.sentence;
  return bottleneck;
}

// If it explains a backlog.
std::optional<Bottleneck> OfSilence(const Result& result) {
  if (!result.redis || !BacklogCameNearItsLimit(result)) return std::nullopt;
  const auto silence = WhenRedisWasSilent(result.series.points, result.messaging.uptime);
  if (!silence) return std::nullopt;
  const SeriesPoint& first = silence->front();
  return Bottleneck{
      .kind = Kind::kRedisSlow,
      .sentence =
          "Redis was silent from " + SecondsText(first.end - first.length) + " to " +
          SecondsText(std::min(silence->back().end, Seconds(result.messaging.uptime))) +
          " s: no task was completed, and INFO was not answered. Look for what "
          "stopped it (its log, its disk, its machine) or the network; whether more "
          "workers would help is not known."};
}

}  // namespace

Bottleneck FindBottleneck(const Result& result) {
  const RunLoad load = LoadOf(result);
  // A backlog is then of the supervisor's making, and does not matter.
  if (BlamesSupervisor(result)) return Find(result, load, true);
  if (auto silence = OfSilence(result)) return *std::move(silence);
  const std::optional<Bottleneck> then = OfGrowth(result, load);
  if (then && then->kind != Kind::kNone) return *then;
  const Bottleneck overall = Find(result, load, true);
  return then && overall.kind == Kind::kNone ? *then : overall;
}

}  // namespace redline::runner
