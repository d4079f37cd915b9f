// Random texts and bytes for a task's values.
//
// Short ones are made each time. Long ones are pieces of a pool of random bytes, which
// begin anywhere in it, so that a payload costs the same whatever its length is; the pool
// belongs to the process, and repeats itself where a payload is longer.
//
// Used by one thread.
#ifndef REDLINE_WORKER_TASK_PAYLOAD_H_
#define REDLINE_WORKER_TASK_PAYLOAD_H_

#include <cstddef>
#include <string>
#include <string_view>

#include "base/split_mix.h"

namespace redline::worker {

// The longest that Redis takes by default.
inline constexpr std::size_t kMaxPayload = 512 * 1024 * 1024;

// What is made lies in `buffer` from its beginning on, or in the pool, where it stays.
// REQUIRES: size <= kMaxPayload.

// Letters, digits, blanks and '-'.
std::string_view PrintableText(std::size_t size, SplitMix& random, std::string& buffer);
std::string_view RandomBytes(std::size_t size, SplitMix& random, std::string& buffer);

// All made anew, since they serve as ids.
std::string_view HexDigits(std::size_t size, SplitMix& random, std::string& buffer);

}  // namespace redline::worker

#endif  // REDLINE_WORKER_TASK_PAYLOAD_H_
