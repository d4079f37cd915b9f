#include "reporting/text/report_blocks.h"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "base/text/display_text.h"
#include "base/text/number_text.h"
#include "reporting/tables/report_tables.h"

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

std::string Title(std::string_view title, const Style& style) {
  return style.Paint(Role::kHeading, title) + "\n";
}

std::string Wrapped(const std::string& sentence, std::size_t max_width) {
  std::string lines;
  for (const std::string_view line : WrapToWidth(sentence, max_width)) {
    lines.append(line).append("\n");
  }
  return lines;
}

}  // namespace

std::string ConstantsBlock(const Result& result, std::size_t max_width,
                           const Style& style) {
  return Title("Constants", style) + ConstantsTable(result).Render(max_width, style);
}

std::string MessagingBlock(const Result& result, std::size_t max_width,
                           const Style& style) {
  return Title("Messaging Stats:", style) +
         MessagingTable(result).Render(max_width, style);
}

std::string StagesBlock(const Result& result, std::size_t max_width, const Style& style) {
  if (result.stages.empty()) return "";
  return Title("Stages", style) + StagesTable(result).Render(max_width, style);
}

std::string VitalsBlock(const Result& result, std::size_t max_width, const Style& style) {
  return Title("Worker Vitals", style) + HiddenLine(result) +
         VitalsTable(WorkersToShow(result)).Render(max_width, style);
}

std::string WorstWorkersBlock(const Result& result, std::size_t max_width,
                              std::size_t most) {
  std::vector<const WorkerResult*> workers = WorkersToShow(result);
  workers.resize(std::min(workers.size(), most));
  if (workers.empty()) return "";
  return "Worst workers, " + CountText(workers.size()) + " of " +
         CountText(result.workers.size()) + "\n" +
         NarrowWorkersTable(workers, max_width).Render();
}

std::string TimingsBlock(const Result& result, std::size_t max_width,
                         const Style& style) {
  return Title("Worker timings", style) +
         TimingsTable(WorkersToShow(result), result.step_names).Render(max_width, style) +
         HiddenLine(result);
}

std::string TotalsBlock(const Result& result, std::size_t max_width, const Style& style) {
  return Title("All workers", style) + TotalsTable(result).Render(max_width, style);
}

std::string SummaryBlock(const Result& result, std::size_t max_width,
                         const Style& style) {
  return Title("All workers", style) + SummaryTable(result).Render(max_width, style);
}

std::string ErrorsBlock(const Result& result, std::size_t max_width, const Style& style) {
  if (result.errors.empty()) return "";
  return Title("Errors", style) + ErrorsTable(result).Render(max_width, style);
}

std::string RedisBlock(const Result& result, std::size_t max_width, const Style& style) {
  const TextTable table = RedisTable(result);
  if (table.empty()) return "";
  std::string text = Title("Redis", style) + table.Render(max_width, style);
  if (!result.redis || result.redis->commands.empty()) return text;

  const std::span used(result.redis->commands);
  const std::size_t shown = std::min(used.size(), kCommandsShown);
  text += Title("Redis commands", style) +
          CommandsTable(used.first(shown)).Render(max_width, style);
  if (const std::size_t hidden = used.size() - shown; hidden > 0) {
    text += "... plus: " + CountText(hidden) + " extra hidden commands\n";
  }
  return text;
}

std::string DynosBlock(const Result& result, std::size_t max_width, const Style& style) {
  if (result.dynos.empty()) return "";
  return Title("Dynos", style) + DynosTable(result).Render(max_width, style);
}

std::string ThresholdsBlock(const Result& result, std::size_t max_width,
                            const Style& style) {
  if (result.thresholds.empty()) return "";
  return Title("Thresholds", style) + ThresholdsTable(result).Render(max_width, style);
}

std::string VerdictBlock(const Result& result, std::size_t max_width,
                         const Style& style) {
  if (!result.verdict) return "";
  const Status status = result.verdict->status;
  std::string text = style.Paint(RoleOf(RowOf(result.verdict->reason).tone),
                                 "status: Test " + std::string(WordFor(status)));
  text += '\n';
  text += Wrapped(ToPrintable(result.verdict->sentence), max_width);
  if (result.bottleneck) {
    text += Wrapped("bottleneck: " + ToPrintable(result.bottleneck->sentence), max_width);
  }
  if (result.estimate) {
    text += Wrapped("estimate: " + ToPrintable(result.estimate->sentence), max_width);
  }
  return text;
}

std::string PreflightBlock(const Preflight& preflight, std::size_t max_width,
                           const Style& style) {
  using Outcome = PreflightCheck::Outcome;
  std::string lines;
  for (const PreflightCheck& check : preflight.checks) {
    const std::optional<Role> role = RoleOf(check.outcome);
    if (!role) continue;
    const std::string word =
        check.outcome == Outcome::kDoubtful ? "warning:" : "impossible:";
    const std::string sentence =
        Wrapped(word + ' ' + ToPrintable(check.sentence), max_width);
    // Too narrow a terminal would have broken the word.
    const bool whole = sentence.starts_with(word);
    lines += whole ? style.Paint(role, word) + sentence.substr(word.size()) : sentence;
  }
  return Title("Preflight", style) + PreflightTable(preflight).Render(max_width, style) +
         lines;
}

}  // namespace redline::reporting
