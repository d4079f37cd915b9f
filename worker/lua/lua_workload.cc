#include "worker/lua/lua_workload.h"

#include <algorithm>
#include <utility>

#include "redis/command_batch.h"
#include "redis/reply.h"
#include "worker/lua/redis_functions.h"

namespace redline::worker {
namespace {

using boost::asio::awaitable;

// The calls of a part: enough for a round trip to cost each of them little.
constexpr std::int64_t kCallsAtOnce = 50;

}  // namespace

LuaWorkload::LuaWorkload(LuaScript& script, const WorkloadSettings& settings,
                         redis::CommandChannel& channel)
    : script_(script),
      channel_(channel),
      hand_(settings),
      thread_(script),
      scripts_(script.declared().scripts, channel) {}

awaitable<void> LuaWorkload::Perform(StepTimer& timer) {
  if (!scripts_.done()) co_await scripts_.Load();
  OpenStep step(timer);
  hand_.step = &step;
  hand_.batch.Clear();
  thread_.Begin(script_.task());
  LuaThread::Outcome outcome = thread_.Resume(hand_, 0);
  while (outcome == LuaThread::Outcome::kAwaits) {
    const redis::Replies replies = co_await channel_.Execute(hand_.batch);
    scripts_.Note(replies);
    hand_.batch.Clear();
    const int pushed = PushAnswers(thread_.state(), replies, 0, hand_.awaited);
    outcome = thread_.Resume(hand_, pushed);
  }
  if (outcome == LuaThread::Outcome::kFailed) script_.ThrowError(thread_.state());
}

awaitable<bool> LuaWorkload::Prepare() {
  if (!scripts_.done()) co_await scripts_.Load();
  const auto& preparations = script_.declared().preparations;
  if (progress_.preparation < preparations.size()) {
    const auto& [times, function] = preparations[progress_.preparation];
    const auto hands = static_cast<std::int64_t>(hand_.settings.AllHands());
    const auto own = static_cast<std::int64_t>(hand_.settings.HandOfAll());
    const std::int64_t of_ours = (times - own + hands - 1) / hands;
    const std::int64_t calls = std::min(of_ours - progress_.calls, kCallsAtOnce);
    if (calls > 0) {
      co_await PreparePart(function, progress_.calls, calls);
      progress_.calls += calls;
    }
    if (progress_.calls >= of_ours) {
      progress_ = {.preparation = progress_.preparation + 1, .calls = 0};
    }
  }
  const bool more = progress_.preparation < preparations.size();
  if (!more) preparing_.clear();
  co_return more;
}

awaitable<void> LuaWorkload::PreparePart(LuaFunctionRef function, std::int64_t first_call,
                                         std::int64_t calls) {
  const auto hands = static_cast<std::int64_t>(hand_.settings.AllHands());
  const auto own = static_cast<std::int64_t>(hand_.settings.HandOfAll());
  std::vector<Waiting> waiting;
  hand_.step = nullptr;
  hand_.batch.Clear();
  for (std::int64_t i = 0; i < calls; ++i) {
    if (std::cmp_less_equal(preparing_.size(), i)) {
      preparing_.push_back(std::make_unique<LuaThread>(script_));
    }
    LuaThread& thread = *preparing_[static_cast<std::size_t>(i)];
    thread.Begin(function);
    lua_pushnumber(thread.state(),
                   static_cast<lua_Number>((first_call + i) * hands + own + 1));
    Resume(thread, 1, waiting);
  }
  while (!waiting.empty()) {
    const redis::Replies replies = co_await channel_.Execute(hand_.batch);
    scripts_.Note(replies);
    hand_.batch.Clear();
    std::size_t next = 0;
    std::vector<Waiting> still_waiting;
    for (const auto& [thread, awaited] : waiting) {
      const int pushed = PushAnswers(thread->state(), replies, next, awaited);
      next += awaited.commands;
      Resume(*thread, pushed, still_waiting);
    }
    waiting = std::move(still_waiting);
  }
}

void LuaWorkload::Resume(LuaThread& thread, int pushed, std::vector<Waiting>& waiting) {
  switch (thread.Resume(hand_, pushed)) {
    case LuaThread::Outcome::kDone:
      return;
    case LuaThread::Outcome::kAwaits:
      return waiting.push_back({.thread = &thread, .awaited = hand_.awaited});
    case LuaThread::Outcome::kFailed:
      script_.ThrowError(thread.state());
  }
}

}  // namespace redline::worker
