#include "runner/run/fleet_part.h"

#include <algorithm>
#include <boost/asio/post.hpp>
#include <cstddef>
#include <utility>

#include "base/errors.h"

namespace redline::runner {
namespace {

using boost::asio::awaitable;
using std::chrono::steady_clock;

}  // namespace

FleetPart::FleetPart(const Plan& plan, boost::asio::io_context& loop,
                     ChangeSignal& changed)
    : plan_(plan), loop_(loop), changed_(changed) {}

awaitable<void> FleetPart::Join(const redis::ConnectOptions& redis,
                                const std::function<bool()>& interrupted) {
  if (!plan_.fleet || interrupted()) co_return;
  session_ = std::make_unique<FleetSession>(*plan_.fleet, redis, [this] {
    boost::asio::post(loop_, [this] { changed_.Notify(); });
  });
  co_await changed_.WaitUntil(steady_clock::now() + plan_.fleet->wait, [&] {
    return interrupted() || session_->HasSettledJoin();
  });
  if (!interrupted()) session_->CheckJoined();
}

void FleetPart::AddTo(PlannedUse& use) const {
  if (!session_) return;
  use.dynos = session_->options().size;
  use.other_dynos_joined = std::max<std::size_t>(session_->joined_count(), 1) - 1;
}

bool FleetPart::OwnsPreparation() const {
  return !session_ || session_->OwnsPreparation();
}

std::vector<std::vector<std::string>> FleetPart::AfterPreparation() const {
  if (!session_) return {};
  return session_->AfterPreparation();
}

awaitable<void> FleetPart::AwaitEmptied(const std::function<bool()>& ended) {
  if (!session_) co_return;
  const FleetOptions& options = session_->options();
  const bool settled = co_await changed_.WaitUntil(
      steady_clock::now() + options.wait,
      [&] { return session_->is_emptied() || ended() || is_in_trouble(); });
  if (settled) co_return;
  throw EnvironmentError("The leader of the fleet " + options.id +
                         " has not emptied the database within " +
                         std::to_string(options.wait.count() / 1000) +
                         " seconds: look at its output, or wait longer with "
                         "--fleet_wait_seconds.");
}

awaitable<void> FleetPart::AwaitStart(const std::function<bool()>& ended) {
  if (!session_) co_return;
  session_->SayReady();
  const bool settled = co_await changed_.WaitUntil(
      steady_clock::now() + plan_.fleet->wait,
      [&] { return session_->start() || ended() || is_in_trouble(); });
  if (!settled) ThrowNoStart();
}

void FleetPart::ThrowNoStart() const {
  const FleetOptions& options = session_->options();
  const std::size_t missing =
      options.size - std::min(session_->ready_count(), options.size);
  const std::string seconds = std::to_string(options.wait.count() / 1000) + " seconds";
  if (missing == 0) {
    throw EnvironmentError("All " + std::to_string(options.size) +
                           " dynos of the fleet " + options.id +
                           " are ready, but agreed on no start within " + seconds +
                           ": check that Redis answers, and that nobody else writes "
                           "the keys redline:fleet:*.");
  }
  throw EnvironmentError(std::to_string(missing) + " of " + std::to_string(options.size) +
                         " dynos of the fleet " + options.id + " did not come within " +
                         seconds +
                         ": look at their output, or wait longer with "
                         "--fleet_wait_seconds.");
}

FleetPart::TimePoint FleetPart::Start() const {
  if (!session_) return steady_clock::now();
  return *session_->start();
}

double FleetPart::Share() const { return session_ ? session_->phase() : 0; }

std::string FleetPart::Trouble() const {
  if (!is_in_trouble()) return "";
  std::string trouble = session_->trouble();
  if (!session_->start()) {
    throw EnvironmentError("The fleet " + session_->options().id + " cannot begin. " +
                           trouble);
  }
  return trouble;
}

void FleetPart::TellEnd(const RunEnding& ending) {
  if (!session_ || !ending.has_come() || ending.ForFleet().empty()) return;
  session_->SayEnded(ending.ForFleet());
}

void FleetPart::GiveUp(const std::string& why) {
  if (session_) session_->GiveUp(why);
}

std::unique_ptr<FleetSession> FleetPart::Release(const RunEnding& ending,
                                                 const std::string& sentence) {
  if (!session_) return nullptr;
  if (!session_->start()) {
    // A fleet that did not begin has no verdict, only this dyno's own.
    session_->GiveUp(sentence);
    return nullptr;
  }
  // The others may have agreed on the start while this dyno was ending.
  TellEnd(ending);
  session_->Quieten();
  return std::move(session_);
}

}  // namespace redline::runner
