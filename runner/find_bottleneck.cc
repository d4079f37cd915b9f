#include "runner/find_bottleneck.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "reporting/number_text.h"
#include "runner/judge.h"

namespace redline::runner {
namespace {

using reporting::Bottleneck;
using reporting::CountText;
using reporting::FigureText;
using reporting::MillisecondsText;
using reporting::Reason;
using reporting::Result;
using Kind = Bottleneck::Kind;

// "97 %": no decimals, but that a little is not nothing.
std::string Percent(double percent) {
  if (percent > 0 && percent < 1) return "less than 1 %";
  return reporting::DecimalText(percent, 0) + " %";
}

std::string Plural(std::uint64_t count, const std::string& noun) {
  return CountText(count) + " " + noun + (count == 1 ? "" : "s");
}

// "HGETALL", "CONFIG GET".
std::string CommandText(std::string name) {
  for (char& c : name) {
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
    if (c == '|') c = ' ';
  }
  return name;
}

std::optional<double> MeanOf(std::optional<double> sum, std::size_t count) {
  if (!sum || count == 0) return std::nullopt;
  return *sum / static_cast<double>(count);
}

class Finder {
 public:
  explicit Finder(const Result& result)
      : result_(result),
        redis_percent_(result.redis ? result.redis->cpu_percent_mean : std::nullopt),
        machine_percent_(result.machine ? result.machine->cpu_percent : std::nullopt),
        busy_percent_(WorkersBusyPercent(result)),
        worker_cpu_percent_(WorkerCpuPercent()),
        tasks_(TasksOf(result, false)),
        timed_tasks_(TasksOf(result, true)) {}

  Bottleneck Find() const {
    if (redis_percent_ >= kRedisBusyPercent) return RedisCpu();
    const bool machine_busy = machine_percent_ >= kMachineBusyPercent;
    // On a machine that is used up, lateness is one of the consequences.
    if (MissedRate() || (Late() && !machine_busy)) return Supervisor();
    if (machine_busy) return MachineCpu();
    if (busy_percent_ >= kWorkerBusyPercent) {
      if (machine_percent_ >= kContendedPercent) return MachineCpu();
      if (redis_percent_ >= kContendedPercent) return RedisCpu();
      return Workers();
    }
    if (BacklogOfOneTask()) return Stall();
    return None();
  }

 private:
  // Of all workers, or only of those that carry percentiles.
  static shm::HistogramSnapshot TasksOf(const Result& result, bool timed) {
    shm::HistogramSnapshot tasks;
    for (const reporting::WorkerResult& worker : result.workers) {
      const shm::HistogramSnapshot& task = worker.timings.task;
      if (!timed || !task.buckets().empty()) tasks.Merge(task);
    }
    return tasks;
  }

  std::optional<double> WorkerCpuPercent() const {
    std::optional<double> sum;
    std::size_t known = 0;
    for (const reporting::WorkerResult& worker : result_.workers) {
      if (!worker.cpu_percent) continue;
      sum = sum.value_or(0) + *worker.cpu_percent;
      ++known;
    }
    return MeanOf(sum, known);
  }

  bool BacklogGrew() const {
    return result_.verdict && (result_.verdict->reason == Reason::kBacklogLimit ||
                               result_.verdict->reason == Reason::kNotDrained);
  }

  // Also of a run that came through it.
  bool BacklogCameNearItsLimit() const {
    return BacklogGrew() ||
           static_cast<double>(result_.HighestBacklog()) >= StallBacklog();
  }

  double StallBacklog() const {
    return kStallBacklogShare * static_cast<double>(result_.constants.max_worker_backlog);
  }

  bool MissedRate() const {
    const reporting::Messaging& messaging = result_.messaging;
    const double due = messaging.asked_rate * messaging.uptime.count();
    const double missing = due - static_cast<double>(messaging.tasks_sent);
    // A run that ends early may end between two tasks.
    return missing > std::max(due * kMissedRateAllowed, 2.0);
  }

  bool Late() const {
    const auto lateness = result_.messaging.lateness.Percentile(99);
    return lateness && *lateness >= kLateness;
  }

  // A worker gets its share of the rate while it is in its slowest task.
  bool BacklogOfOneTask() const {
    const auto slowest = tasks_.Max();
    if (!BacklogCameNearItsLimit() || !slowest || result_.workers.empty()) return false;
    const double came_due = reporting::Seconds(*slowest).count() *
                            result_.messaging.asked_rate /
                            static_cast<double>(result_.workers.size());
    return came_due >= StallBacklog();
  }

  std::string Cores() const {
    return Plural(static_cast<std::uint64_t>(result_.machine->cores), "core");
  }

  Bottleneck RedisCpu() const {
    std::string text = "Redis' main thread was " + Percent(*redis_percent_) + " busy";
    const auto& commands = result_.redis->commands;
    if (!commands.empty() && commands[0].share) {
      text += ", " + Percent(100 * *commands[0].share) + " of it in " +
              CommandText(commands[0].name);
    }
    const bool exhausted = *redis_percent_ >= kRedisBusyPercent;
    return {.kind = Kind::kRedisCpu,
            .sentence = text + ": more workers will " +
                        (exhausted ? "not help." : "help little.")};
  }

  Bottleneck Supervisor() const {
    const reporting::Messaging& messaging = result_.messaging;
    std::string text = "The supervisor was late: ";
    if (MissedRate()) {
      text += "it issued " + FigureText(messaging.delivered_rate) + " of the asked " +
              FigureText(messaging.asked_rate) + " tasks/s";
    } else {
      text += "it issued one task in a hundred " +
              MillisecondsText(messaging.lateness.Percentile(99)) +
              " ms or more after its time";
    }
    if (result_.supervisor_cpu_percent) {
      text += " and used " + Percent(*result_.supervisor_cpu_percent) + " of a core";
    }
    if (machine_percent_) {
      text += ", on a machine whose " + Cores() +
              (result_.machine->cores == 1 ? " was " : " were ") +
              Percent(*machine_percent_) + " used";
    }
    return {.kind = Kind::kSupervisor,
            .sentence = text + ": give it more CPU, or ask for a lower rate."};
  }

  bool RedisIsHere() const { return result_.redis && result_.redis->on_this_machine; }

  // What nobody of this test used of the machine, in percent of one core.
  double OthersPercent() const {
    double others = *machine_percent_ * result_.machine->cores;
    if (RedisIsHere()) others -= redis_percent_.value_or(0);
    others -=
        worker_cpu_percent_.value_or(0) * static_cast<double>(result_.workers.size());
    others -= result_.supervisor_cpu_percent.value_or(0);
    return std::max(others, 0.0);
  }

  // " (of one core: Redis' main thread 70 %, the 28 workers 4 % each, the supervisor 9
  // %)"
  std::string WhoUsedTheMachine() const {
    std::vector<std::string> users;
    if (RedisIsHere() && redis_percent_) {
      users.push_back("Redis' main thread " + Percent(*redis_percent_));
    }
    if (worker_cpu_percent_) {
      const std::size_t count = result_.workers.size();
      users.push_back("the " + Plural(count, "worker") + " " +
                      Percent(*worker_cpu_percent_) + (count == 1 ? "" : " each"));
    }
    if (result_.supervisor_cpu_percent) {
      users.push_back("the supervisor " + Percent(*result_.supervisor_cpu_percent));
    }
    if (users.empty()) return "";
    users.push_back("all others " + Percent(OthersPercent()));
    std::string text;
    for (const std::string& user : users) text += (text.empty() ? "" : ", ") + user;
    return " (of one core: " + text + ")";
  }

  Bottleneck MachineCpu() const {
    const bool exhausted = *machine_percent_ >= kMachineBusyPercent;
    std::string text = "The machine's CPUs " +
                       std::string(exhausted ? "were exhausted" : "had little left") +
                       ": its " + Cores() +
                       (result_.machine->cores == 1 ? " was " : " were ") +
                       Percent(*machine_percent_) + " used" + WhoUsedTheMachine();
    if (OthersPercent() > *machine_percent_ * result_.machine->cores / 2) {
      // Others may well be the fleet's other dynos, if they share the machine.
      const bool in_fleet = !result_.provenance.dyno.empty();
      text += in_fleet ? ", most of it by others than this dyno: run each dyno on a "
                         "machine of its own."
                       : ", most of it by others than this test: run it where there is "
                         "nothing else to do.";
    } else if (RedisIsHere()) {
      text +=
          "; Redis runs beside the workers. More workers on this machine will not help: "
          "use one with more cores, or a Redis elsewhere.";
    } else {
      text +=
          ". More workers on this machine will not help: use one with more cores, or "
          "more "
          "machines.";
    }
    return {.kind = Kind::kMachineCpu, .sentence = text};
  }

  Bottleneck Workers() const {
    const auto median = timed_tasks_.Percentile(50);
    if (median && *timed_tasks_.Mean() >= kStallFactor * *median) return Stall();

    std::string text = "The workers were in a task " + Percent(*busy_percent_) +
                       " of their time (" + MillisecondsText(tasks_.Mean()) +
                       " ms a task)";
    const std::string others = WhatHasRoom();
    if (worker_cpu_percent_) {
      // The part of a task's time in which its worker computed.
      const double computing =
          std::min(100 * *worker_cpu_percent_ / *busy_percent_, 100.0);
      if (computing >= kComputingPercent) {
        return {.kind = Kind::kWorkerCpu,
                .sentence = text + ", and computed for " + Percent(computing) +
                            " of that" + others + ": more workers will help."};
      }
      text +=
          ", and waited for Redis' answers for " + Percent(100 - computing) + " of that";
    }
    return {.kind = Kind::kRoundTrip,
            .sentence =
                text + others + ": round trips dominate, and more workers will help."};
  }

  // ", while Redis' main thread was 40 % busy and the machine's 2 cores 55 % used"
  std::string WhatHasRoom() const {
    std::string text;
    if (redis_percent_) {
      text += "Redis' main thread was " + Percent(*redis_percent_) + " busy";
    }
    if (machine_percent_) {
      text += (text.empty() ? "" : " and ") + std::string("the machine's ") + Cores() +
              " " + Percent(*machine_percent_) + " used";
    }
    return text.empty() ? "" : ", while " + text;
  }

  Bottleneck Stall() const {
    return {
        .kind = Kind::kStall,
        .sentence =
            "A few tasks stood still, and others queued behind them: the "
            "slowest took " +
            MillisecondsText(tasks_.Max()) + " ms, half of " +
            (timed_tasks_.count() < tasks_.count() ? "the worst workers' tasks" : "all") +
            " at most " + MillisecondsText(timed_tasks_.Percentile(50)) +
            " ms. Look for what stopped Redis or the network then; more "
            "workers will not help."};
  }

  Bottleneck None() const {
    struct Candidate {
      double nearness;  // 1 is the limit.
      std::string text;
    };
    std::vector<Candidate> candidates;
    const auto add = [&](std::optional<double> percent, double limit,
                         const std::string& before, const std::string& after) {
      if (percent) {
        candidates.push_back({*percent / limit, before + Percent(*percent) + after});
      }
    };
    add(redis_percent_, kRedisBusyPercent, "Redis' main thread, which was ", " busy");
    if (result_.machine) {
      add(machine_percent_, kMachineBusyPercent,
          "the machine, whose " + Cores() +
              (result_.machine->cores == 1 ? " was " : " were "),
          " used");
    }
    add(busy_percent_, kWorkerBusyPercent, "the workers, which were in a task ",
        " of their time");
    add(result_.supervisor_cpu_percent, 100, "the supervisor, which used ", " of a core");

    // These are figures of the whole test; a backlog may be of a part of it.
    const bool came_near = !BacklogGrew() && result_.verdict && BacklogCameNearItsLimit();
    std::string text = came_near ? "Over the whole test nothing was near its limit"
                                 : "Nothing was near its limit";
    const auto nearest = std::ranges::max_element(candidates, {}, &Candidate::nearness);
    const bool any = nearest != candidates.end();
    if (any) text += "; nearest was " + nearest->text;
    text += '.';
    if (BacklogGrew()) {
      text +=
          any && nearest->nearness >= kNearlyBusyShare
              ? " The backlog grew all the same: that may have been at its limit for a "
                "while."
              : " So the backlog grew because tasks stood still: look for what stopped "
                "Redis or the network.";
    } else if (came_near) {
      text += " But a backlog came to " + std::to_string(result_.HighestBacklog()) +
              " of " + std::to_string(result_.constants.max_worker_backlog) +
              ": look at the seconds in which it grew for what was busy then.";
    }
    return {.kind = Kind::kNone, .sentence = text};
  }

  const Result& result_;
  const std::optional<double> redis_percent_;
  const std::optional<double> machine_percent_;
  const std::optional<double> busy_percent_;
  const std::optional<double> worker_cpu_percent_;  // Of one core, the workers' mean.
  const shm::HistogramSnapshot tasks_;
  const shm::HistogramSnapshot timed_tasks_;
};

}  // namespace

std::optional<double> WorkersBusyPercent(const Result& result) {
  const double time = result.messaging.uptime.count();
  if (time <= 0 || result.workers.empty()) return std::nullopt;
  double busy = 0;
  for (const reporting::WorkerResult& worker : result.workers) {
    const auto mean = worker.timings.task.Mean();
    if (!mean) continue;
    busy += reporting::Seconds(*mean).count() *
            static_cast<double>(worker.timings.task.count());
  }
  // Tasks that were drained took their time after the measured phase.
  return std::min(100 * busy / (time * static_cast<double>(result.workers.size())),
                  100.0);
}

Bottleneck FindBottleneck(const Result& result) { return Finder(result).Find(); }

}  // namespace redline::runner
