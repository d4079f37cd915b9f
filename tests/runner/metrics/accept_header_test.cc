#include "runner/metrics/accept_header.h"

#include <gtest/gtest.h>

namespace redline::runner {
namespace {

using reporting::MetricsDialect;

TEST(AcceptHeader, OfNobodyInParticularGetsPrometheusFormat) {
  EXPECT_EQ(DialectFor(""), MetricsDialect::kPrometheus);
  EXPECT_EQ(DialectFor("*/*"), MetricsDialect::kPrometheus);
  EXPECT_EQ(DialectFor("text/html,application/xhtml+xml;q=0.9,*/*;q=0.8"),
            MetricsDialect::kPrometheus);
}

TEST(AcceptHeader, OfPrometheus2GetsOpenMetrics) {
  EXPECT_EQ(DialectFor("application/openmetrics-text;version=1.0.0,"
                       "application/openmetrics-text;version=0.0.1;q=0.75,"
                       "text/plain;version=0.0.4;q=0.5,*/*;q=0.1"),
            MetricsDialect::kOpenMetrics);
}

TEST(AcceptHeader, OfPrometheus3GetsOpenMetrics) {
  EXPECT_EQ(DialectFor("application/openmetrics-text;version=1.0.0;escaping=allow-utf-8;"
                       "q=0.6,application/openmetrics-text;version=0.0.1;q=0.5,"
                       "text/plain;version=1.0.0;escaping=allow-utf-8;q=0.4,"
                       "text/plain;version=0.0.4;q=0.3,*/*;q=0.2"),
            MetricsDialect::kOpenMetrics);
}

TEST(AcceptHeader, IsHeededWherePlainTextIsLikedMore) {
  EXPECT_EQ(DialectFor("application/openmetrics-text; q=0.4, text/plain; q=0.5"),
            MetricsDialect::kPrometheus);
}

TEST(AcceptHeader, MayRefuseOpenMetrics) {
  EXPECT_EQ(DialectFor("application/openmetrics-text;q=0"), MetricsDialect::kPrometheus);
}

TEST(AcceptHeader, OfAVersionThatWeDoNotHaveGetsPrometheusFormat) {
  EXPECT_EQ(DialectFor("application/openmetrics-text;version=0.0.1"),
            MetricsDialect::kPrometheus);
}

TEST(AcceptHeader, MayBeNonsense) {
  EXPECT_EQ(DialectFor(",;=,;;q=x,application/openmetrics-text;q="),
            MetricsDialect::kPrometheus);
}

}  // namespace
}  // namespace redline::runner
