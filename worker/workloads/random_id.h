// Ids of flats and mail: 12 lower-case hexadecimal digits, 48 random bits.
#ifndef REDLINE_WORKER_WORKLOADS_RANDOM_ID_H_
#define REDLINE_WORKER_WORKLOADS_RANDOM_ID_H_

#include <random>
#include <string>

namespace redline::worker {

std::string RandomId(std::mt19937_64& random);

}  // namespace redline::worker

#endif  // REDLINE_WORKER_WORKLOADS_RANDOM_ID_H_
