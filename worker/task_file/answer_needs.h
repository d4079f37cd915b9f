// Whether the statements of a block need answers before they can go on. Pure.
#ifndef REDLINE_WORKER_TASK_FILE_ANSWER_NEEDS_H_
#define REDLINE_WORKER_TASK_FILE_ANSWER_NEEDS_H_

#include "worker/task_file/syntax.h"

namespace redline::worker::task_file {

// Anywhere in it: because it keeps one, or because what it expects of one depends on
// values, which are others the next time. What needs none can be sent without waiting for
// what was sent before.
bool NeedsAnswers(const Block& block);

}  // namespace redline::worker::task_file

#endif  // REDLINE_WORKER_TASK_FILE_ANSWER_NEEDS_H_
