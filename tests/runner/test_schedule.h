// The schedule of a run at one rate.
#ifndef REDLINE_TESTS_RUNNER_TEST_SCHEDULE_H_
#define REDLINE_TESTS_RUNNER_TEST_SCHEDULE_H_

#include "runner/issue/issuer.h"
#include "runner/plan/plan.h"

namespace redline::runner {

struct TestSchedule {
  double rate;
  Issuer::TimePoint start;
  Issuer::Duration warmup;
  Issuer::Duration duration;

  // NOLINTNEXTLINE(google-explicit-constructor): it stands for one.
  operator Issuer::Schedule() const {
    return {.start = start,
            .warmup = {.shape = LoadShape::Constant(kWarmupShare * rate, warmup)},
            .measured = {.shape = LoadShape::Constant(rate, duration)}};
  }
};

}  // namespace redline::runner

#endif  // REDLINE_TESTS_RUNNER_TEST_SCHEDULE_H_
