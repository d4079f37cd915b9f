// Numbers as a user writes them, in a task, as a parameter, or in Redis. Pure.
#ifndef REDLINE_WORKER_TASK_PLAIN_NUMBER_H_
#define REDLINE_WORKER_TASK_PLAIN_NUMBER_H_

#include <optional>
#include <string_view>

namespace redline::worker {

// All of the text, and finite: "300", "-0.99", "1e6".
std::optional<double> ParseReal(std::string_view text);

}  // namespace redline::worker

#endif  // REDLINE_WORKER_TASK_PLAIN_NUMBER_H_
