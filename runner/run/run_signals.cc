#include "runner/run/run_signals.h"

#include <signal.h>
#include <unistd.h>

#include <boost/asio/use_awaitable.hpp>
#include <utility>

#include "runner/loop/ignored_signal.h"
#include "runner/verdict/exit_code.h"

namespace redline::runner {

RunSignals::RunSignals(boost::asio::io_context& loop, ChangeSignal& changed,
                       Display& display, Handlers handlers)
    : signals_(loop, SIGINT, SIGTERM, SIGCHLD),
      changed_(changed),
      display_(display),
      handlers_(std::move(handlers)) {
  for (const int signal : {SIGHUP, SIGQUIT, SIGTSTP}) {
    if (!IsIgnored(signal)) signals_.add(signal);
  }
  signals_.add(SIGCONT);
}

boost::asio::awaitable<void> RunSignals::Watch() {
  while (true) {
    const int signal = co_await signals_.async_wait(boost::asio::use_awaitable);
    Handle(signal);
    changed_.Notify();
  }
}

void RunSignals::Handle(int signal) {
  if (signal == SIGCHLD) {
    handlers_.child_ended();
  } else if (signal == SIGTSTP) {
    StandStill();
  } else if (signal == SIGCONT) {
    if (!std::exchange(stood_still_, false)) display_.Resume();
  } else {
    Interrupt(signal);
  }
}

void RunSignals::Interrupt(int signal) {
  if (interruption_ == 0) {
    interruption_ = signal;
  } else if (!IsFromKeyboard(signal)) {
    // A terminal's end is told by the kernel and by the shell, and a dyno may be told
    // to end several times: the report is on its way already.
  } else if (!hurried_) {
    // Ctrl-C again is meant: what is still to come is the report.
    hurried_ = true;
    handlers_.hurried();
  } else {
    // The keeper ends the private Redis when we are gone.
    display_.StepAside();
    ::_exit(ExitCodeForSignal(signal));
  }
}

void RunSignals::StandStill() {
  display_.StepAside();
  stood_still_ = true;
  // Not SIGSTOP: where nobody could let us go on, the kernel does not stop us.
  signals_.remove(SIGTSTP);
  ::raise(SIGTSTP);
  signals_.add(SIGTSTP);
}

}  // namespace redline::runner
