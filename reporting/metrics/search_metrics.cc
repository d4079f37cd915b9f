#include "reporting/metrics/search_metrics.h"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>

#include "reporting/model/setting_value.h"

namespace redline::reporting {
namespace {

using Samples = std::vector<Sample>;
using Source = const SearchMetricSource&;

// Those of all searches, each with the search's labels first.
template <class OfOne>
Samples OfEach(Source source, OfOne of_one) {
  Samples all;
  for (const auto& [labels, search] : source.searches) {
    for (Sample& sample : of_one(*search)) {
      sample.labels.insert(sample.labels.begin(), labels.begin(), labels.end());
      all.push_back(std::move(sample));
    }
  }
  return all;
}

Samples One(std::optional<double> value) {
  if (!value) return {};
  return {{.labels = {}, .value = *value}};
}

Samples About(Source source) {
  return OfEach(source, [](const SearchResult& search) -> Samples {
    return {{.labels = {{"search", std::string(NameOf(search.goal))},
                        {"workload", SettingValue(search.settings, "workload")},
                        {"redis", SettingValue(search.settings, "redis_url")},
                        {"version", search.provenance.version},
                        {"revision", search.provenance.revision},
                        {"started", search.provenance.started},
                        {"fleet", SettingValue(search.settings, "fleet")},
                        {"dyno", search.provenance.dyno}},
             .value = std::uint64_t{1}}};
  });
}

Samples End(Source source) {
  return OfEach(source, [](const SearchResult& search) -> Samples {
    return {{.labels = {{"end", std::string(NameOf(search.end))}},
             .value = std::uint64_t{1}}};
  });
}

// A rate and a number of workers are not of one kind, so each goal has its own metric.
Samples Bound(Source source, SearchGoal goal,
              std::optional<SearchBound> SearchResult::* bound) {
  return OfEach(source, [&](const SearchResult& search) -> Samples {
    if (search.goal != goal || !(search.*bound)) return {};
    return One((search.*bound)->value);
  });
}

Samples LikelyRate(Source source) {
  return OfEach(source, [](const SearchResult& search) {
    Samples samples;
    const auto add = [&](const char* bound, std::optional<double> rate) {
      if (rate) samples.push_back({.labels = {{"bound", bound}}, .value = *rate});
    };
    add("least", search.likely_least);
    add("most", search.likely_most);
    return samples;
  });
}

// Each answer, be it of none.
Samples Trials(Source source) {
  return OfEach(source, [](const SearchResult& search) {
    Samples samples;
    for (const TrialAnswerRow& row : kTrialAnswers) {
      const auto count =
          std::ranges::count(search.trials, row.value, &TrialRecord::answer);
      samples.push_back({.labels = {{"answer", std::string(row.name)}},
                         .value = static_cast<std::uint64_t>(count)});
    }
    return samples;
  });
}

constexpr SearchMetric kSearchMetrics[] = {
    {.name = "search",
     .type = MetricType::kInfo,
     .help = "The search that the other metrics are of; always 1.",
     .labels = "search, workload, redis, version, revision, started, fleet, dyno",
     .samples = About},
    {.name = "search_end",
     .type = MetricType::kGauge,
     .help = "How the search ended; always 1.",
     .labels = "end",
     .samples = End},
    {.name = "search_held_rate",
     .type = MetricType::kGauge,
     .help = "The redline: the highest rate that held, in tasks a second.",
     .samples =
         [](Source s) { return Bound(s, SearchGoal::kRate, &SearchResult::held); }},
    {.name = "search_failed_rate",
     .type = MetricType::kGauge,
     .help = "The next rate above the redline, which failed, in tasks a second.",
     .samples =
         [](Source s) { return Bound(s, SearchGoal::kRate, &SearchResult::failed); }},
    {.name = "search_likely_rate",
     .type = MetricType::kGauge,
     .help = "The rate, in tasks a second, at which half of all trials hold lies between "
             "these two with a probability of 90 %.",
     .labels = "bound",
     .samples = LikelyRate},
    {.name = "search_held_workers",
     .type = MetricType::kGauge,
     .help = "The fewest workers that held the rate.",
     .samples =
         [](Source s) { return Bound(s, SearchGoal::kWorkers, &SearchResult::held); }},
    {.name = "search_failed_workers",
     .type = MetricType::kGauge,
     .help = "The next number of workers below those, which failed.",
     .samples =
         [](Source s) { return Bound(s, SearchGoal::kWorkers, &SearchResult::failed); }},
    {.name = "search_trials",
     .type = MetricType::kGauge,
     .help = "How many trials gave which answer.",
     .labels = "answer",
     .samples = Trials},
    {.name = "search",
     .type = MetricType::kGauge,
     .unit = "seconds",
     .help = "How long the search took.",
     .samples =
         [](Source s) {
           return OfEach(
               s, [](const SearchResult& search) { return One(search.elapsed.count()); });
         }},
};

}  // namespace

SearchMetricSource::SearchMetricSource(const SearchResult& search)
    : searches({{.labels = {}, .search = &search}}) {}

SearchMetricSource::SearchMetricSource(const SweepResult& sweep) {
  for (const auto& [value, search] : sweep.searches) {
    searches.push_back(
        {.labels = {{"setting", sweep.setting}, {"value", value}}, .search = &search});
  }
}

std::span<const SearchMetric> SearchMetrics() { return kSearchMetrics; }

}  // namespace redline::reporting
