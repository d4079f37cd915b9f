#include "reporting/page/result_charts.h"

#include <cstddef>
#include <string>
#include <utility>

#include "reporting/page/chart_source.h"

namespace redline::reporting {

std::vector<Chart> ResultCharts(const Result& result) {
  const ChartSource source(result);
  std::vector<Chart> charts;
  for (const auto makers : {kTaskCharts, kUsageCharts}) {
    for (const ChartMaker make : makers) {
      Chart chart = make(source);
      if (chart.words.empty()) continue;
      // Those over time.
      if (const std::size_t stages = chart.bands.size(); stages > 0) {
        chart.words += stages == 1
                           ? " Marked in it: stage 1."
                           : " Marked in it: stages 1 to " + std::to_string(stages) + ".";
      }
      charts.push_back(std::move(chart));
    }
  }
  return charts;
}

}  // namespace redline::reporting
