#include "runner/metrics/accept_header.h"

#include <algorithm>
#include <charconv>

namespace redline::runner {
namespace {

std::string_view Trimmed(std::string_view text) {
  constexpr std::string_view kBlanks = " \t";
  const std::size_t first = text.find_first_not_of(kBlanks);
  if (first == text.npos) return {};
  return text.substr(first, text.find_last_not_of(kBlanks) - first + 1);
}

// The part before the next separator, without blanks around it, and goes on behind it.
std::string_view Next(std::string_view& rest, char separator) {
  const std::size_t end = std::min(rest.find(separator), rest.size());
  const std::string_view part = rest.substr(0, end);
  rest.remove_prefix(std::min(end + 1, rest.size()));
  return Trimmed(part);
}

double QualityIn(std::string_view text) {
  double quality = 0;
  std::from_chars(text.data(), text.data() + text.size(), quality);
  return quality;
}

}  // namespace

reporting::MetricsDialect DialectFor(std::string_view accept) {
  double open_metrics = 0;
  double plain = 0;
  while (!accept.empty()) {
    std::string_view range = Next(accept, ',');
    const std::string_view type = Next(range, ';');
    double quality = 1;
    bool is_our_version = true;
    while (!range.empty()) {
      std::string_view value = Next(range, ';');
      const std::string_view name = Next(value, '=');
      if (name == "q") quality = QualityIn(value);
      if (name == "version") is_our_version = value == "1.0.0";
    }
    if (type == "application/openmetrics-text") {
      if (is_our_version) open_metrics = std::max(open_metrics, quality);
    } else if (type == "text/plain") {
      plain = std::max(plain, quality);
    }
  }
  return open_metrics > 0 && open_metrics >= plain
             ? reporting::MetricsDialect::kOpenMetrics
             : reporting::MetricsDialect::kPrometheus;
}

}  // namespace redline::runner
