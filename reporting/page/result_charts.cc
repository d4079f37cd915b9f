#include "reporting/page/result_charts.h"

#include <utility>

#include "reporting/page/chart_source.h"

namespace redline::reporting {

std::vector<Chart> ResultCharts(const Result& result) {
  const ChartSource source(result);
  std::vector<Chart> charts;
  for (const auto makers : {kTaskCharts, kUsageCharts}) {
    for (const ChartMaker make : makers) {
      Chart chart = make(source);
      if (!chart.words.empty()) charts.push_back(std::move(chart));
    }
  }
  return charts;
}

}  // namespace redline::reporting
