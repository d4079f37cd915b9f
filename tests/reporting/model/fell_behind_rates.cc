// Prints how often a simulated run on a known capacity is called held, as a table in
// Markdown. The same at each call.

#include <array>
#include <cstddef>
#include <cstdio>

#include "tests/reporting/model/shares_of_runs.h"

namespace {

using redline::reporting::testing::SharesOfRuns;
using redline::reporting::testing::SimulateRuns;
using redline::testing::NoisySystem;
using redline::testing::QueueSystem;
using redline::testing::Service;

constexpr std::array kLoads = {0.80, 0.90, 0.94, 0.97, 0.99,
                               1.00, 1.01, 1.02, 1.05, 1.10};
constexpr std::array kRates = {1000.0, 4000.0};
constexpr std::array kLengths = {6.0, 20.0, 60.0};

using Shares = std::array<SharesOfRuns, kLoads.size()>;

template <class HeldShare>
void PrintRow(const char* name, double rate, double seconds, const Shares& shares,
              HeldShare held) {
  std::printf("| %s | %g | %g |", name, rate, seconds);
  for (const SharesOfRuns& share : shares) std::printf(" %.0f |", 100 * held(share));
  std::printf("\n");
  std::fflush(stdout);
}

void PrintRows(const char* name, QueueSystem system, int runs,
               bool and_limit_alone = false) {
  for (const double rate : kRates) {
    for (const double seconds : kLengths) {
      Shares shares;
      for (std::size_t i = 0; i < kLoads.size(); ++i) {
        system.capacity = rate / kLoads[i];
        shares[i] = SimulateRuns(system, rate, seconds, runs);
      }
      PrintRow(name, rate, seconds, shares, [](const auto& of) { return of.held; });
      if (!and_limit_alone) continue;
      PrintRow("the same, limits alone", rate, seconds, shares,
               [](const auto& of) { return 1 - of.reached_limit; });
    }
  }
}

}  // namespace

int main() {
  std::printf("| tasks | rate | seconds |");
  for (const double load : kLoads) std::printf(" %.2f |", load);
  std::printf("\n|---|---|---|");
  for (std::size_t i = 0; i < kLoads.size(); ++i) std::printf("---|");
  std::printf("\n");
  constexpr int kRuns = 100;
  PrintRows("even", {.service = Service::kEven}, 1);
  PrintRows("even, in a noisy system", NoisySystem(1), kRuns, true);
  PrintRows("exponential", {.service = Service::kExponential}, kRuns);
  PrintRows("heavy-tailed", {.service = Service::kHeavyTailed}, kRuns);
}
