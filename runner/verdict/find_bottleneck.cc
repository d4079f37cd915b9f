#include "runner/verdict/find_bottleneck.h"

#include <algorithm>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "base/text/number_text.h"
#include "runner/verdict/backlog_growth.h"
#include "runner/verdict/judge.h"
#include "runner/verdict/redis_silence.h"
#include "runner/verdict/run_load.h"
#include "worker/workloads/workload_list.h"

namespace redline::runner {
namespace {

using reporting::Bottleneck;
using reporting::Reason;
using reporting::Result;
using reporting::Seconds;
using reporting::SeriesPoint;
using Kind = Bottleneck::Kind;

// A shorter point has no sample of Redis of its own, which is asked once a second.
constexpr reporting::Seconds kPointWithSample{0.9};
// In less, the steps of 10 ms of the machine's idle time are some percent of it.
constexpr reporting::Seconds kTellingTime{0.5};

// "97 %": no decimals, but that a little is not nothing.
std::string Percent(double percent) {
  if (percent > 0 && percent < 1) return "less than 1 %";
  return DecimalText(percent, 0) + " %";
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

bool BacklogGrew(const Result& result) {
  return result.verdict && (result.verdict->reason == Reason::kBacklogLimit ||
                            result.verdict->reason == Reason::kNotDrained);
}

double StallBacklog(const Result& result) {
  return kStallBacklogShare * static_cast<double>(result.constants.max_worker_backlog);
}

// Also of a run that came through it.
bool BacklogCameNearItsLimit(const Result& result) {
  return BacklogGrew(result) ||
         static_cast<double>(result.HighestBacklog()) >= StallBacklog(result);
}

// The verdict has found that it is the supervisor who could not keep up.
bool BlamesSupervisor(const Result& result) {
  return result.verdict && (result.verdict->reason == Reason::kRateMissed ||
                            result.verdict->reason == Reason::kLateness);
}

class Finder {
 public:
  // `load` is that of the run, or of the part of it that is to be judged.
  Finder(const Result& result, const RunLoad& load, bool of_all)
      : result_(result), load_(load), of_all_(of_all) {}

  Bottleneck Find() const {
    const bool machine_busy = load_.machine_percent >= kMachineBusyPercent ||
                              (load_.machine_percent && RedisWaitsForTheMachine());
    // On a machine that is used up, lateness is one of the consequences.
    if (BlamesSupervisor(result_)) return machine_busy ? MachineCpu() : Supervisor();
    if (load_.redis_percent >= kRedisBusyPercent) return RedisCpu();
    if (!ClearsSupervisor() && (MissedRate() || (Late() && !machine_busy))) {
      return Supervisor();
    }
    if (machine_busy) return MachineCpu();
    if (load_.workers_busy_percent >= kWorkerBusyPercent) {
      if (load_.machine_percent >= kContendedPercent) return MachineCpu();
      if (load_.redis_percent >= kContendedPercent) return RedisCpu();
      return Workers();
    }
    if (BacklogOfOneTask()) return Stall();
    return None();
  }

 private:
  // The verdict has found that it is the workers who could not keep up.
  bool ClearsSupervisor() const {
    return result_.verdict && result_.verdict->status == reporting::Status::kFailed;
  }

  bool RedisWaitsForTheMachine() const {
    return load_.redis_percent && load_.redis_wait_percent >= kRedisWaitsPercent &&
           *load_.redis_percent + *load_.redis_wait_percent >= kRedisBusyPercent;
  }

  bool MissedRate() const {
    return load_.due - load_.issued > std::max(load_.due * kMissedRateAllowed,
                                               static_cast<double>(kMissedTasksAllowed));
  }

  bool Late() const { return load_.lateness_p99 >= kLateness; }

  // A worker gets its share of the rate while it is in its slowest task.
  bool BacklogOfOneTask() const {
    if (!BacklogCameNearItsLimit(result_) || !load_.task_slowest ||
        result_.workers.empty()) {
      return false;
    }
    const double came_due = reporting::Seconds(*load_.task_slowest).count() *
                            result_.messaging.asked_rate /
                            static_cast<double>(result_.workers.size());
    return came_due >= StallBacklog(result_);
  }

  std::string Cores() const {
    const double cores = result_.machine->cores;
    return FigureText(cores) + (cores == 1 ? " core" : " cores");
  }

  // "2 cores were 80 % used"
  std::string CoresUsed() const {
    return Cores() + (result_.machine->cores == 1 ? " was " : " were ") +
           Percent(*load_.machine_percent) + " used";
  }

  Bottleneck RedisCpu() const {
    std::string text =
        "Redis' main thread was " + Percent(*load_.redis_percent) + " busy";
    // The commands are known of the whole run only.
    const auto& commands = result_.redis->commands;
    if (of_all_ && !commands.empty() && commands[0].share) {
      text += ", " + Percent(100 * *commands[0].share) + " of it in " +
              CommandText(commands[0].name);
    }
    const bool exhausted = *load_.redis_percent >= kRedisBusyPercent;
    return {.kind = Kind::kRedisCpu,
            .sentence = text + ": more workers will " +
                        (exhausted ? "not help." : "help little.")};
  }

  Bottleneck Supervisor() const {
    std::string text = "The supervisor was late: ";
    if (MissedRate()) {
      text += "it issued " + FigureText(load_.issued / load_.time->count()) +
              " of the asked " + FigureText(result_.messaging.asked_rate) + " tasks/s";
    } else if (Late()) {
      text += "it issued one task in a hundred " + MillisecondsText(load_.lateness_p99) +
              " ms or more after its time";
    } else {
      text += "it stood still for a moment, and issued a task " +
              MillisecondsText(result_.messaging.lateness.Max()) + " ms after its time";
    }
    if (load_.supervisor_percent) {
      text += ", and used " + Percent(*load_.supervisor_percent) + " of a core";
    }
    if (load_.machine_percent) {
      text += ", on a machine whose " + CoresUsed();
    }
    return {.kind = Kind::kSupervisor,
            .sentence = text + ": give it more CPU, or ask for a lower rate."};
  }

  bool RedisIsHere() const { return result_.redis && result_.redis->on_this_machine; }

  // What nobody of this test used of the machine, in percent of one core.
  double OthersPercent() const {
    double others = *load_.machine_percent * result_.machine->cores;
    if (RedisIsHere()) others -= load_.redis_percent.value_or(0);
    others -= load_.worker_cpu_percent.value_or(0) *
              static_cast<double>(result_.workers.size());
    others -= load_.supervisor_percent.value_or(0);
    return std::max(others, 0.0);
  }

  // " (of one core: Redis' main thread 70 %, the 28 workers 4 % each, the supervisor 9
  // %)"
  std::string WhoUsedTheMachine() const {
    std::vector<std::string> users;
    if (RedisIsHere() && load_.redis_percent) {
      users.push_back("Redis' main thread " + Percent(*load_.redis_percent));
    }
    if (load_.worker_cpu_percent) {
      const std::size_t count = result_.workers.size();
      users.push_back("the " + Plural(count, "worker") + " " +
                      Percent(*load_.worker_cpu_percent) + (count == 1 ? "" : " each"));
    }
    if (load_.supervisor_percent) {
      users.push_back("the supervisor " + Percent(*load_.supervisor_percent));
    }
    if (users.empty()) return "";
    users.push_back("all others " + Percent(OthersPercent()));
    std::string text;
    for (const std::string& user : users) text += (text.empty() ? "" : ", ") + user;
    return " (of one core: " + text + ")";
  }

  // ", and Redis' main thread waited for one for another 32 % of the time"
  std::string WhetherRedisWaited() const {
    if (!RedisWaitsForTheMachine()) return "";
    return ", and Redis' main thread waited for one for another " +
           Percent(*load_.redis_wait_percent) + " of the time";
  }

  Bottleneck MachineCpu() const {
    const bool exhausted = *load_.machine_percent >= kMachineBusyPercent;
    std::string text = "The machine's CPUs " +
                       std::string(exhausted ? "were exhausted" : "had little left") +
                       ": its " + CoresUsed() + WhoUsedTheMachine() +
                       WhetherRedisWaited();
    if (OthersPercent() > *load_.machine_percent * result_.machine->cores / 2) {
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
          "more machines.";
    }
    return {.kind = Kind::kMachineCpu, .sentence = text};
  }

  Bottleneck Workers() const {
    const auto median = load_.task_median;
    if (median && *load_.timed_task_mean >= kStallFactor * *median) return Stall();
    if (RedisWasSlow()) return SlowRedis();

    std::string text = "The workers were in a task " +
                       Percent(*load_.workers_busy_percent) + " of their time (" +
                       MillisecondsText(load_.task_mean) + " ms a task)";
    const std::string others = WhatHasRoom();
    if (load_.worker_cpu_percent) {
      // The part of a task's time in which its worker computed.
      const double computing =
          std::min(100 * *load_.worker_cpu_percent / *load_.workers_busy_percent, 100.0);
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

  // A task's time in which its worker did not compute.
  reporting::Milliseconds WaitOfATask() const {
    const double computing =
        load_.worker_cpu_percent.value_or(0) / *load_.workers_busy_percent;
    return *load_.task_mean * std::max(1 - computing, 0.0);
  }

  bool RedisWasSlow() const {
    if (!load_.redis_percent || !load_.task_mean || !result_.preflight ||
        !result_.preflight->round_trip) {
      return false;
    }
    const double busy = *load_.redis_percent + load_.redis_wait_percent.value_or(0);
    const auto round_trips = worker::FindWorkloadSpec(result_.workload)->round_trips *
                             *result_.preflight->round_trip;
    const auto wait = WaitOfATask();
    return busy < kIdleRedisPercent && wait >= kSlowFactor * round_trips &&
           wait >= round_trips + kSlow;
  }

  Bottleneck SlowRedis() const {
    return {.kind = Kind::kRedisSlow,
            .sentence = "Redis was slow without being busy: a task waited " +
                        MillisecondsText(WaitOfATask()) +
                        " ms for its answers, though a round trip took " +
                        MillisecondsText(result_.preflight->round_trip) +
                        " ms before the test, and its main thread was " +
                        Percent(*load_.redis_percent) +
                        " busy. Look at its disk (appendfsync always), at the network, "
                        "and at its SLOWLOG; what more workers would do is not known."};
  }

  // ", while Redis' main thread was 40 % busy and the machine's 2 cores 55 % used"
  std::string WhatHasRoom() const {
    std::string text;
    if (load_.redis_percent) {
      text += "Redis' main thread was " + Percent(*load_.redis_percent) + " busy";
    }
    if (load_.machine_percent) {
      text += (text.empty() ? "" : " and ") + std::string("the machine's ") + Cores() +
              " " + Percent(*load_.machine_percent) + " used";
    }
    return text.empty() ? "" : ", while " + text;
  }

  Bottleneck Stall() const {
    return {.kind = Kind::kStall,
            .sentence =
                "A few tasks stood still, and others queued behind them: the "
                "slowest took " +
                MillisecondsText(load_.task_slowest) + " ms, half of " +
                (load_.all_are_timed ? "all" : "the worst workers' tasks") + " at most " +
                MillisecondsText(load_.task_median) +
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
    if (load_.redis_percent) {
      const double waited = load_.redis_wait_percent.value_or(0);
      const std::string for_a_cpu = waited < 1 ? ""
                                               : " and waited for a CPU for another " +
                                                     Percent(waited) + " of the time";
      candidates.push_back({(*load_.redis_percent + waited) / kRedisBusyPercent,
                            "Redis' main thread, which was " +
                                Percent(*load_.redis_percent) + " busy" + for_a_cpu});
    }
    if (load_.machine_percent) {
      candidates.push_back({*load_.machine_percent / kMachineBusyPercent,
                            "the machine, whose " + CoresUsed()});
    }
    add(load_.workers_busy_percent, kWorkerBusyPercent,
        "the workers, which were in a task ", " of their time");
    add(load_.supervisor_percent, 100, "the supervisor, which used ", " of a core");

    // A backlog that came near its limit may be of a part of the test.
    const bool came_near = of_all_ && !BacklogGrew(result_) && result_.verdict &&
                           BacklogCameNearItsLimit(result_);
    std::string text = came_near ? "Over the whole test nothing was near its limit"
                                 : "Nothing was near its limit";
    const auto nearest = std::ranges::max_element(candidates, {}, &Candidate::nearness);
    const bool any = nearest != candidates.end();
    if (any) text += "; nearest was " + nearest->text;
    text += '.';
    if (BacklogGrew(result_) || !of_all_) {
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
  const RunLoad load_;
  const bool of_all_;
};

// What was busy while a backlog came near its limit; nothing if that cannot be told, or
// was nearly all of the run, of which `all` is the load.
std::optional<Bottleneck> OfGrowth(const Result& result, const RunLoad& all) {
  const std::vector<SeriesPoint>& points = result.series.points;
  if (!BacklogCameNearItsLimit(result)) return std::nullopt;
  const auto growth =
      WhenBacklogGrew(points, result.messaging.uptime,
                      BacklogGrew(result) ? Peak::kAtTheEnd : Peak::kHighest);
  if (!growth) return std::nullopt;
  RunLoad load = LoadOf(result, *growth);
  if (result.redis && points.front().length < kPointWithSample) {
    // Of a run of a few seconds: its busiest one.
    load.redis_percent = result.redis->cpu_percent_max;
    load.redis_wait_percent = all.redis_wait_percent;
  }
  if (load.time < kTellingTime) load.machine_percent = all.machine_percent;
  if (all.redis_percent && !load.redis_percent) return std::nullopt;
  Bottleneck bottleneck = Finder(result, load, false).Find();
  const SeriesPoint& first = growth->front();
  bottleneck.sentence = "While the backlog grew, from " +
                        SecondsText(first.end - first.length) + " to " +
                        SecondsText(growth->back().end) + " s: " + bottleneck.sentence;
  return bottleneck;
}

// If it explains a backlog.
std::optional<Bottleneck> OfSilence(const Result& result) {
  if (!result.redis || !BacklogCameNearItsLimit(result)) return std::nullopt;
  const auto silence = WhenRedisWasSilent(result.series.points, result.messaging.uptime);
  if (!silence) return std::nullopt;
  const SeriesPoint& first = silence->front();
  return Bottleneck{
      .kind = Kind::kRedisSlow,
      .sentence =
          "Redis was silent from " + SecondsText(first.end - first.length) + " to " +
          SecondsText(std::min(silence->back().end, Seconds(result.messaging.uptime))) +
          " s: no task was completed, and INFO was not answered. Look for what "
          "stopped it (its log, its disk, its machine) or the network; what more "
          "workers would do is not known."};
}

}  // namespace

Bottleneck FindBottleneck(const Result& result) {
  const RunLoad load = LoadOf(result);
  // A backlog is then of the supervisor's making, and does not matter.
  if (BlamesSupervisor(result)) return Finder(result, load, true).Find();
  if (auto silence = OfSilence(result)) return *std::move(silence);
  const std::optional<Bottleneck> then = OfGrowth(result, load);
  if (then && then->kind != Kind::kNone) return *then;
  const Bottleneck overall = Finder(result, load, true).Find();
  return then && overall.kind == Kind::kNone ? *then : overall;
}

}  // namespace redline::runner
