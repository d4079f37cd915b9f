// The text of a mail: one JSON object of coordinate pairs with two decimals, about 63
// pairs for each kilobyte, such as {"-12.34":156.78,"3.00":-41.29}.
#ifndef REDLINE_WORKER_WORKLOADS_MAIL_TEXT_H_
#define REDLINE_WORKER_WORKLOADS_MAIL_TEXT_H_

#include <cstddef>
#include <random>
#include <string>

namespace redline::worker {

// Makes a text of exactly `bytes` bytes; spaces before the last brace fill what is too
// little for a pair. REQUIRES: bytes >= 2.
std::string MakeMailText(std::size_t bytes, std::mt19937_64& random);

}  // namespace redline::worker

#endif  // REDLINE_WORKER_WORKLOADS_MAIL_TEXT_H_
