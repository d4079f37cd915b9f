#include "worker/automap/list_loader.h"

#include <cstddef>
#include <utility>

#include "redis/reply.h"

namespace redline::automap {

boost::asio::awaitable<void> LoadLists(redis::RedisConnection& connection,
                                       redis::CommandBatch& batch,
                                       std::vector<ListBase*> lists) {
  while (!lists.empty()) {
    batch.Clear();
    for (const ListBase* list : lists) {
      if (list->kind() == ListKind::kAppendList) {
        batch.Add({"LRANGE", list->key(), "0", "-1"});
      } else {
        batch.Add({"HGETALL", list->key()});
      }
    }
    const redis::Replies replies = co_await connection.Execute(batch);
    std::vector<ListBase*> below;
    for (std::size_t i = 0; i < lists.size(); ++i) {
      redis::ThrowIfError(
          replies[i], lists[i]->kind() == ListKind::kAppendList ? "LRANGE" : "HGETALL");
      lists[i]->Fill(replies[i]);
      lists[i]->CollectEagerLists(below);
    }
    lists = std::move(below);
  }
}

}  // namespace redline::automap
