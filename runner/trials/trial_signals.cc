#include "runner/trials/trial_signals.h"

#include <chrono>

#include "runner/run/fleet_finish.h"
#include "runner/verdict/exit_code.h"

namespace redline::runner {

TrialSignals::TrialSignals() : watch_([this](int signal) { Hear(signal); }) {}

int TrialSignals::first() const {
  const MutexLock lock(mutex_);
  return first_;
}

TrialSignals::Hurry::Hurry(TrialSignals& signals, FleetSession& fleet)
    : signals_(signals) {
  const MutexLock lock(signals_.mutex_);
  signals_.fleet_ = &fleet;
  if (signals_.first_ != 0) fleet.Hurry(kPatienceOfAnInterruption);
}

TrialSignals::Hurry::~Hurry() {
  const MutexLock lock(signals_.mutex_);
  signals_.fleet_ = nullptr;
}

void TrialSignals::Hear(int signal) {
  const MutexLock lock(mutex_);
  const bool is_again = first_ != 0 && IsFromKeyboard(signal);
  if (first_ == 0) first_ = signal;
  if (fleet_ == nullptr) return;
  fleet_->Hurry(is_again ? kPatienceInAHurry
                         : std::chrono::milliseconds(kPatienceOfAnInterruption));
}

}  // namespace redline::runner
