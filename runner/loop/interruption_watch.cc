#include "runner/loop/interruption_watch.h"

#include <signal.h>

#include <boost/system/error_code.hpp>
#include <utility>

#include "runner/loop/ignored_signal.h"

namespace redline::runner {

InterruptionWatch::InterruptionWatch(std::function<void(int)> heard)
    : heard_(std::move(heard)), signals_(loop_, SIGINT, SIGTERM) {
  for (const int signal : {SIGHUP, SIGQUIT}) {
    if (!IsIgnored(signal)) signals_.add(signal);
  }
  Listen();
  thread_ = std::thread([this] { loop_.run(); });
}

InterruptionWatch::~InterruptionWatch() {
  loop_.stop();
  thread_.join();
}

void InterruptionWatch::Ignore() {
  const MutexLock lock(mutex_);
  heard_ = nullptr;
}

void InterruptionWatch::Listen() {
  signals_.async_wait([this](const boost::system::error_code& error, int signal) {
    if (error) return;
    {
      const MutexLock lock(mutex_);
      if (heard_) heard_(signal);
    }
    Listen();
  });
}

}  // namespace redline::runner
