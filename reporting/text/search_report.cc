#include "reporting/text/search_report.h"

#include <string>

#include "base/text/display_text.h"
#include "base/text/text_lines.h"
#include "reporting/tables/search_tables.h"

namespace redline::reporting {
std::string SearchReport(const SearchResult& result, std::size_t max_width,
                         const Style& style) {
  const TextTable trials = TrialsTable(result);
  std::string text;
  if (!trials.empty()) {
    text +=
        style.Paint(Role::kHeading, "Trials") + '\n' + trials.Render(max_width, style);
  }
  text += style.Paint(RoleOf(RowOf(result.end).tone),
                      "status: Search " + std::string(RowOf(result.end).word));
  text += '\n';
  const std::string sentence = ToPrintable(result.sentence);
  for (const std::string_view line : WrapToWidth(sentence, max_width)) {
    text += std::string(line) + '\n';
  }
  return text;
}

}  // namespace redline::reporting
