// Redis' replies as a task file sees them.
//
// Pure functions. What they return refers to the reply, which is void after the next
// Execute.
#ifndef REDLINE_WORKER_TASK_FILE_ANSWERS_H_
#define REDLINE_WORKER_TASK_FILE_ANSWERS_H_

#include <string_view>

#include "redis/reply.h"
#include "worker/task_file/program.h"
#include "worker/task_file/value.h"

namespace redline::worker::task_file {

// The element to which the path leads; nil where there is none.
redis::Reply ElementOf(redis::Reply reply, const Path& path);

// An error is nil.
Value ValueOf(redis::Reply reply);

// Whether this error is one that counts as an answer.
bool IsAllowed(const CompiledCommand& command, redis::Reply error);

// Throws redis::RedisError (kErrorReply) that names the command and its place.
[[noreturn]] void ThrowError(const CompiledCommand& command, redis::Reply error,
                             std::string_view file);

}  // namespace redline::worker::task_file

#endif  // REDLINE_WORKER_TASK_FILE_ANSWERS_H_
