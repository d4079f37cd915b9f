// The signals of a run: the first that is to end it interrupts it, for a partial report.
//
// Handles SIGINT, SIGTERM, SIGQUIT and SIGHUP (unless that is ignored, as nohup has it).
// After the first of them, SIGINT or SIGQUIT hurries the end, and once more ends the
// process at once; the others may come several times for one reason. Keeps the terminal
// in order when the process is stopped (SIGTSTP) and goes on; tells of children that end.
//
// On the supervisor's event loop only, which outlives it; so do all references.
#ifndef REDLINE_RUNNER_RUN_RUN_SIGNALS_H_
#define REDLINE_RUNNER_RUN_RUN_SIGNALS_H_

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/signal_set.hpp>
#include <functional>

#include "runner/display/display.h"
#include "runner/loop/change_signal.h"

namespace redline::runner {

class RunSignals {
 public:
  struct Handlers {
    std::function<void()> child_ended;
    std::function<void()> hurried;
  };

  // `changed` is notified after each signal.
  RunSignals(boost::asio::io_context& loop, ChangeSignal& changed, Display& display,
             Handlers handlers);

  // Once; never returns.
  boost::asio::awaitable<void> Watch();

  // The one that interrupted the run; 0 if none did.
  int interruption() const { return interruption_; }
  // Ctrl-C or Ctrl-\ came again after it.
  bool hurried() const { return hurried_; }

 private:
  void Handle(int signal);
  void Interrupt(int signal);
  // Does what SIGTSTP does by itself, with the terminal in order; returns when we go on.
  void StandStill();

  boost::asio::signal_set signals_;
  ChangeSignal& changed_;
  Display& display_;
  const Handlers handlers_;
  int interruption_ = 0;
  bool hurried_ = false;
  bool stood_still_ = false;  // By StandStill; until SIGCONT says so.
};

}  // namespace redline::runner

#endif  // REDLINE_RUNNER_RUN_RUN_SIGNALS_H_
