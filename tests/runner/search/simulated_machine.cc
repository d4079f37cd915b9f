#include "tests/runner/search/simulated_machine.h"

#include <algorithm>
#include <cmath>
#include <cstddef>

namespace redline::runner {
namespace {

using reporting::TrialAnswer;
using reporting::TrialPurpose;

constexpr double kStep = 0.1;  // Seconds.
constexpr int kStepsPerLook = 10;
constexpr double kBacklogLimit = 100;  // A worker's.
constexpr double kShortestStall = 0.02;
constexpr double kLongestStall = 0.2;
// Start, warm-up and drain.
constexpr Trial::Seconds kBesideATrial{4};

// Of a backlog that was looked at once a second, by Theil and Sen.
double Slope(const std::vector<double>& backlogs) {
  std::vector<double> slopes;
  for (std::size_t i = 0; i < backlogs.size(); ++i) {
    for (std::size_t j = i + 1; j < backlogs.size(); ++j) {
      slopes.push_back((backlogs[j] - backlogs[i]) / static_cast<double>(j - i));
    }
  }
  if (slopes.empty()) return 0;
  const auto middle = slopes.begin() + static_cast<std::ptrdiff_t>(slopes.size() / 2);
  std::nth_element(slopes.begin(), middle, slopes.end());
  return *middle;
}

// The rule of docs/search.md, "When a trial has held".
bool FellBehind(const Trial& trial, double backlog, const std::vector<double>& backlogs) {
  if (backlog <= 2 * static_cast<double>(trial.workers)) return false;
  return backlog > 0.01 * trial.rate * trial.length.count() ||
         Slope(backlogs) > 0.003 * trial.rate;
}

}  // namespace

SimulatedMachine::SimulatedMachine(const Conditions& conditions, std::uint64_t seed)
    : conditions_(conditions), random_(seed) {
  NewDay();
}

void SimulatedMachine::NewDay() {
  deviation_ = conditions_.noise * normal_(random_);
  stalled_ = 0;
}

double SimulatedMachine::NextMoment() {
  const double kept = std::exp(-kStep / conditions_.noise_seconds);
  deviation_ = kept * deviation_ +
               conditions_.noise * std::sqrt(1 - kept * kept) * normal_(random_);
  if (uniform_(random_) < conditions_.stalls * kStep) {
    stalled_ += kShortestStall + (kLongestStall - kShortestStall) * uniform_(random_);
  }
  const double lost = std::min(stalled_, kStep);
  stalled_ -= lost;
  return std::max(1 + deviation_, 0.0) * (1 - lost / kStep);
}

SimulatedMachine::Moments SimulatedMachine::NextMoments(Seconds length) {
  Moments moments(static_cast<std::size_t>(std::lround(length.count() / kStep)));
  for (float& moment : moments) moment = static_cast<float>(NextMoment());
  return moments;
}

SimulatedMachine::Served SimulatedMachine::Serve(const Trial& trial, double capacity,
                                                 const Moments& moments) const {
  const double limit = trial.purpose == TrialPurpose::kEstimate
                           ? HUGE_VAL
                           : kBacklogLimit * static_cast<double>(trial.workers);
  double now = capacity * std::exp(conditions_.drift * elapsed_.count() / 60);
  if (trial.rate > now) now *= 1 - conditions_.cliff;
  const double come = trial.rate * kStep;
  double backlog = 0;
  double completed = 0;
  std::vector<double> backlogs;
  int steps = 0;
  for (const float moment : moments) {
    ++steps;
    const double done = std::min(backlog + come, now * kStep * moment);
    completed += done;
    backlog += come - done;
    if (backlog >= limit) break;
    if (steps % kStepsPerLook == 0) backlogs.push_back(backlog);
  }
  const Seconds length{steps * kStep};
  const TrialAnswer answer = backlog >= limit ? TrialAnswer::kFailed
                             : FellBehind(trial, backlog, backlogs)
                                 ? TrialAnswer::kFellBehind
                                 : TrialAnswer::kHeld;
  return {{answer, completed / length.count()}, length};
}

TrialOutcome SimulatedMachine::Run(const Trial& trial, double capacity) {
  const Served served = Serve(trial, capacity, NextMoments(trial.length));
  elapsed_ += served.length + kBesideATrial;
  NextMoments(kBesideATrial);
  return served.outcome;
}

std::vector<double> SimulatedMachine::HighestHeld(const Trial& trial, double capacity,
                                                  int trials) {
  constexpr int kHalvings = 9;
  const double now = capacity * std::exp(conditions_.drift * elapsed_.count() / 60);
  std::vector<double> highest;
  for (int i = 0; i < trials; ++i) {
    NewDay();
    const Moments moments = NextMoments(trial.length);
    double held = now / 2;
    double failed = now * 1.4;
    for (int k = 0; k < kHalvings; ++k) {
      Trial next = trial;
      next.rate = std::sqrt(held * failed);
      const bool holds =
          Serve(next, capacity, moments).outcome.answer == TrialAnswer::kHeld;
      (holds ? held : failed) = next.rate;
    }
    highest.push_back(std::sqrt(held * failed));
  }
  std::sort(highest.begin(), highest.end());
  return highest;
}

}  // namespace redline::runner
