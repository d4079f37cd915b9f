#include "runner/verdict/bottleneck_words.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "base/ascii.h"
#include "base/text/number_text.h"
#include "runner/verdict/bottleneck_rules.h"

namespace redline::runner {
namespace {

using reporting::Result;
using Kind = reporting::Bottleneck::Kind;

// "97 %": no decimals, but that a little is not nothing.
std::string Percent(double percent) {
  if (percent > 0 && percent < 1) return "less than 1 %";
  return DecimalText(percent, 0) + " %";
}

// "HGETALL", "CONFIG GET".
std::string CommandText(std::string_view name) {
  std::string text = UpperCase(name);
  std::ranges::replace(text, '|', ' ');
  return text;
}

class Words {
 public:
  Words(const Result& result, const RunLoad& load, bool of_all)
      : result_(result), load_(load), of_all_(of_all) {}

  std::string For(Kind kind) const {
    switch (kind) {
      case Kind::kRedisCpu:
        return RedisCpu();
      case Kind::kMachineCpu:
        return MachineCpu();
      case Kind::kWorkerCpu:
        return WorkerCpu();
      case Kind::kRoundTrip:
        return RoundTrip();
      case Kind::kRedisSlow:
        return SlowRedis();
      case Kind::kStall:
        return Stall();
      case Kind::kSupervisor:
        return Supervisor();
      case Kind::kNone:
        break;
    }
    return None();
  }

 private:
  // "Redis", or what stands in its place: the first word of "Valkey 8.1.1".
  std::string Server() const {
    const std::string version = result_.redis ? result_.redis->version : "";
    const auto space = version.find(' ');
    return space == std::string::npos ? "Redis" : version.substr(0, space);
  }
  std::string Whose() const { return Server() + (Server().ends_with('s') ? "'" : "'s"); }
  std::string MainThread() const { return Whose() + " main thread"; }

  std::string Cores() const {
    const double cores = result_.machine->cores;
    return FigureText(cores) + (cores == 1 ? " core" : " cores");
  }

  // "2 cores were 80 % used"
  std::string CoresUsed() const {
    return Cores() + (result_.machine->cores == 1 ? " was " : " were ") +
           Percent(*load_.machine_percent) + " used";
  }

  std::string RedisCpu() const {
    std::string text = MainThread() + " was " + Percent(*load_.redis_percent) + " busy";
    // The commands are known of the whole run only.
    const auto& commands = result_.redis->commands;
    if (of_all_ && !commands.empty() && commands[0].share) {
      text += ", " + Percent(100 * *commands[0].share) + " of it in " +
              CommandText(commands[0].name);
    }
    const bool exhausted = *load_.redis_percent >= kRedisBusyPercent;
    return text + ": more workers will " + (exhausted ? "not help." : "help little.");
  }

  std::string Supervisor() const {
    std::string text = "The supervisor was late: ";
    if (MissedRate(load_)) {
      text += "it issued " + FigureText(load_.issued / load_.time->count()) +
              " of the asked " + FigureText(result_.messaging.asked_rate) + " tasks/s";
    } else if (WasLate(load_)) {
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
    return text + ": give it more CPU, or ask for a lower rate.";
  }

  bool RedisIsHere() const { return result_.redis && result_.redis->on_this_machine; }

  // The use of the machine by processes other than this test's, in percent of one core.
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
      users.push_back(MainThread() + " " + Percent(*load_.redis_percent));
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
    if (!RedisWaitsForTheMachine(load_)) return "";
    return ", and " + MainThread() + " waited for one for another " +
           Percent(*load_.redis_wait_percent) + " of the time";
  }

  std::string MachineCpu() const {
    const bool exhausted = *load_.machine_percent >= kMachineBusyPercent;
    std::string text = "The machine's CPUs " +
                       std::string(exhausted ? "were exhausted" : "had little left") +
                       ": its " + CoresUsed() + WhoUsedTheMachine() +
                       WhetherRedisWaited();
    if (OthersPercent() > *load_.machine_percent * result_.machine->cores / 2) {
      // Others may well be the fleet's other dynos, if they share the machine.
      const bool in_fleet = !result_.provenance.dyno.empty();
      text +=
          in_fleet
              ? ", most of it by processes other than this dyno's: run each dyno on a "
                "machine of its own."
              : ", most of it by processes other than this test's: run it where nothing "
                "else runs.";
    } else if (RedisIsHere()) {
      text +=
          "; Redis runs beside the workers. More workers on this machine will not help: "
          "use one with more cores, or a Redis elsewhere.";
    } else {
      text +=
          ". More workers on this machine will not help: use one with more cores, or "
          "more machines.";
    }
    return text;
  }

  // "14.4 tasks in hand of 16 at most"
  std::string InHand() const {
    const auto most = static_cast<double>(result_.worker_concurrency);
    return FigureText(*load_.workers_busy_percent / 100 * most) + " tasks in hand of " +
           CountText(result_.worker_concurrency) + " at most";
  }

  // "The workers were in a task 90 % of their time (9 ms a task)"
  std::string InATask() const {
    if (load_.several_at_once) {
      return "Each worker had " + InHand() + " on average (" +
             MillisecondsText(load_.task_mean) + " ms a task)";
    }
    return "The workers were in a task " + Percent(*load_.workers_busy_percent) +
           " of their time (" + MillisecondsText(load_.task_mean) + " ms a task)";
  }

  std::string OfThatTime() const {
    return load_.several_at_once ? " of the time" : " of that";
  }

  std::string WorkerCpu() const {
    return InATask() + ", and computed for " + Percent(*ComputingPercent(load_)) +
           OfThatTime() + WhatHasRoom() + ": more workers will help.";
  }

  std::string RoundTrip() const {
    std::string text = InATask();
    if (const auto computing = ComputingPercent(load_)) {
      text += ", and waited for " + Whose() + " answers for " +
              Percent(100 - *computing) + OfThatTime();
    }
    return text + WhatHasRoom() + ": round trips dominate, and more workers" +
           (load_.several_at_once ? ", or a larger --worker_concurrency," : "") +
           " will help.";
  }

  std::string SlowRedis() const {
    return Server() + " was slow without being busy: a task waited " +
           MillisecondsText(WaitOfATask(load_)) +
           " ms for its answers, though a round trip took " +
           MillisecondsText(result_.preflight->round_trip) +
           " ms before the test, and its main thread was " +
           Percent(*load_.redis_percent) +
           " busy. Look at its disk (appendfsync always), at the network, "
           "and at its SLOWLOG; whether more workers would help is not known.";
  }

  // ", while Redis' main thread was 40 % busy and the machine's 2 cores 55 % used"
  std::string WhatHasRoom() const {
    std::string text;
    if (load_.redis_percent) {
      text += MainThread() + " was " + Percent(*load_.redis_percent) + " busy";
    }
    if (load_.machine_percent) {
      text += (text.empty() ? "" : " and ") + std::string("the machine's ") + Cores() +
              " " + Percent(*load_.machine_percent) + " used";
    }
    return text.empty() ? "" : ", while " + text;
  }

  std::string Stall() const {
    return "A few tasks stood still, and others queued behind them: the "
           "slowest took " +
           MillisecondsText(load_.task_slowest) + " ms, half of " +
           (load_.all_are_timed ? "all" : "the worst workers' tasks") + " at most " +
           MillisecondsText(load_.task_median) +
           " ms. Look for what stopped Redis or the network then; more "
           "workers will not help.";
  }

  struct Candidate {
    double nearness;  // 1 is the limit.
    std::string text;
  };

  std::vector<Candidate> Candidates() const {
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
                            MainThread() + ", which was " +
                                Percent(*load_.redis_percent) + " busy" + for_a_cpu});
    }
    if (load_.machine_percent) {
      candidates.push_back({*load_.machine_percent / kMachineBusyPercent,
                            "the machine, whose " + CoresUsed()});
    }
    if (load_.workers_busy_percent && load_.several_at_once) {
      candidates.push_back({*load_.workers_busy_percent / kWorkerBusyPercent,
                            "the workers, each of which had " + InHand()});
      add(load_.worker_cpu_percent, kWorkerBusyPercent,
          "the workers, each of which computed for ", " of its time");
    } else {
      add(load_.workers_busy_percent, kWorkerBusyPercent,
          "the workers, which were in a task ", " of their time");
    }
    add(load_.supervisor_percent, 100, "the supervisor, which used ", " of a core");
    return candidates;
  }

  std::string None() const {
    const std::vector<Candidate> candidates = Candidates();
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
              ? " The backlog grew anyway: that may have been at its limit for a while."
              : " So the backlog grew because tasks stood still: look for what stopped "
                "Redis or the network.";
    } else if (came_near) {
      text += " But a backlog reached " + std::to_string(result_.HighestBacklog()) +
              " of " + std::to_string(result_.constants.max_worker_backlog) +
              ": look at the seconds in which it grew for what was busy then.";
    }
    return text;
  }

  const Result& result_;
  const RunLoad& load_;
  const bool of_all_;
};

}  // namespace

std::string BottleneckSentence(Kind kind, const Result& result, const RunLoad& load,
                               bool of_all) {
  return Words(result, load, of_all).For(kind);
}

}  // namespace redline::runner
