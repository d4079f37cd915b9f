#include "tests/testing/queue_simulation.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

namespace redline::testing {
namespace {

using reporting::Seconds;
using reporting::SeriesPoint;

// How much work the system has done until a moment, in seconds of its mean speed. Told in
// this time a task takes what it needs, however slow the system is meanwhile.
class SystemTime {
 public:
  SystemTime(const QueueSystem& system, double seconds, std::mt19937_64& random) {
    std::normal_distribution<double> normal;
    std::uniform_real_distribution<double> uniform;
    const double memory = std::exp(-kStep / system.noise_seconds);
    const double innovation = system.noise * std::sqrt(1 - memory * memory);
    const double mean_stall = (system.shortest_stall + system.longest_stall) / 2;
    const double speed_between_stalls = 1 + system.stalls_per_second * mean_stall;
    double deviation = system.noise * normal(random);
    double stall = 0;
    // A little more than the run, for the look at its end.
    const auto steps = static_cast<std::size_t>(std::ceil(seconds / kStep)) + 2;
    for (std::size_t i = 0; i < steps; ++i) {
      deviation = memory * deviation + innovation * normal(random);
      if (stall <= 0 && uniform(random) < system.stalls_per_second * kStep) {
        stall = system.shortest_stall +
                (system.longest_stall - system.shortest_stall) * uniform(random);
      }
      const double running = 1 - std::clamp(stall / kStep, 0.0, 1.0);
      stall -= kStep;
      const double drift = system.drift * static_cast<double>(i) * kStep / seconds;
      done_.push_back(done_.back() + kStep * running * speed_between_stalls *
                                         std::max(1 + deviation + drift, 0.0));
    }
  }

  double At(double seconds) const {
    const double step = seconds / kStep;
    const std::size_t i = std::min(static_cast<std::size_t>(step), done_.size() - 2);
    return done_[i] + (step - static_cast<double>(i)) * (done_[i + 1] - done_[i]);
  }

 private:
  static constexpr double kStep = 0.01;
  std::vector<double> done_{0};
};

// Relative to the mean.
double WorkOf(Service service, std::mt19937_64& random) {
  // Its squared coefficient of variation is e − 1 = 1.72.
  constexpr double kSigma = 1;
  switch (service) {
    case Service::kEven:
      break;
    case Service::kExponential:
      return std::exponential_distribution<double>()(random);
    case Service::kHeavyTailed:
      return std::lognormal_distribution<double>(-kSigma * kSigma / 2, kSigma)(random);
  }
  return 1;
}

// The tasks of one worker, by the system's time.
class Worker {
 public:
  void Take(double now, double work) {
    LookAt(now);
    free_ = std::max(free_, now) + work;
    ends_.push_back(free_);
    worst_ = std::max(worst_, backlog());
  }

  void LookAt(double now) {
    while (done_ < ends_.size() && ends_[done_] <= now) ++done_;
  }

  std::uint64_t backlog() const { return ends_.size() - done_; }
  double free() const { return free_; }
  // The highest backlog since it was last asked.
  std::uint64_t TakeWorst() { return std::exchange(worst_, backlog()); }

 private:
  std::vector<double> ends_;  // In order of time.
  std::size_t done_ = 0;
  double free_ = 0;
  std::uint64_t worst_ = 0;
};

SeriesPoint PointAt(Seconds end, Seconds length, double now,
                    std::vector<Worker>& workers) {
  SeriesPoint point;
  point.end = end;
  point.length = length;
  for (Worker& worker : workers) {
    worker.LookAt(now);
    point.total_backlog += worker.backlog();
    point.worst_backlog = std::max(point.worst_backlog, worker.TakeWorst());
  }
  return point;
}

// As the recorder merges its points.
double PointLength(double seconds) {
  for (const double length : {0.01, 0.02, 0.1}) {
    if (seconds <= 50 * length) return length;
  }
  return 1;
}

}  // namespace

QueueSystem NoisySystem(double capacity) {
  return {.capacity = capacity, .noise = 0.03, .stalls_per_second = 0.05};
}

reporting::Result SimulateRun(const QueueSystem& system, double rate, double seconds,
                              std::mt19937_64& random) {
  const SystemTime time(system, seconds, random);
  const double mean_work = system.workers / system.capacity;
  std::vector<Worker> workers(static_cast<std::size_t>(system.workers));
  reporting::Result result;
  std::vector<SeriesPoint>& points = result.series.points;
  const double length = PointLength(seconds);
  const auto last = static_cast<std::size_t>(std::round(seconds / length));
  std::size_t sent = 0;
  for (std::size_t look = 1; look <= last; ++look) {
    const double end = static_cast<double>(look) * length;
    for (; static_cast<double>(sent) / rate < end; ++sent) {
      workers[sent % workers.size()].Take(time.At(static_cast<double>(sent) / rate),
                                          mean_work * WorkOf(system.service, random));
    }
    points.push_back(PointAt(Seconds(end), Seconds(length), time.At(end), workers));
  }
  reporting::Messaging& messaging = result.messaging;
  messaging.asked_rate = rate;
  messaging.tasks_sent = sent;
  messaging.uptime = points.back().end;
  messaging.unfinished_at_end = points.back().total_backlog;
  double drained = 0;
  for (const Worker& worker : workers) {
    drained = std::max(drained, worker.free() - time.At(seconds));
    messaging.worst_backlog_at_end =
        std::max(messaging.worst_backlog_at_end.value_or(0), worker.backlog());
  }
  messaging.drain = Seconds(drained);
  if (drained > 0) {
    SeriesPoint& drain = points.emplace_back();
    drain.end = messaging.uptime + *messaging.drain;
    drain.length = *messaging.drain;
  }
  result.workers.resize(workers.size());
  return result;
}

}  // namespace redline::testing
