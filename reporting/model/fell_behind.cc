#include "reporting/model/fell_behind.h"

#include <algorithm>
#include <cstdint>
#include <optional>

#include "base/text/number_text.h"

namespace redline::reporting {
namespace {

bool DrainedForLong(const Result& result) {
  const std::optional<Seconds> drain = result.messaging.drain;
  if (!drain || *drain < kLongDrain) return false;
  const auto task = result.Totals().task.Mean();
  return !task || *drain >= kTasksOfALongDrain * *task;
}

bool LeftMuchUnfinished(const Result& result) {
  const Messaging& messaging = result.messaging;
  const auto unfinished = static_cast<double>(messaging.unfinished_at_end.value_or(0));
  return unfinished > kUnfinishedShare * static_cast<double>(messaging.tasks_sent) &&
         unfinished > kTasksInWork * static_cast<double>(result.workers.size());
}

// When the first backlog would reach its limit, if it grew on as it has.
std::string WhatWouldCome(const Result& result) {
  const std::uint64_t worst = result.messaging.worst_backlog_at_end.value_or(0);
  if (worst == 0) return " A longer test may fail.";
  const auto limit = static_cast<double>(result.constants.max_worker_backlog);
  const Seconds reached =
      result.messaging.uptime * std::max(limit / static_cast<double>(worst), 1.0);
  return " At this growth the first backlog reaches its limit of " +
         CountText(static_cast<std::uint64_t>(limit)) + " after " +
         FigureText(reached.count()) + " s.";
}

}  // namespace

bool FellBehind(const Result& result) {
  return DrainedForLong(result) || LeftMuchUnfinished(result);
}

std::string FellBehindText(const Result& result) {
  if (!FellBehind(result)) return "";
  const Messaging& messaging = result.messaging;
  std::string text = " But the workers were falling behind: ";
  text += messaging.unfinished_at_end
              ? CountText(*messaging.unfinished_at_end) + " of the tasks"
              : std::string("tasks");
  text += " were unfinished when the time was over";
  if (messaging.drain) {
    text += ", and took " + SecondsText(messaging.drain) + " s to drain";
  }
  return text + "." + WhatWouldCome(result);
}

}  // namespace redline::reporting
