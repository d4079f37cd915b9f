// The rows of a search. The first makes one of the run; without it the others are
// refused.
#include <algorithm>
#include <array>

#include "base/enum_table.h"
#include "reporting/model/search_result.h"
#include "runner/settings/setting_rows.h"
#include "runner/settings/sweep_text.h"

namespace redline::runner {
namespace {

using reporting::SearchGoal;

constexpr auto kGoals = [] {
  std::array<Choice, reporting::kSearchGoals.size()> choices;
  std::ranges::transform(reporting::kSearchGoals, choices.begin(),
                         [](const reporting::SearchGoalRow& goal) {
                           return Choice{goal.name, goal.meaning};
                         });
  return choices;
}();

constexpr Setting kSearch[] = {
    {.name = "search",
     .fallback = "",
     .choices = kGoals,
     .help = "what to search for by trials, instead of one run: {}",
     .more = "a search for the rate begins at `--tasks_per_second`; one for the workers "
             "tries `--num_workers` at most (256 unless given)",
     .scope = Scope::kTest,
     .store =
         [](const Value& v, Plan& p) {
           if (const auto goal = ParseEnum<SearchGoal>(v.text())) {
             p.search.emplace().goal = *goal;
           }
         }},
    {.name = "sweep",
     .fallback = "",
     .help = "setting and values, as max_flats:10,100: the search is repeated for each",
     .more = "`--search_minutes` is the time of each search; any setting of the test or "
             "of its tasks can be varied, but what the search finds",
     .scope = Scope::kTest,
     .store =
         [](const Value& v, Plan& p) {
           if (!v.text().empty()) p.sweep = ParseSweep(v.text());
         }},
    {.name = "at_least",
     .fallback = 0.0,
     .bounds = Bounds{0, 1e9},
     .help = "tasks per second below which a search for the rate has failed; 0: any "
             "rate will do",
     .more = "of a fleet, of all its dynos together",
     .scope = Scope::kTest,
     .store =
         [](const Value& v, Plan& p) {
           if (p.search && v.real() > 0) p.search->at_least = v.real();
         }},
    {.name = "search_minutes",
     .fallback = 10.0,
     .bounds = Bounds{0.1, 7 * 24 * 60},
     .help = "time that a search may take; at its end the bounds known by then are the "
             "result",
     .scope = Scope::kTest,
     .store =
         [](const Value& v, Plan& p) {
           if (p.search) p.search->budget = std::chrono::duration<double>(v.real() * 60);
         }},
    {.name = "search_precision",
     .fallback = 2.0,
     .bounds = Bounds{0.1, 100},
     .help = "per cent between the rate that holds and the one that fails",
     .scope = Scope::kTest,
     .store =
         [](const Value& v, Plan& p) {
           if (p.search) p.search->precision_percent = v.real();
         }},
    {.name = "trial_seconds",
     .fallback = 0.0,
     .bounds = Bounds{1, 7 * 24 * 3600},
     .help = "length of the trials on which a search's claim rests; others are shorter "
             "(default: test_duration_seconds if that is given, else a twentieth of "
             "search_minutes)",
     .scope = Scope::kTest,
     .store =
         [](const Value& v, Plan& p) {
           if (p.search) p.search->trial = v.seconds();
         }},
};

}  // namespace

constinit const Group kSearchSettings = {.title = "A search", .settings = kSearch};

}  // namespace redline::runner
