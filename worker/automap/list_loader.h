// Reads lists, and the lists of their items that are read with them, level by level: each
// level in one round trip.
#ifndef REDLINE_WORKER_AUTOMAP_LIST_LOADER_H_
#define REDLINE_WORKER_AUTOMAP_LIST_LOADER_H_

#include <boost/asio/awaitable.hpp>
#include <vector>

#include "redis/command_batch.h"
#include "redis/redis_connection.h"
#include "worker/automap/list_base.h"

namespace redline::automap {

// Fills the lists and what hangs below them. `batch` is for the commands; it is cleared.
// Throws redis::RedisError, MapperError.
// REQUIRES: the lists are bound and stay where they are until then.
boost::asio::awaitable<void> LoadLists(redis::RedisConnection& connection,
                                       redis::CommandBatch& batch,
                                       std::vector<ListBase*> lists);

}  // namespace redline::automap

#endif  // REDLINE_WORKER_AUTOMAP_LIST_LOADER_H_
