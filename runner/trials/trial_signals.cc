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

void TrialSignals::Hurry(FleetSession* fleet) {
  const MutexLock lock(mutex_);
  fleet_ = fleet;
  if (fleet_ != nullptr && first_ != 0) fleet_->Hurry(kPatienceOfAnInterruption);
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
