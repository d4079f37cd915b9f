#include "runner/watch/redis_usage_meter.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <string>

namespace redline::runner {
namespace {

using namespace std::chrono_literals;
using reporting::RedisUsage;
using std::chrono::microseconds;
using ::testing::ElementsAre;
using ::testing::Field;
using ::testing::IsEmpty;

constexpr RedisUsageMeter::TimePoint kStart{1000s};

// INFO of a server that has been busy for so much CPU time.
RedisInfo Info(double cpu_seconds, std::uint64_t commands = 0) {
  RedisInfo info;
  info.version = "7.0.15";
  info.run_id = "a";
  info.used_memory = 100 << 20;
  info.connected_clients = 5;
  info.evicted_keys = 0;
  info.cpu = RedisInfo::Seconds(cpu_seconds + 100);
  info.main_thread_cpu = RedisInfo::Seconds(cpu_seconds);
  info.commands_processed = commands;
  return info;
}

RedisInfo With(RedisInfo info, const std::string& command, std::uint64_t calls,
               microseconds time) {
  info.commands[command] = {.calls = calls, .time = time};
  return info;
}

TEST(RedisUsageMeter, HasNothingBeforeTheFirstSample) {
  EXPECT_FALSE(RedisUsageMeter().Usage());
}

TEST(RedisUsageMeter, HasLevelsButNoRatesAfterOneSample) {
  RedisUsageMeter meter;
  meter.Add(Info(1), kStart);
  const RedisUsage usage = *meter.Usage();
  EXPECT_EQ(usage.version, "7.0.15");
  EXPECT_EQ(usage.samples, 1u);
  EXPECT_EQ(usage.memory_max_mb, 100);
  EXPECT_EQ(usage.clients_max, 5u);
  EXPECT_EQ(usage.cpu_percent_mean, std::nullopt);
  EXPECT_EQ(usage.cpu_percent_max, std::nullopt);
  EXPECT_EQ(usage.operations_per_second, std::nullopt);
  EXPECT_EQ(usage.evicted_keys, std::nullopt);
  EXPECT_THAT(usage.commands, IsEmpty());
}

TEST(RedisUsageMeter, HasTheMainThreadsMeanAndBusiestSecond) {
  RedisUsageMeter meter;
  meter.Add(Info(10), kStart);
  meter.Add(Info(10.5), kStart + 1s);
  meter.Add(Info(11.25), kStart + 2s);
  meter.Add(Info(11.5), kStart + 4s);
  EXPECT_DOUBLE_EQ(*meter.Usage()->cpu_percent_mean, 37.5);
  EXPECT_DOUBLE_EQ(*meter.Usage()->cpu_percent_max, 75);
}

TEST(RedisUsageMeter, HasHowLongTheMainThreadWaitedForACpu) {
  RedisUsageMeter meter;
  meter.Add(Info(1), kStart, 3s);
  EXPECT_EQ(meter.Usage()->cpu_wait_percent_mean, std::nullopt);
  meter.Add(Info(1.5), kStart + 1s, 3200ms);
  meter.Add(Info(1.75), kStart + 2s, 3800ms);
  EXPECT_DOUBLE_EQ(*meter.Usage()->cpu_wait_percent_mean, 40);
  EXPECT_DOUBLE_EQ(*meter.LastStretch()->cpu_wait_percent, 60);
  meter.Add(Info(2.5), kStart + 3s, 4200ms);
  EXPECT_DOUBLE_EQ(*meter.LastStretch()->cpu_wait_percent, 25) << "what 75 % leave";
  meter.Add(Info(3), kStart + 4s);
  EXPECT_EQ(meter.LastStretch()->cpu_wait_percent, std::nullopt);
}

TEST(RedisUsageMeter, HasTheProcessWhereTheMainThreadIsNotToldApart) {
  RedisUsageMeter meter;
  RedisInfo first = Info(0);
  RedisInfo second = Info(1.5);
  first.main_thread_cpu.reset();
  second.main_thread_cpu.reset();
  meter.Add(first, kStart);
  meter.Add(second, kStart + 1s);
  EXPECT_DOUBLE_EQ(*meter.Usage()->cpu_percent_mean, 150);
}

TEST(RedisUsageMeter, GivesAThreadNoMoreThanOneCore) {
  RedisUsageMeter meter;
  meter.Add(Info(0), kStart);
  meter.Add(Info(1.02), kStart + 1s);
  EXPECT_EQ(meter.Usage()->cpu_percent_mean, 100);
  EXPECT_EQ(meter.Usage()->cpu_percent_max, 100);
}

TEST(RedisUsageMeter, CallsNoShortStretchTheBusiestSecond) {
  RedisUsageMeter meter;
  meter.Add(Info(0), kStart);
  meter.Add(Info(0.5), kStart + 1s);
  meter.Add(Info(0.55), kStart + 1050ms);  // All of these 50 ms.
  EXPECT_DOUBLE_EQ(*meter.Usage()->cpu_percent_max, 55 / 1.05);
}

TEST(RedisUsageMeter, HasFiguresOfAShortRun) {
  RedisUsageMeter meter;
  meter.Add(Info(0, 100), kStart);
  meter.Add(Info(0.05, 201), kStart + 200ms);
  EXPECT_DOUBLE_EQ(*meter.Usage()->cpu_percent_mean, 25);
  EXPECT_DOUBLE_EQ(*meter.Usage()->cpu_percent_max, 25);
  EXPECT_DOUBLE_EQ(*meter.Usage()->operations_per_second, 500);
}

TEST(RedisUsageMeter, HasNoRateOverNoTime) {
  RedisUsageMeter meter;
  meter.Add(Info(0), kStart);
  meter.Add(Info(1), kStart);
  EXPECT_EQ(meter.Usage()->cpu_percent_mean, std::nullopt);
  EXPECT_EQ(meter.Usage()->operations_per_second, std::nullopt);
}

TEST(RedisUsageMeter, LeavesItsOwnQuestionsOut) {
  RedisUsageMeter meter;
  meter.Add(With(Info(0, 0), "info", 7, 700us), kStart);
  meter.Add(With(Info(1, 11), "info", 8, 800us), kStart + 1s);
  meter.Add(With(Info(2, 22), "info", 9, 900us), kStart + 2s);
  EXPECT_EQ(meter.Usage()->operations_per_second, 10);
  EXPECT_THAT(meter.Usage()->commands, IsEmpty());
}

TEST(RedisUsageMeter, ShowsTheQuestionsOfOthers) {
  RedisUsageMeter meter;
  meter.Add(With(Info(0), "info", 7, 700us), kStart);
  meter.Add(With(Info(1), "info", 9, 900us), kStart + 1s);
  EXPECT_THAT(meter.Usage()->commands,
              ElementsAre(Field(&reporting::RedisCommandUsage::calls, 2u)));
}

TEST(RedisUsageMeter, SortsCommandsByTheirTime) {
  RedisUsageMeter meter;
  meter.Add(With(Info(0), "get", 10, 100us), kStart);
  RedisInfo last = Info(0.5);
  last = With(last, "get", 20, 200us);           // 10 calls of 10 µs.
  last = With(last, "hgetall", 1000, 50'000us);  // The thread's time by a tenth.
  last = With(last, "set", 2, 300us);
  meter.Add(last, kStart + 1s);
  const RedisUsage usage = *meter.Usage();
  ASSERT_EQ(usage.commands.size(), 3u);
  EXPECT_EQ(usage.commands[0].name, "hgetall");
  EXPECT_EQ(usage.commands[0].calls, 1000u);
  EXPECT_DOUBLE_EQ(usage.commands[0].microseconds_per_call, 50);
  EXPECT_DOUBLE_EQ(*usage.commands[0].share, 0.1);
  EXPECT_EQ(usage.commands[1].name, "set");
  EXPECT_DOUBLE_EQ(usage.commands[1].microseconds_per_call, 150);
  EXPECT_EQ(usage.commands[2].name, "get");
  EXPECT_EQ(usage.commands[2].calls, 10u);
}

TEST(RedisUsageMeter, ListsNoCommandThatWasNotCalled) {
  RedisUsageMeter meter;
  meter.Add(With(Info(0), "flushall", 1, 100us), kStart);
  meter.Add(With(Info(1), "flushall", 1, 100us), kStart + 1s);
  EXPECT_THAT(meter.Usage()->commands, IsEmpty());
}

TEST(RedisUsageMeter, GivesACommandNoMoreThanTheThread) {
  RedisUsageMeter meter;
  meter.Add(Info(0), kStart);
  meter.Add(With(Info(0.5), "exec", 1, 800'000us), kStart + 1s);
  EXPECT_EQ(meter.Usage()->commands[0].share, 1);
}

TEST(RedisUsageMeter, HasNoSharesWithoutACpuTime) {
  RedisUsageMeter meter;
  RedisInfo first = Info(0);
  RedisInfo second = With(Info(0), "get", 1, 5us);
  for (RedisInfo* info : {&first, &second}) {
    info->cpu.reset();
    info->main_thread_cpu.reset();
  }
  meter.Add(first, kStart);
  meter.Add(second, kStart + 1s);
  EXPECT_EQ(meter.Usage()->cpu_percent_mean, std::nullopt);
  EXPECT_EQ(meter.Usage()->commands[0].share, std::nullopt);
}

TEST(RedisUsageMeter, LeavesTheTimeOfARestartOut) {
  RedisUsageMeter meter;
  RedisInfo restarted = With(Info(0.25, 50), "get", 3, 30us);
  restarted.run_id = "b";
  RedisInfo last = With(Info(0.75, 151), "get", 5, 50us);
  last.run_id = "b";
  meter.Add(With(Info(100, 1000), "get", 90, 900us), kStart);
  meter.Add(With(Info(100.5, 1101), "get", 95, 950us), kStart + 1s);
  meter.Add(restarted, kStart + 4s);
  meter.Add(last, kStart + 5s);
  const RedisUsage usage = *meter.Usage();
  EXPECT_EQ(usage.samples, 4u);
  EXPECT_DOUBLE_EQ(*usage.cpu_percent_mean, 50);
  EXPECT_DOUBLE_EQ(*usage.operations_per_second, 100);
  EXPECT_EQ(usage.commands[0].calls, 7u);
}

TEST(RedisUsageMeter, KeepsTheHighestMemoryAndClients) {
  RedisUsageMeter meter;
  RedisInfo high = Info(1);
  high.used_memory = 200 << 20;
  high.connected_clients = 31;
  meter.Add(Info(0), kStart);
  meter.Add(high, kStart + 1s);
  meter.Add(Info(2), kStart + 2s);
  EXPECT_EQ(meter.Usage()->memory_max_mb, 200);
  EXPECT_EQ(meter.Usage()->clients_max, 31u);
}

TEST(RedisUsageMeter, CountsEvictionsOfTheRunOnly) {
  RedisUsageMeter meter;
  RedisInfo first = Info(0);
  first.evicted_keys = 1000;
  RedisInfo last = Info(1);
  last.evicted_keys = 1007;
  meter.Add(first, kStart);
  meter.Add(last, kStart + 1s);
  EXPECT_EQ(meter.Usage()->evicted_keys, 7u);
}

}  // namespace
}  // namespace redline::runner
