// Signals that interrupt a search, where no supervisor acts on them: between its trials,
// and while a trial's fleet is waited for.
//
// Main thread only; a thread of its own hears of them (runner/loop/interruption_watch.h).
#ifndef REDLINE_RUNNER_TRIALS_TRIAL_SIGNALS_H_
#define REDLINE_RUNNER_TRIALS_TRIAL_SIGNALS_H_

#include "base/mutex.h"
#include "runner/fleet/fleet_session.h"
#include "runner/loop/interruption_watch.h"

namespace redline::runner {

class TrialSignals {
 public:
  // While it lives, a signal that comes, or has come, is a reason to wait no longer for
  // this fleet. The signals and the session outlive it.
  class Hurry {
   public:
    Hurry(TrialSignals& signals, FleetSession& fleet);
    ~Hurry();
    Hurry(const Hurry&) = delete;
    Hurry& operator=(const Hurry&) = delete;

   private:
    TrialSignals& signals_;
  };

  TrialSignals();

  // The first that came, 0 if none has; during a trial, too.
  int first() const EXCLUDES(mutex_);

 private:
  void Hear(int signal) EXCLUDES(mutex_);

  mutable Mutex mutex_;
  int first_ GUARDED_BY(mutex_) = 0;
  FleetSession* fleet_ GUARDED_BY(mutex_) = nullptr;
  InterruptionWatch watch_;
};

}  // namespace redline::runner

#endif  // REDLINE_RUNNER_TRIALS_TRIAL_SIGNALS_H_
