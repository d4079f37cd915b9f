#include "runner/run/worker_settings.h"

#include <glog/logging.h>

#include <cstdint>

#include "redis/tls_options.h"
#include "runner/workers/tick_interval.h"

namespace redline::runner {

shm::RunSettings WorkerSettings(const Plan& plan, const std::string& run_id,
                                const std::string& redis_url) {
  shm::RunSettings settings;
  settings.item_payload_bytes = plan.item_payload_bytes();
  settings.random_seed = plan.seed;
  settings.max_flats = static_cast<std::uint32_t>(plan.constants.max_flats);
  settings.worker_concurrency = static_cast<std::uint32_t>(plan.worker_concurrency);
  settings.worker_connections = static_cast<std::uint32_t>(plan.worker_connections);
  settings.data_full = plan.data_full ? 1 : 0;
  settings.redis_connect_timeout_ms =
      static_cast<std::uint32_t>(plan.redis_connect_timeout.count());
  CHECK(settings.workload.Assign(plan.workload.name));
  if (plan.task_file) CHECK(settings.task_text.Assign(plan.task_file->text));
  CHECK(settings.task_parameters.Assign(plan.task_parameters));
  settings.tick_interval_us =
      static_cast<std::uint32_t>(TickInterval(plan.constants.num_workers).count());
  settings.redis_wait_ms = static_cast<std::uint32_t>(plan.redis_wait.count());
  CHECK(settings.fetch.Assign(plan.fetch));
  CHECK(settings.tls_verify.Assign(NameOf(plan.redis_tls.verify)));
  CHECK(settings.key_prefix.Assign(plan.key_prefix));
  CHECK(settings.run_id.Assign(run_id));
  CHECK(settings.tls_ca_file.Assign(plan.redis_tls.ca_file));
  CHECK(settings.tls_cert_file.Assign(plan.redis_tls.cert_file));
  CHECK(settings.tls_key_file.Assign(plan.redis_tls.key_file));
  CHECK(settings.redis_url.Assign(redis_url));
  return settings;
}

}  // namespace redline::runner
