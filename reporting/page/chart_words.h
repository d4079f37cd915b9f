// Each chart of a report in a sentence: its caption, and its alternative for whoever
// cannot see it. Empty where there is nothing to show.
//
// Pure functions.
#ifndef REDLINE_REPORTING_PAGE_CHART_WORDS_H_
#define REDLINE_REPORTING_PAGE_CHART_WORDS_H_

#include <string>

#include "reporting/model/result.h"

namespace redline::reporting {

std::string RatesInWords(const Result& result);
std::string BacklogInWords(const Result& result);
std::string LatencyInWords(const Result& result);
std::string DistributionInWords(const Result& result);
std::string WorkersInWords(const Result& result);
std::string CpuInWords(const Result& result);
std::string RedisMemoryInWords(const Result& result);
std::string RedisOperationsInWords(const Result& result);
std::string CommandsInWords(const Result& result);

}  // namespace redline::reporting

#endif  // REDLINE_REPORTING_PAGE_CHART_WORDS_H_
