// The settings that every worker of a run needs, as they lie in the segment.
//
// Written by the supervisor before the first worker is started and never changed
// afterwards, so workers read it without synchronisation. It travels here and not on a
// command line because the Redis URL may hold a password, and a command line is public.
#ifndef REDLINE_SHM_RUN_SETTINGS_H_
#define REDLINE_SHM_RUN_SETTINGS_H_

#include <cstdint>
#include <type_traits>

#include "shm/fixed_string.h"

namespace redline::shm {

struct RunSettings {
  std::uint64_t item_payload_bytes = 0;
  std::uint64_t random_seed = 0;
  std::uint32_t max_flats = 0;
  std::uint32_t redis_connect_timeout_ms = 0;
  // How long a worker goes on trying when Redis fails in a way that may heal.
  std::uint32_t redis_wait_ms = 0;
  // How often a worker looks at itself.
  std::uint32_t tick_interval_us = 0;
  // How many tasks a worker has in hand at once, at most, and on how many connections.
  std::uint32_t worker_concurrency = 1;
  std::uint32_t worker_connections = 1;
  // 1: workers prepare their data before they are ready, once the phase is kPreparing.
  std::uint32_t data_full = 0;
  FixedString<12> fetch;          // How lists are read: "pipeline", "script".
  FixedString<8> tls_verify;      // "none", "ca", "full".
  FixedString<4096> tls_ca_file;  // Empty: the system's.
  // The client's own; empty: none.
  FixedString<4096> tls_cert_file;
  FixedString<4096> tls_key_file;
  FixedString<256> workload;
  // The text of the user's task file, and the values of its parameters.
  FixedString<65536> task_text;
  FixedString<4096> task_parameters;
  FixedString<64> key_prefix;
  // Unique to the run and the dyno; a worker appends its index to name what it owns.
  FixedString<128> run_id;
  // Empty where the workload needs no Redis. Managed services take tokens of several KB
  // for passwords.
  FixedString<16384> redis_url;
};

static_assert(std::is_trivially_copyable_v<RunSettings>);
static_assert(sizeof(RunSettings) == 98816);

}  // namespace redline::shm

#endif  // REDLINE_SHM_RUN_SETTINGS_H_
