// The name that Redis gives to a script.
#ifndef REDLINE_WORKER_TASK_SHA1_H_
#define REDLINE_WORKER_TASK_SHA1_H_

#include <string>
#include <string_view>

namespace redline::worker {

// 40 hexadecimal digits in small letters.
std::string Sha1Hex(std::string_view text);

}  // namespace redline::worker

#endif  // REDLINE_WORKER_TASK_SHA1_H_
