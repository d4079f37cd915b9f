// Tasks written in Lua (docs/lua-tasks.md), in the dialect of Redis' scripts:
// --workload=file:checkout.lua.
#ifndef REDLINE_WORKER_LUA_LUA_KIND_H_
#define REDLINE_WORKER_LUA_LUA_KIND_H_

#include <memory>

#include "worker/task/workload_kind.h"

namespace redline::worker {

// Reads the script, which does what stands outside of its functions. Throws
// WorkloadRefused.
std::unique_ptr<WorkloadKind> ReadLuaTask(const WorkloadRequest& request);

}  // namespace redline::worker

#endif  // REDLINE_WORKER_LUA_LUA_KIND_H_
