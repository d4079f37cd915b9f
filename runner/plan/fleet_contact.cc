#include "runner/plan/fleet_contact.h"

#include "redis/redis_url.h"

namespace redline::runner {

std::optional<FleetContact> ContactOf(const Plan& plan) {
  if (!plan.fleet) return std::nullopt;
  return FleetContact{.fleet = *plan.fleet,
                      .redis = {.url = redis::ParseRedisUrl(*plan.redis_url),
                                .tls = plan.redis_tls,
                                .timeout = plan.redis_connect_timeout}};
}

}  // namespace redline::runner
