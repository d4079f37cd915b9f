#include "reporting/report_blocks.h"

#include <algorithm>
#include <cstdint>
#include <span>
#include <vector>

#include "reporting/display_text.h"
#include "reporting/number_text.h"
#include "reporting/report_tables.h"

namespace redline::reporting {
namespace {

std::vector<const WorkerResult*> WorkersToShow(const Result& result) {
  return WorstWorkers(result, static_cast<std::size_t>(std::max<std::int64_t>(
                                  result.constants.max_workers_display, 0)));
}

std::string HiddenLine(const Result& result) {
  const std::size_t hidden = result.workers.size() - WorkersToShow(result).size();
  if (hidden == 0) return "";
  return "... plus: " + CountText(hidden) + " extra hidden workers\n";
}

}  // namespace

std::string ConstantsBlock(const Result& result, std::size_t max_width) {
  return "Constants\n" + ConstantsTable(result).Render(max_width);
}

std::string MessagingBlock(const Result& result, std::size_t max_width) {
  return "Messaging Stats:\n" + MessagingTable(result).Render(max_width);
}

std::string VitalsBlock(const Result& result, std::size_t max_width) {
  return "Worker Vitals\n" + HiddenLine(result) +
         VitalsTable(WorkersToShow(result)).Render(max_width);
}

std::string TimingsBlock(const Result& result, std::size_t max_width) {
  return "Worker timings\n" +
         TimingsTable(WorkersToShow(result), result.step_names).Render(max_width) +
         HiddenLine(result);
}

std::string TotalsBlock(const Result& result, std::size_t max_width) {
  return "All workers\n" + TotalsTable(result).Render(max_width);
}

std::string ErrorsBlock(const Result& result, std::size_t max_width) {
  if (result.errors.empty()) return "";
  return "Errors\n" + ErrorsTable(result).Render(max_width);
}

std::string RedisBlock(const Result& result, std::size_t max_width) {
  const TextTable table = RedisTable(result);
  if (table.empty()) return "";
  std::string text = "Redis\n" + table.Render(max_width);
  if (!result.redis || result.redis->commands.empty()) return text;

  const std::span used(result.redis->commands);
  const std::size_t shown = std::min(used.size(), kCommandsShown);
  text += "Redis commands\n" + CommandsTable(used.first(shown)).Render(max_width);
  if (const std::size_t hidden = used.size() - shown; hidden > 0) {
    text += "... plus: " + CountText(hidden) + " extra hidden commands\n";
  }
  return text;
}

std::string ThresholdsBlock(const Result& result, std::size_t max_width) {
  if (result.thresholds.empty()) return "";
  return "Thresholds\n" + ThresholdsTable(result).Render(max_width);
}

std::string VerdictBlock(const Result& result) {
  if (!result.verdict) return "";
  std::string text = "status: Test ";
  text += WordFor(result.verdict->status);
  text += '\n';
  text += ToPrintable(result.verdict->sentence);
  text += '\n';
  if (result.bottleneck) {
    text += "bottleneck: " + ToPrintable(result.bottleneck->sentence) + '\n';
  }
  return text;
}

std::string PreflightBlock(const Preflight& preflight, std::size_t max_width) {
  using Outcome = PreflightCheck::Outcome;
  std::string lines;
  for (const PreflightCheck& check : preflight.checks) {
    if (check.outcome == Outcome::kDoubtful) {
      lines += "warning: " + ToPrintable(check.sentence) + '\n';
    } else if (check.outcome == Outcome::kImpossible) {
      lines += "impossible: " + ToPrintable(check.sentence) + '\n';
    }
  }
  return "Preflight\n" + PreflightTable(preflight).Render(max_width) + lines;
}

}  // namespace redline::reporting
