#include "worker/automap/list_loader.h"

#include <algorithm>
#include <cstddef>
#include <string>
#include <utility>

namespace redline::automap {
namespace {

bool IsAppendList(const ListBase* list) { return list->kind() == ListKind::kAppendList; }

void Check(redis::Reply stored, const ListBase* list) {
  const std::string_view command = IsAppendList(list) ? "LRANGE" : "HGETALL";
  redis::ThrowIfError(stored, command);
  bool fits = stored.type() == redis::ReplyType::kArray;
  if (!IsAppendList(list)) fits = fits && stored.size() % 2 == 0;
  for (std::size_t i = 0; fits && i < stored.size(); ++i) {
    fits = stored[i].type() == redis::ReplyType::kString;
  }
  redis::ThrowUnless(fits, command);
}

}  // namespace

boost::asio::awaitable<void> ListLoader::Load(std::vector<ListBase*> lists) {
  while (!lists.empty()) {
    // The script knows hashes only; an AppendList is read when it is asked for by itself.
    const bool by_script =
        mode_ == FetchMode::kScript && std::ranges::none_of(lists, IsAppendList);
    batch_.Clear();
    if (by_script) {
      AddScriptCall(lists);
    } else {
      for (const ListBase* list : lists) {
        if (IsAppendList(list)) {
          batch_.Add({"LRANGE", list->key(), "0", "-1"});
        } else {
          batch_.Add({"HGETALL", list->key()});
        }
      }
    }
    const redis::Replies replies = co_await channel_.Execute(batch_);
    std::vector<ListBase*> below;
    for (std::size_t i = 0; i < lists.size(); ++i) {
      const redis::Reply stored = by_script ? ScriptAnswer(replies[0])[i] : replies[i];
      Check(stored, lists[i]);
      lists[i]->Fill(stored);
      lists[i]->CollectEagerLists(below);
    }
    lists = std::move(below);
  }
}

void ListLoader::AddScriptCall(const std::vector<ListBase*>& lists) {
  batch_.Begin(3 + lists.size());
  batch_.Argument(script_known_ ? "EVALSHA" : "EVAL");
  batch_.Argument(script_known_ ? kFetchScriptSha : kFetchScript);
  batch_.Argument(std::to_string(lists.size()));
  for (const ListBase* list : lists) batch_.Argument(list->key());
}

redis::Reply ListLoader::ScriptAnswer(redis::Reply reply) {
  if (reply.is_error() && reply.text().starts_with("NOSCRIPT")) script_known_ = false;
  redis::ThrowIfError(reply, script_known_ ? "EVALSHA" : "EVAL");
  script_known_ = true;
  return reply;
}

}  // namespace redline::automap
