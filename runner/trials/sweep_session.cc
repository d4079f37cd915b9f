#include "runner/trials/sweep_session.h"

#include <algorithm>
#include <array>
#include <atomic>
#include <chrono>
#include <exception>
#include <utility>

#include "base/build_info.h"
#include "runner/loop/interruption_watch.h"
#include "runner/machine/start_date.h"
#include "runner/trials/search_session.h"
#include "runner/trials/sweep_words.h"
#include "runner/verdict/exit_code.h"

namespace redline::runner {
namespace {

using std::chrono::steady_clock;

// The later of these counts, if one search ends with it and another with the other.
int WorseOf(int a, int b) {
  constexpr std::array kFromBest = {kExitSuccess, kExitFailed, kExitInvalid,
                                    kExitEnvironment};
  return std::max(a, b, [&](int one, int other) {
    return std::ranges::find(kFromBest, one) < std::ranges::find(kFromBest, other);
  });
}

}  // namespace

SweepOutcome RunSweep(const Plan& plan, const std::filesystem::path& worker,
                      Display& display, const MetricsListener* metrics,
                      const std::function<void(const SweepOutcome&)>& ended) {
  const steady_clock::time_point began = steady_clock::now();
  // While no search hears of signals.
  std::atomic<int> between_searches = 0;
  const InterruptionWatch watch([&](int signal) { between_searches = signal; });
  SweepOutcome outcome{.result = {.provenance = {.version = std::string(kVersion),
                                                 .revision = std::string(kRevision),
                                                 .started = DateNow(),
                                                 .imported_from = "",
                                                 .dyno = ""},
                                  .setting = plan.sweep->setting,
                                  .values = plan.sweep->values,
                                  .elapsed = {},
                                  .sentence = "",
                                  .searches = {}},
                       .complaints = {}};
  display.Say(SweepPlanInWords(plan));
  std::string trouble;
  bool is_stuck = false;
  for (std::size_t i = 0; i < plan.searches.size() && !is_stuck; ++i) {
    if (outcome.signal == 0) outcome.signal = between_searches;
    if (outcome.signal != 0) break;
    try {
      SearchOutcome search = RunSearch(plan.searches[i], worker, display, metrics,
                                       [](const SearchOutcome&) {});
      outcome.signal = search.signal;
      outcome.hurried = search.hurried;
      outcome.exit_code = WorseOf(outcome.exit_code, ExitCode(search));
      outcome.complaints.insert(outcome.complaints.end(), search.complaints.begin(),
                                search.complaints.end());
      is_stuck = search.is_stuck;
      display.Say(plan.searches[i].search->title + ": " + search.result.sentence);
      outcome.result.searches.push_back(
          {.value = plan.sweep->values[i], .search = std::move(search.result)});
    } catch (const std::exception& error) {
      // Whatever it is, the searches before it are not lost.
      if (outcome.result.searches.empty()) throw;
      trouble = plan.sweep->setting + "=" + plan.sweep->values[i] + ": " + error.what();
      is_stuck = true;
    }
  }
  if (outcome.signal == 0) outcome.signal = between_searches;
  if (outcome.signal != 0 && trouble.empty()) trouble = "It was interrupted.";
  if (is_stuck) outcome.exit_code = kExitEnvironment;
  if (outcome.signal != 0) outcome.exit_code = ExitCodeForSignal(outcome.signal);
  outcome.result.elapsed = steady_clock::now() - began;
  outcome.result.sentence = SweepInWords(outcome.result, trouble);
  ended(outcome);
  return outcome;
}

int ExitCode(const SweepOutcome& outcome) { return outcome.exit_code; }

}  // namespace redline::runner
