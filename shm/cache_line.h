// The distance that keeps two writers' data out of each other's cache line.
#ifndef REDLINE_SHM_CACHE_LINE_H_
#define REDLINE_SHM_CACHE_LINE_H_

#include <cstddef>

namespace redline::shm {

// Fixed instead of std::hardware_destructive_interference_size: it is part of the layout
// on which the supervisor's and the worker's executables must agree.
inline constexpr std::size_t kCacheLine = 64;

}  // namespace redline::shm

#endif  // REDLINE_SHM_CACHE_LINE_H_
