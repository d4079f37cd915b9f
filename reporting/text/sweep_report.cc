#include "reporting/text/sweep_report.h"

#include <string>
#include <string_view>

#include "base/text/display_text.h"
#include "base/text/text_lines.h"
#include "reporting/tables/sweep_tables.h"

namespace redline::reporting {
namespace {

std::string Wrapped(std::string_view sentence, std::size_t max_width) {
  const std::string printable = ToPrintable(sentence);
  std::string text;
  for (const std::string_view line : WrapToWidth(printable, max_width)) {
    text += std::string(line) + '\n';
  }
  return text;
}

}  // namespace

std::string SweepReport(const SweepResult& result, std::size_t max_width,
                        const Style& style) {
  std::string text;
  for (const auto& [value, search] : result.searches) {
    text += Wrapped(result.setting + "=" + value + ": " + search.sentence, max_width);
  }
  const TextTable searches = SweepTable(result);
  if (!searches.empty()) {
    text += style.Paint(Role::kHeading, "Sweep of " + ToPrintable(result.setting)) +
            '\n' + searches.Render(max_width, style);
  }
  text +=
      style.Paint(RoleOf(result.tone()), "status: Sweep " + std::string(result.word()));
  return text + '\n' + Wrapped(result.sentence, max_width);
}

}  // namespace redline::reporting
