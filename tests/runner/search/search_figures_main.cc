// Prints the tables of docs/search.md, "How good it is".
//
//   search_figures [SYSTEMS]    of each class; 1500 if not given

#include <cstdlib>
#include <iostream>
#include <string_view>

#include "tests/runner/search/search_figures.h"

namespace redline::runner {
namespace {

constexpr int kTruth = 60;
constexpr std::uint64_t kSeed = 14;

int Percent(double share) { return static_cast<int>(share * 100 + 0.5); }
double Tenths(double value) { return static_cast<int>(value * 10 + 0.5) / 10.0; }

void PrintStart(std::string_view name, const SearchFigures& figures) {
  std::cout << "| " << name << " | " << Percent(figures.found) << " / "
            << Percent(figures.irregular) << " / " << Percent(figures.out_of_time)
            << " | " << Tenths(figures.trials) << " | " << Tenths(figures.minutes)
            << " | " << Percent(figures.holds_at_held) << " | "
            << Percent(figures.holds_at_failed) << " | " << Tenths(figures.wrong * 100)
            << " | " << Percent(figures.near) << " / " << Percent(figures.quite_near)
            << " |";
}

void PrintRateSearches(int systems) {
  std::cout << "| system | found / irregular / out of time | trials | minutes | trials "
               "that hold at the redline | at the rate that failed | found, but fewer "
               "than half hold | within 2 % / 4 % | likely range right | its width |\n"
            << "|---|---|---|---|---|---|---|---|---|---|\n";
  for (const SystemClass& kind : kSystemClasses) {
    const SearchFigures figures = FiguresOfRateSearches(kind, systems, kTruth, kSeed);
    PrintStart(kind.name, figures);
    std::cout << ' ' << Percent(figures.likely_right) << " | "
              << Tenths(figures.likely_width * 100) << " |\n"
              << std::flush;
  }
}

void PrintWorkersSearches(int systems) {
  std::cout << "| workers do | found / irregular / out of time | trials | minutes | "
               "trials that hold with those found | with one fewer | found, but fewer "
               "than half hold | just as many / one off |\n"
            << "|---|---|---|---|---|---|---|---|\n";
  for (const WorkersClass& kind : kWorkersClasses) {
    PrintStart(kind.name, FiguresOfWorkersSearches(kind, systems, kTruth, kSeed));
    std::cout << '\n' << std::flush;
  }
}

}  // namespace
}  // namespace redline::runner

int main(int argc, char** argv) {
  const int systems = argc > 1 ? std::atoi(argv[1]) : 1500;
  std::cout << "Shares in %.\n\n";
  redline::runner::PrintRateSearches(systems);
  std::cout << '\n';
  redline::runner::PrintWorkersSearches(systems);
}
