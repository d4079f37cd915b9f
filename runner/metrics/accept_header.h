// Which dialect whoever asks for metrics would like best.
//
// Pure function.
#ifndef REDLINE_RUNNER_METRICS_ACCEPT_HEADER_H_
#define REDLINE_RUNNER_METRICS_ACCEPT_HEADER_H_

#include <string_view>

#include "reporting/metrics/metrics_text.h"

namespace redline::runner {

// By the values of the HTTP header "Accept" and their qualities (RFC 9110, 12.5.1):
// OpenMetrics for who likes it, in a version that we have, at least as much as plain
// text. Prometheus' own format for everybody else, those included who ask for neither.
reporting::MetricsDialect DialectFor(std::string_view accept);

}  // namespace redline::runner

#endif  // REDLINE_RUNNER_METRICS_ACCEPT_HEADER_H_
