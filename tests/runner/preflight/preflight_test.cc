#include "runner/preflight/preflight.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <set>
#include <string>

#include "runner/preflight/redis_memory_check.h"

namespace redline::runner {
namespace {

using namespace std::chrono_literals;
using reporting::Preflight;
using reporting::PreflightCheck;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;
using Outcome = PreflightCheck::Outcome;

constexpr std::uint64_t kMb = 1 << 20;
constexpr std::uint64_t kGb = 1 << 30;

// The original's run against a Redis elsewhere, on a large machine: nothing to complain
// of.
PreflightFacts Facts() {
  PreflightFacts facts;
  facts.plan = {.tasks_per_second = 1000,
                .workers = 28,
                .bytes_stored = 1'569'145'600,
                .round_trips_per_task = 4,
                .segment_bytes = 5 * kMb};
  facts.system = {.descriptors = Allowance{.used = 12, .limit = 1024},
                  .threads = Allowance{.used = 100, .limit = 1024},
                  .shared_memory_free = 64 * kMb,
                  .memory_available = 16 * kGb};
  RedisFacts& redis = facts.redis.emplace();
  redis.info.version = "7.0.15";
  redis.info.mode = "standalone";
  redis.info.role = "master";
  redis.info.saving = false;
  redis.info.connected_clients = 1;
  redis.info.max_clients = 10'000;
  redis.info.used_memory = kMb;
  redis.info.max_memory = 8 * kGb;
  redis.info.max_memory_policy = "noeviction";
  redis.info.total_system_memory = 32 * kGb;
  redis.info.expiring_keys = 0;
  redis.round_trip = 500us;
  return facts;
}

PreflightCheck Check(const PreflightFacts& facts, std::string_view name) {
  for (const PreflightCheck& check : CheckFacts(facts).checks) {
    if (check.name == name) return check;
  }
  ADD_FAILURE() << "no check of " << name;
  return {};
}

TEST(Preflight, DoubtsARedisThatWritesItsDataToDisk) {
  PreflightFacts facts = Facts();
  facts.redis->info.saving = true;
  EXPECT_EQ(Check(facts, "Redis save").outcome, Outcome::kDoubtful);
  EXPECT_THAT(Check(facts, "Redis save").sentence, HasSubstr("--redis_wait_seconds"));
  facts.redis->info.saving.reset();
  EXPECT_EQ(Check(facts, "Redis save").outcome, Outcome::kUnknown);
}

TEST(Preflight, FindsNothingWrongWithASoundRun) {
  const Preflight preflight = CheckFacts(Facts());
  EXPECT_THAT(preflight.checks, SizeIs(10));
  std::set<std::string> names;
  for (const PreflightCheck& check : preflight.checks) {
    EXPECT_EQ(check.outcome, Outcome::kFine) << check.name << ": " << check.sentence;
    EXPECT_THAT(check.value, Not(IsEmpty()));
    EXPECT_THAT(check.sentence, IsEmpty());
    names.insert(check.name);
  }
  EXPECT_EQ(names.size(), preflight.checks.size());
  EXPECT_EQ(preflight.round_trip, std::chrono::microseconds(500));
  EXPECT_EQ(WhyImpossible(preflight), "");
}

TEST(Preflight, ChecksNoRedisWhereThereIsNone) {
  PreflightFacts facts = Facts();
  facts.redis.reset();
  const Preflight preflight = CheckFacts(facts);
  EXPECT_THAT(preflight.checks, SizeIs(3));
  EXPECT_EQ(preflight.round_trip, std::nullopt);
}

TEST(Preflight, HasUnknownsWhereFactsAreMissing) {
  PreflightFacts facts = Facts();
  facts.redis.emplace();
  facts.system = {};
  for (const PreflightCheck& check : CheckFacts(facts).checks) {
    const bool no_limit =
        check.name == "File descriptors" || check.name == "Processes and threads";
    EXPECT_EQ(check.outcome, no_limit ? Outcome::kFine : Outcome::kUnknown) << check.name;
  }
}

TEST(Preflight, SaysThatInfoFailed) {
  PreflightFacts facts = Facts();
  facts.redis.emplace().info_error = "NOPERM no permissions to run INFO";
  const PreflightCheck check = Check(facts, "Redis version");
  EXPECT_EQ(check.outcome, Outcome::kDoubtful);
  EXPECT_THAT(check.sentence, HasSubstr("NOPERM no permissions to run INFO"));
}

TEST(PreflightVersion, IsDoubtfulBelowFour) {
  PreflightFacts facts = Facts();
  facts.redis->info.version = "4.0.0";
  EXPECT_EQ(Check(facts, "Redis version").outcome, Outcome::kFine);
  facts.redis->info.version = "3.2.13";
  EXPECT_EQ(Check(facts, "Redis version").outcome, Outcome::kDoubtful);
  facts.redis->info.version = "10.1.0";
  EXPECT_EQ(Check(facts, "Redis version").outcome, Outcome::kFine);
  facts.redis->info.version = "unstable";
  EXPECT_EQ(Check(facts, "Redis version").outcome, Outcome::kUnknown);
}

TEST(PreflightMode, RefusesClusterAndSentinel) {
  PreflightFacts facts = Facts();
  facts.redis->info.mode = "cluster";
  EXPECT_EQ(Check(facts, "Redis mode").outcome, Outcome::kImpossible);
  EXPECT_THAT(WhyImpossible(CheckFacts(facts)), HasSubstr("node of a cluster"));
  facts.redis->info.mode.reset();
  facts.redis->refuses_keys_of_several_slots = true;
  EXPECT_THAT(WhyImpossible(CheckFacts(facts)), HasSubstr("node of a cluster"));
  facts.redis->info.mode = "sentinel";
  EXPECT_EQ(Check(facts, "Redis mode").outcome, Outcome::kImpossible);
}

TEST(PreflightRole, RefusesAReplica) {
  PreflightFacts facts = Facts();
  facts.redis->info.role = "slave";
  EXPECT_EQ(Check(facts, "Redis role").outcome, Outcome::kImpossible);
  EXPECT_THAT(WhyImpossible(CheckFacts(facts)), HasSubstr("replica, which takes no"));
}

TEST(PreflightRole, DoubtsAReplicaThatTakesWrites) {
  PreflightFacts facts = Facts();
  facts.redis->info.role = "slave";
  facts.redis->info.replica_read_only = false;
  EXPECT_EQ(Check(facts, "Redis role").outcome, Outcome::kDoubtful);
  EXPECT_EQ(Check(facts, "Redis role").value, "slave, takes writes");
  EXPECT_THAT(Check(facts, "Redis role").sentence,
              HasSubstr("Give the URL of the master"));
  facts.redis->info.replica_read_only = true;
  EXPECT_EQ(Check(facts, "Redis role").outcome, Outcome::kImpossible);
}

TEST(PreflightRole, DoubtsAnActiveReplica) {
  PreflightFacts facts = Facts();
  facts.redis->info.role = "active-replica";
  facts.redis->info.replica_read_only = true;
  EXPECT_EQ(Check(facts, "Redis role").outcome, Outcome::kDoubtful);
  EXPECT_THAT(Check(facts, "Redis role").sentence, HasSubstr("with its peers"));
}

TEST(PreflightVersion, IsThatOfAnotherServer) {
  PreflightFacts facts = Facts();
  facts.redis->info.version = "7.2.4";
  facts.redis->info.other_server = "Valkey 8.1.1";
  EXPECT_EQ(Check(facts, "Redis version").value, "Valkey 8.1.1");
  EXPECT_EQ(Check(facts, "Redis version").outcome, Outcome::kFine);
}

TEST(PreflightMemory, IsWhatTheTasksStoreAndWhatConnectionsTake) {
  PlannedUse plan = Facts().plan;
  const std::uint64_t with = MemoryNeeded(plan);
  plan.bytes_stored = std::nullopt;
  EXPECT_EQ(with - MemoryNeeded(plan), 1'569'145'600u);
  EXPECT_EQ(MemoryNeeded(plan), 28u * 64 * 1024);
}

TEST(PreflightMemory, DoesNotOverflow) {
  PlannedUse plan = Facts().plan;
  plan.bytes_stored = 1e300;
  EXPECT_EQ(MemoryNeeded(plan), 1'000'000'000'000'000'000u);
}

TEST(PreflightMemory, FitsBelowTheLimitOrIsTightOrDoesNotFit) {
  PreflightFacts facts = Facts();
  const std::uint64_t needed = MemoryNeeded(facts.plan);
  const auto outcome_with_free = [&](double share) {
    const auto free = static_cast<std::uint64_t>(static_cast<double>(needed) / share);
    facts.redis->info.max_memory = *facts.redis->info.used_memory + free;
    return Check(facts, "Redis memory").outcome;
  };
  EXPECT_EQ(outcome_with_free(0.89), Outcome::kFine);
  EXPECT_EQ(outcome_with_free(0.91), Outcome::kDoubtful);
  EXPECT_EQ(outcome_with_free(0.99), Outcome::kDoubtful);
  EXPECT_EQ(outcome_with_free(1.01), Outcome::kImpossible);
}

TEST(PreflightMemory, SaysWhatIsNeededAndFree) {
  PreflightFacts facts = Facts();
  facts.redis->info.max_memory = kGb;
  const PreflightCheck check = Check(facts, "Redis memory");
  EXPECT_EQ(check.value, "needs 1.46 GB, 1023 MB free of 1 GB (noeviction)");
  EXPECT_THAT(check.sentence,
              AllOf(HasSubstr("refuse every write (noeviction)"), HasSubstr("1.46 GB")));
}

TEST(PreflightMemory, IsUnknownIfNobodyKnowsWhatTheTasksStore) {
  PreflightFacts facts = Facts();
  facts.redis->info.max_memory = kGb;
  facts.plan.bytes_stored = std::nullopt;
  const PreflightCheck check = Check(facts, "Redis memory");
  EXPECT_EQ(check.outcome, Outcome::kUnknown);
  EXPECT_EQ(check.value,
            "needs 1.75 MB and what the tasks store, 1023 MB free of 1 GB (noeviction)");
  // The clients alone need more.
  facts.redis->info.max_memory = *facts.redis->info.used_memory + 1024;
  EXPECT_EQ(Check(facts, "Redis memory").outcome, Outcome::kImpossible);
}

TEST(PreflightMemory, IsDoubtfulIfKeysWouldBeEvicted) {
  PreflightFacts facts = Facts();
  facts.redis->info.max_memory = 100 * kMb;
  facts.redis->info.max_memory_policy = "allkeys-lru";
  EXPECT_EQ(Check(facts, "Redis memory").outcome, Outcome::kDoubtful);
  EXPECT_THAT(Check(facts, "Redis memory").sentence,
              HasSubstr("this test's and others'"));

  facts.redis->info.max_memory_policy = "volatile-lru";
  facts.redis->info.expiring_keys = 5;
  EXPECT_EQ(Check(facts, "Redis memory").outcome, Outcome::kDoubtful);
  EXPECT_THAT(Check(facts, "Redis memory").sentence, HasSubstr("not this test's"));
}

TEST(PreflightMemory, IsImpossibleIfNoKeyCouldBeEvicted) {
  PreflightFacts facts = Facts();
  facts.redis->info.max_memory = 100 * kMb;
  facts.redis->info.max_memory_policy = "volatile-lru";
  EXPECT_EQ(Check(facts, "Redis memory").outcome, Outcome::kImpossible);
}

TEST(PreflightMemory, DoesNotTakeTheFleetsOwnKeysForOthers) {
  PreflightFacts facts = Facts();
  facts.redis->info.max_memory = 100 * kMb;
  facts.redis->info.max_memory_policy = "volatile-lru";
  facts.plan.dynos = 2;
  facts.redis->info.expiring_keys = 5;  // Members, leader, settings, and each dyno's.
  EXPECT_EQ(Check(facts, "Redis memory").outcome, Outcome::kImpossible);
  facts.redis->info.expiring_keys = 1000;
  EXPECT_EQ(Check(facts, "Redis memory").outcome, Outcome::kDoubtful);
  EXPECT_THAT(Check(facts, "Redis memory").sentence,
              HasSubstr("which are others' and the fleet's own"));
}

TEST(PreflightMemory, TakesARedisThatIsFullAlready) {
  PreflightFacts facts = Facts();
  facts.redis->info.max_memory = 1;
  const PreflightCheck check = Check(facts, "Redis memory");
  EXPECT_EQ(check.outcome, Outcome::kImpossible);
  EXPECT_THAT(check.value, HasSubstr("0 bytes free"));
}

TEST(PreflightMemory, IsTheMachinesForARedisOnItWithoutALimit) {
  PreflightFacts facts = Facts();
  facts.redis->info.max_memory = 0;
  facts.redis->on_this_machine = true;
  const double needed = static_cast<double>(MemoryNeeded(facts.plan));
  const auto outcome_with_free = [&](double share) {
    facts.system.memory_available = static_cast<std::uint64_t>(needed / share);
    return Check(facts, "Redis memory").outcome;
  };
  EXPECT_EQ(outcome_with_free(0.89), Outcome::kFine);
  EXPECT_EQ(outcome_with_free(0.91), Outcome::kDoubtful);
  EXPECT_EQ(outcome_with_free(1.01), Outcome::kImpossible);
}

TEST(PreflightMemory, IsUnknownElsewhereWithoutALimit) {
  PreflightFacts facts = Facts();
  facts.redis->info.max_memory = 0;
  facts.system.memory_available = 1;
  EXPECT_EQ(Check(facts, "Redis memory").outcome, Outcome::kUnknown);
  // But there cannot be more than the machine has.
  facts.redis->info.total_system_memory = kGb;
  EXPECT_EQ(Check(facts, "Redis memory").outcome, Outcome::kDoubtful);
}

TEST(PreflightClients, NeedOneForEachWorkerAndTwo) {
  PreflightFacts facts = Facts();
  facts.redis->info.connected_clients = 2;  // One is redline's own.
  facts.redis->info.max_clients = 31;
  EXPECT_EQ(Check(facts, "Redis clients").outcome, Outcome::kFine);
  EXPECT_EQ(Check(facts, "Redis clients").value, "needs 30, 30 free of 31");
  facts.redis->info.max_clients = 30;
  EXPECT_EQ(Check(facts, "Redis clients").outcome, Outcome::kImpossible);
  EXPECT_EQ(Check(facts, "Redis clients").value, "needs 30, 29 free of 30");
  facts.redis->info.connected_clients = 40;
  EXPECT_EQ(Check(facts, "Redis clients").value, "needs 30, 0 free of 30");
}

TEST(PreflightClients, NeedOneForEachConnectionOfAWorker) {
  PreflightFacts facts = Facts();
  facts.plan.concurrency = 8;
  facts.plan.connections = 4;
  facts.redis->info.max_clients = 100;
  const PreflightCheck check = Check(facts, "Redis clients");
  EXPECT_EQ(check.value, "needs 114, 100 free of 100");
  EXPECT_THAT(
      check.sentence,
      HasSubstr("use fewer workers, or fewer --worker_connections, or raise its"));
}

TEST(PreflightClients, TakeMemoryForEachConnectionOfAWorker) {
  PlannedUse plan = Facts().plan;
  const std::uint64_t one_each = MemoryNeeded(plan);
  plan.connections = 3;
  EXPECT_EQ(MemoryNeeded(plan) - one_each, std::uint64_t{2 * 28 * 64 * 1024});
}

TEST(PreflightDescriptors, NeedOneForEachConnectionOfAWorker) {
  PreflightFacts facts = Facts();
  facts.plan.connections = 1000;
  facts.system.descriptors = Allowance{.used = 12, .limit = 1024};
  const PreflightCheck check = Check(facts, "File descriptors");
  EXPECT_EQ(check.outcome, Outcome::kImpossible);
  EXPECT_THAT(check.sentence, HasSubstr("fewer workers or fewer --worker_connections"));
}

TEST(PreflightRoundTrip, IsWaitedForByAllTasksThatWorkersHaveAtOnce) {
  PreflightFacts facts = Facts();
  facts.plan.tasks_per_second = 30'000;  // 60 at once, of 2 ms each.
  EXPECT_EQ(Check(facts, "Redis round trip").outcome, Outcome::kDoubtful);
  facts.plan.concurrency = 2;
  EXPECT_THAT(Check(facts, "Redis round trip").sentence,
              AllOf(HasSubstr("28 workers with 2 each at once can do no more than 28"),
                    HasSubstr("use at least 30 workers.")));
  facts.plan.concurrency = 3;
  EXPECT_EQ(Check(facts, "Redis round trip").outcome, Outcome::kFine);
}

TEST(PreflightFleet, NeedsTheMemoryOfAllDynos) {
  PreflightFacts facts = Facts();
  facts.redis->info.max_memory = 2 * kGb;
  EXPECT_EQ(Check(facts, "Redis memory").outcome, Outcome::kFine);
  facts.plan.dynos = 2;
  const PreflightCheck check = Check(facts, "Redis memory");
  EXPECT_EQ(check.outcome, Outcome::kImpossible);
  EXPECT_EQ(check.value, "needs 2.93 GB for 2 dynos, 2 GB free of 2 GB (noeviction)");
  EXPECT_THAT(
      check.sentence,
      HasSubstr("The plans of all 2 dynos, if they are like this one's, will store "
                "about 2.93 GB"));
}

TEST(PreflightFleet, NeedsTheMachinesMemoryForAllDynos) {
  PreflightFacts facts = Facts();
  facts.redis->info.max_memory = 0;
  facts.plan.dynos = 12;
  EXPECT_EQ(
      Check(facts, "Redis memory").value,
      "needs 17.6 GB for 12 dynos; no maxmemory; its machine's free memory unknown");
  facts.redis->on_this_machine = true;
  EXPECT_EQ(Check(facts, "Redis memory").value,
            "needs 17.6 GB for 12 dynos, 16 GB free on this machine");
  EXPECT_EQ(Check(facts, "Redis memory").outcome, Outcome::kImpossible);
}

TEST(PreflightFleet, NeedsTheClientsOfAllDynosAndOneEachForTheFleet) {
  PreflightFacts facts = Facts();
  facts.plan.dynos = 2;
  facts.redis->info.connected_clients = 2;
  facts.redis->info.max_clients = 62;
  EXPECT_EQ(Check(facts, "Redis clients").outcome, Outcome::kFine);
  EXPECT_EQ(Check(facts, "Redis clients").value, "needs 62 for 2 dynos, 62 free of 62");
  facts.redis->info.max_clients = 61;
  EXPECT_EQ(Check(facts, "Redis clients").outcome, Outcome::kImpossible);
  EXPECT_THAT(Check(facts, "Redis clients").sentence,
              HasSubstr("The 2 dynos, if they are like this one, need 62 connections"));
}

TEST(PreflightFleet, CountsConnectedDynosOnce) {
  PreflightFacts facts = Facts();
  facts.plan.dynos = 2;
  facts.plan.other_dynos_joined = 1;
  facts.redis->info.max_clients = 62;
  facts.redis->info.connected_clients = 32;  // This one's 2, and the other's 30.
  EXPECT_EQ(Check(facts, "Redis clients").outcome, Outcome::kFine);
  EXPECT_EQ(Check(facts, "Redis clients").value,
            "needs 62 for 2 dynos (30 of them connected), 32 free of 62");
  facts.redis->info.connected_clients = 33;
  EXPECT_EQ(Check(facts, "Redis clients").outcome, Outcome::kImpossible);
}

TEST(PreflightFleet, NeedsOfThisMachineWhatThisDynoNeeds) {
  PreflightFacts facts = Facts();
  const Preflight alone = CheckFacts(facts);
  facts.plan.dynos = 8;
  const Preflight of_eight = CheckFacts(facts);
  ASSERT_EQ(alone.checks.size(), of_eight.checks.size());
  for (std::size_t i = 0; i < alone.checks.size(); ++i) {
    const std::string& name = alone.checks[i].name;
    const bool is_shared = name == "Redis memory" || name == "Redis clients";
    EXPECT_EQ(alone.checks[i].value == of_eight.checks[i].value, !is_shared) << name;
  }
}

TEST(PreflightFleet, OfOneDynoSaysNothingOfDynos) {
  PreflightFacts facts = Facts();
  facts.plan.dynos = 1;
  EXPECT_EQ(Check(facts, "Redis clients").value, "needs 31, 10000 free of 10000");
  EXPECT_THAT(Check(facts, "Redis memory").value, Not(HasSubstr("dyno")));
}

TEST(PreflightRoundTrip, NamesTheWorkersThatAreNeeded) {
  PreflightFacts facts = Facts();
  facts.redis->round_trip = 7ms;  // 28 ms a task: 28 workers can do 1000/s.
  EXPECT_EQ(Check(facts, "Redis round trip").outcome, Outcome::kFine);
  facts.redis->round_trip = 7250us;
  const PreflightCheck check = Check(facts, "Redis round trip");
  EXPECT_EQ(check.outcome, Outcome::kDoubtful);
  EXPECT_EQ(check.value, "7.25 ms");
  EXPECT_EQ(check.sentence,
            "The 4 round trips of a task take 29 ms, so that 28 workers can do no more "
            "than 965 of the asked 1000 tasks/s: use at least 29 workers.");
}

TEST(PreflightDescriptors, NeedOneForEachWorkerAndTwenty) {
  PreflightFacts facts = Facts();
  facts.system.descriptors = Allowance{.used = 16, .limit = 64};
  EXPECT_EQ(Check(facts, "File descriptors").outcome, Outcome::kFine);
  facts.system.descriptors = Allowance{.used = 17, .limit = 64};
  EXPECT_EQ(Check(facts, "File descriptors").outcome, Outcome::kImpossible);
  EXPECT_THAT(Check(facts, "File descriptors").sentence, HasSubstr("ulimit -n"));
}

TEST(PreflightThreads, NeedAnotherForEachWorkerThatLooksANameUp) {
  PreflightFacts facts = Facts();
  facts.system.threads = Allowance{.used = 0, .limit = 38};
  EXPECT_EQ(Check(facts, "Processes and threads").outcome, Outcome::kFine);
  facts.redis->host_is_a_name = true;
  EXPECT_EQ(Check(facts, "Processes and threads").outcome, Outcome::kImpossible);
  EXPECT_EQ(Check(facts, "Processes and threads").value, "needs 66, 38 free of 38");
}

TEST(PreflightThreads, AreUnknownWhereTheirNumberIsUnknown) {
  PreflightFacts facts = Facts();
  facts.system.threads = Allowance{.used = std::nullopt, .limit = 1024};
  const PreflightCheck check = Check(facts, "Processes and threads");
  EXPECT_EQ(check.outcome, Outcome::kUnknown);
  EXPECT_EQ(check.value, "needs 38, the limit is 1024, the number in use unknown");
}

TEST(PreflightSharedMemory, NeedsTheSegment) {
  PreflightFacts facts = Facts();
  facts.system.shared_memory_free = 5 * kMb;
  EXPECT_EQ(Check(facts, "/dev/shm").outcome, Outcome::kFine);
  facts.system.shared_memory_free = 5 * kMb - 1;
  EXPECT_EQ(Check(facts, "/dev/shm").outcome, Outcome::kImpossible);
}

TEST(WhyImpossible, HoldsEveryReason) {
  PreflightFacts facts = Facts();
  facts.redis->info.role = "slave";
  facts.system.shared_memory_free = 0;
  facts.redis->round_trip = 1s;  // Doubtful, and so no reason.
  EXPECT_THAT(
      WhyImpossible(CheckFacts(facts)),
      AllOf(HasSubstr("replica"), HasSubstr("/dev/shm"), Not(HasSubstr("round trip"))));
}

}  // namespace
}  // namespace redline::runner
