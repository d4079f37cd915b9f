// Names that comparable programs, and people who have not read --help, use for our flags.
#ifndef REDLINE_RUNNER_SETTINGS_FOREIGN_NAMES_H_
#define REDLINE_RUNNER_SETTINGS_FOREIGN_NAMES_H_

#include "base/flag_suggestion.h"

namespace redline::runner {

inline constexpr ForeignName kForeignNames[] = {
    {"workers", "num_workers"},
    {"processes", "num_workers"},
    {"threads", "num_workers"},
    {"clients", "num_workers"},
    {"web_concurrency", "num_workers"},
    {"rate", "tasks_per_second"},
    {"tasks", "tasks_per_second"},
    {"rps", "tasks_per_second"},
    {"qps", "tasks_per_second"},
    {"tps", "tasks_per_second"},
    {"throughput", "tasks_per_second"},
    {"requests_per_second", "tasks_per_second"},
    {"duration", "test_duration_seconds"},
    {"seconds", "test_duration_seconds"},
    {"time", "test_duration_seconds"},
    {"test_time", "test_duration_seconds"},
    {"run_time", "test_duration_seconds"},
    {"runtime", "test_duration_seconds"},
    {"redis", "redis_url"},
    {"redis_tls_url", "redis_url"},
    {"url", "redis_url"},
    {"uri", "redis_url"},
    {"host", "redis_url"},
    {"server", "redis_url"},
    {"port", "redis_url"},
    {"password", "redis_url"},
    {"socket", "redis_url"},
    {"cacert", "redis_tls_ca"},
    {"cert", "redis_tls_cert"},
    {"insecure", "redis_tls_verify"},
    {"tls", "redis_tls_verify"},
    {"pipeline", "worker_concurrency"},
    {"timeout", "redis_connect_timeout_ms"},
    {"backlog", "max_worker_backlog"},
    {"payload", "item_payload_kb"},
    {"data_size", "item_payload_kb"},
    {"prepare", "data"},
    {"prefill", "data"},
    {"preload", "data"},
    {"populate", "data"},
    {"init", "data"},
    {"thresholds", "slo"},
    {"sla", "slo"},
    {"json", "report_json"},
    {"out", "report_json"},
    {"output", "report_json"},
    {"html", "report_html"},
    {"csv", "report_csv"},
    {"hlog", "report_hlog"},
    {"prefix", "key_prefix"},
    {"flush", "flushall"},
    {"dynos", "fleet_size"},
};

}  // namespace redline::runner

#endif  // REDLINE_RUNNER_SETTINGS_FOREIGN_NAMES_H_
