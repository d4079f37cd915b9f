#include "runner/trials/sweep_words.h"

#include <algorithm>
#include <chrono>
#include <vector>

#include "base/text/number_text.h"
#include "runner/trials/amount_words.h"

namespace redline::runner {
namespace {

using reporting::SearchEnd;
using reporting::SearchGoal;
using reporting::SweepResult;
using reporting::SweptSearch;

// "max_flats=100"
std::string With(const SweepResult& result, const SweptSearch& swept) {
  return result.setting + "=" + swept.value;
}

std::string FoundThere(const SweepResult& result, const SweptSearch& swept) {
  return Amount(result.goal(), swept.search.held->value) + ", with " +
         With(result, swept);
}

// Of those that were found.
std::string Extremes(const SweepResult& result) {
  std::vector<const SweptSearch*> found;
  for (const SweptSearch& swept : result.searches) {
    if (swept.search.end == SearchEnd::kFound) found.push_back(&swept);
  }
  const bool is_rate = result.goal() == SearchGoal::kRate;
  if (found.empty()) return "No search has found what it looked for.";
  const auto [least, most] = std::ranges::minmax_element(
      found, {}, [](const SweptSearch* swept) { return swept->search.held->value; });
  if (found.size() == 1) {
    return (is_rate ? "The redline is " : "The fewest workers are ") +
           FoundThere(result, **most) + ".";
  }
  const bool is_whole = found.size() == result.values.size();
  if ((*least)->search.held->value == (*most)->search.held->value) {
    return std::string(is_whole ? "All" : "All of those found") + " are " +
           Amount(result.goal(), (*most)->search.held->value) + ".";
  }
  std::string text = is_whole ? "" : "Of those found, ";
  if (is_rate) {
    text += (is_whole ? "The" : "the") + std::string(" redline is highest at ") +
            FoundThere(result, **most) + ", and lowest at " + FoundThere(result, **least);
  } else {
    text += (is_whole ? "The" : "the") + std::string(" fewest workers are ") +
            FoundThere(result, **least) + ", and the most " + FoundThere(result, **most);
  }
  return text + ".";
}

// Those that were made, and not found.
std::string NotFound(const SweepResult& result) {
  std::string names;
  for (const SweptSearch& swept : result.searches) {
    if (swept.search.end == SearchEnd::kFound) continue;
    names += (names.empty() ? "" : ", ") + With(result, swept);
  }
  return names.empty() ? "" : " Not found: " + names + "; their bounds are in the table.";
}

}  // namespace

std::string SweepPlanInWords(const Plan& plan) {
  std::string values;
  for (const std::string& value : plan.sweep->values) {
    values += (values.empty() ? "" : ", ") + value;
  }
  const auto most =
      plan.searches.front().search->budget * static_cast<double>(plan.searches.size());
  const std::size_t count = plan.searches.size();
  return "sweep: " + (count == 1 ? "1 search" : CountText(count) + " searches") +
         ", with " + plan.sweep->setting + " " + values + ": " + TimeInWords(most) +
         " at most, but for the last trial of each. Ctrl-C ends it with what is known by "
         "then.";
}

std::string SweepInWords(const SweepResult& result, const std::string& trouble) {
  std::string text = Extremes(result) + NotFound(result);
  const std::size_t missing = result.values.size() - result.searches.size();
  if (missing > 0) {
    text += " The sweep ended early: of " + Plural(result.values.size(), "value") + ", " +
            CountText(missing) + " had no search.";
  }
  return trouble.empty() ? text : text + " " + trouble;
}

}  // namespace redline::runner
