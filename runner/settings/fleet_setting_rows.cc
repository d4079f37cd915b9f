// The rows of the fleet that a run is a part of. The first makes it one; without that the
// others say nothing.
#include <cstddef>
#include <string_view>

#include "runner/plan/run_id.h"
#include "runner/settings/setting_rows.h"

namespace redline::runner {
namespace {

constexpr std::string_view kOnFailure = "on_failure";
constexpr Choice kFleetStops[] = {{kOnFailure}, {"never"}};

constexpr Setting kFleet[] = {
    {.name = "fleet",
     .fallback = "",
     .help =
         "id of the fleet of dynos that run this test together, on the Redis that you "
         "named; the same for all of them, a new one for each test",
     .scope = Scope::kTest,
     .store =
         [](const Value& v, Plan& p) {
           if (!v.text().empty()) p.fleet.emplace().id = v.text();
         }},
    {.name = "fleet_size",
     .fallback = 2,
     .bounds = Bounds{1, 1000},
     .help = "dynos in the fleet",
     .more = "refused without `--fleet`",
     .scope = Scope::kTest,
     .store =
         [](const Value& v, Plan& p) {
           if (p.fleet) p.fleet->size = static_cast<std::size_t>(v.whole());
         }},
    {.name = "dyno",
     .fallback = "",
     .help = "this dyno's name in the fleet (default: the host's)",
     .scope = Scope::kDyno,
     .store =
         [](const Value& v, Plan& p) {
           if (p.fleet) p.fleet->dyno = v.text().empty() ? DynoName() : v.text();
         }},
    {.name = "fleet_wait_seconds",
     .fallback = 60.0,
     .bounds = Bounds{1, 3600},
     .help = "time to wait for the fleet's other dynos, and for their results",
     .scope = Scope::kDyno,
     .store =
         [](const Value& v, Plan& p) {
           if (p.fleet) p.fleet->wait = v.rounded_seconds();
         }},
    {.name = "fleet_stop",
     .fallback = kOnFailure,
     .choices = kFleetStops,
     .help = "whether the first dyno that fails ends the test of all: {}",
     .scope = Scope::kTest,
     .store =
         [](const Value& v, Plan& p) {
           if (p.fleet) p.fleet->stop_on_failure = v.text() == kOnFailure;
         }},
};

}  // namespace

constinit const Group kFleetSettings = {.title = "A fleet of dynos", .settings = kFleet};

}  // namespace redline::runner
