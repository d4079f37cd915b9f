// The parts that a comparison of runs and one of searches have in common, as text and as
// parts of a page. Pure functions.
#ifndef REDLINE_REPORTING_COMPARE_COMPARISON_PARTS_H_
#define REDLINE_REPORTING_COMPARE_COMPARISON_PARTS_H_

#include <cstddef>
#include <string>
#include <vector>

#include "reporting/compare/change_condition.h"
#include "reporting/compare/circumstances.h"
#include "reporting/compare/side.h"
#include "reporting/compare/side_figure.h"
#include "reporting/tables/text_table.h"

namespace redline::reporting {

// What the sides are called, and how many results each has.
struct SideHeading {
  std::string name;
  std::size_t results = 1;
};

template <class Item>
std::vector<SideHeading> HeadingsOf(const std::vector<SideOf<Item>>& sides) {
  std::vector<SideHeading> headings;
  for (const auto& side : sides) headings.push_back({side.name, side.results.size()});
  return headings;
}

struct FigureLine {
  std::string name;  // With its unit: "response.p99 (ms)".
  std::vector<SideFigure> sides;
};

// A row for each figure: its value of each side, then its ratios to the first.
TextTable FiguresTable(const std::vector<SideHeading>& sides,
                       const std::vector<FigureLine>& figures);

// With their titles; "none" if all settings are the same.
std::string SettingsText(const std::vector<SideHeading>& sides,
                         const std::vector<ComparedSetting>& settings,
                         std::size_t max_width);
std::string SettingsHtml(const std::vector<SideHeading>& sides,
                         const std::vector<ComparedSetting>& settings);

// Nothing without a condition.
std::string GateText(const std::vector<GateOutcome>& gate);
std::string GateHtml(const std::vector<GateOutcome>& gate);

// "redline: comparison of A and B"
std::string TitleOf(const std::vector<SideHeading>& sides);

}  // namespace redline::reporting

#endif  // REDLINE_REPORTING_COMPARE_COMPARISON_PARTS_H_
