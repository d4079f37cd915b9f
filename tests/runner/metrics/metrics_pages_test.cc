#include "runner/metrics/metrics_pages.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <cstdint>
#include <string>

namespace redline::runner {
namespace {

using namespace std::chrono_literals;
using reporting::MetricsDialect;
using ::testing::HasSubstr;

// A run of which each look has issued one task more.
class Pages : public ::testing::Test {
 protected:
  std::string Issued(MetricsDialect dialect = MetricsDialect::kPrometheus) {
    const std::string& text = pages_.TextIn(dialect);
    const std::string name = "\nredline_tasks_issued_total ";
    const std::size_t from = text.find(name) + name.size();
    return text.substr(from, text.find('\n', from) - from);
  }

  std::chrono::steady_clock::time_point now_{};
  std::chrono::milliseconds cost_{0};  // Of a look.
  std::uint64_t looks_ = 0;
  MetricsPages pages_{[this] {
                        now_ += cost_;
                        reporting::Result result;
                        result.messaging.tasks_sent = ++looks_;
                        return result;
                      },
                      reporting::WorkerDetail::kTogether, [this] { return now_; }};
};

TEST_F(Pages, AreMadeOnceForManyWhoAsk) {
  EXPECT_EQ(Issued(), "1");
  now_ += 249ms;
  EXPECT_EQ(Issued(), "1");
  EXPECT_EQ(looks_, 1U);
}

TEST_F(Pages, AreMadeAnewOnceTheyAreOld) {
  EXPECT_EQ(Issued(), "1");
  now_ += 250ms;
  EXPECT_EQ(Issued(), "2");
}

TEST_F(Pages, ThatTakeLongStayLonger) {
  cost_ = 100ms;
  EXPECT_EQ(Issued(), "1");
  now_ += 1999ms;
  EXPECT_EQ(Issued(), "1");
  now_ += 1ms;
  EXPECT_EQ(Issued(), "2");
}

TEST_F(Pages, AreOnesOfTheirOwnInEachDialect) {
  EXPECT_EQ(Issued(MetricsDialect::kPrometheus), "1");
  EXPECT_EQ(Issued(MetricsDialect::kOpenMetrics), "2");
  EXPECT_THAT(pages_.TextIn(MetricsDialect::kOpenMetrics), HasSubstr("# EOF"));
}

}  // namespace
}  // namespace redline::runner
