#include "reporting/text/text_report.h"

#include "reporting/text/report_blocks.h"

namespace redline::reporting {

std::string FinalReport(const Result& result, std::size_t max_width, const Style& style,
                        Tables tables) {
  const bool all = tables == Tables::kAll;
  return ConstantsBlock(result, max_width, style) +
         MessagingBlock(result, max_width, style) +
         StagesBlock(result, max_width, style) + ErrorsBlock(result, max_width, style) +
         VitalsBlock(result, max_width, style) + TimingsBlock(result, max_width, style) +
         (all ? RedisBlock(result, max_width, style) : "") +
         DynosBlock(result, max_width, style) +
         ThresholdsBlock(result, max_width, style) +
         (all ? TotalsBlock(result, max_width, style)
              : SummaryBlock(result, max_width, style)) +
         VerdictBlock(result, max_width, style);
}

}  // namespace redline::reporting
