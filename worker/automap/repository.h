// Stores the objects of one model in Redis, and reads them back.
//
//   struct Mail { std::string id, text; };
//   BOOST_DESCRIBE_STRUCT(Mail, (), (id, text))
//   struct Flat { std::string id; int bedrooms = 0; AppendList<Mail> mail; };
//   BOOST_DESCRIBE_STRUCT(Flat, (), (id, bedrooms, mail))
//   struct Building { std::string id; List<Flat> flats; };
//   BOOST_DESCRIBE_STRUCT(Building, (), (id, flats))
//
//   Repository<Building> buildings(channel, "test:", "building");
//   auto building = co_await buildings.Fetch("7144");
//   if (!building) building = Building{.id = "7144"};
//   building->flats.Add({.id = "d5ba981d5b5b", .bedrooms = 2});
//   co_await buildings.Save(*building);
//
// An object is a string of JSON at <prefix><name>:<id>, in which each list stands as a
// reference (list_reference.h). A list's key is <prefix><path>:<member>, where the path
// of an item is its list's path with the item's id, or its index if it has none. Items of
// a List or LazyList are envelopes (envelope.h) in a hash, those of an AppendList
// elements of a Redis list.
//
// Belongs to a channel, which outlives it, and is used on that one's thread for one
// operation at a time. Operations throw redis::RedisError for trouble with Redis, and
// MapperError for stored texts that do not fit the model.
#ifndef REDLINE_WORKER_AUTOMAP_REPOSITORY_H_
#define REDLINE_WORKER_AUTOMAP_REPOSITORY_H_

#include <boost/asio/awaitable.hpp>
#include <cstddef>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include "redis/command_batch.h"
#include "redis/command_channel.h"
#include "redis/reply.h"
#include "worker/automap/append_list.h"
#include "worker/automap/json_codec.h"
#include "worker/automap/lazy_list.h"
#include "worker/automap/list.h"
#include "worker/automap/list_loader.h"
#include "worker/automap/model.h"
#include "worker/automap/parsed_json.h"
#include "worker/automap/save_transaction.h"

namespace redline::automap {

template <typename Root>
class Repository {
  static_assert(Described<Root> && HasId<Root>, "A root is described and has an id.");

 public:
  Repository(redis::CommandChannel& channel, std::string key_prefix, std::string name,
             FetchMode fetch = FetchMode::kPipeline)
      : channel_(channel),
        key_prefix_(std::move(key_prefix)),
        name_(std::move(name)),
        loader_(channel, fetch) {}

  // The object with all lists that are read with it; nothing if Redis has none.
  boost::asio::awaitable<std::optional<Root>> Fetch(std::string id) {
    const std::string key = key_prefix_ + name_ + ":" + id;
    batch_.Clear();
    batch_.Add({"GET", key});
    std::optional<Root> root = Read(key, (co_await channel_.Execute(batch_))[0]);
    if (!root) co_return root;
    std::vector<ListBase*> lists;
    CollectEagerListsOf(*root, lists);
    co_await loader_.Load(std::move(lists));
    co_return root;
  }

  // Reads a LazyList or an AppendList, with the lists that are read with its items. What
  // was added to it stays added. Does nothing to a list that has never been saved.
  boost::asio::awaitable<void> Load(ListBase& list) {
    std::vector<ListBase*> lists;
    if (list.bound()) lists.push_back(&list);
    return loader_.Load(std::move(lists));
  }

  // Writes the object in one transaction: the object itself, what was added to each
  // AppendList, every item of each List, what was added to each LazyList. Lists without
  // items to write are not written. If it throws, what was added stays added.
  boost::asio::awaitable<void> Save(Root& root) {
    batch_.Clear();
    ForEachLazyListToCount(root, [&](auto& list) { batch_.Add({"HLEN", list.key()}); });
    if (batch_.size() > 0) SetCounts(root, co_await channel_.Execute(batch_));

    const std::string path = name_ + ":" + IdText(root.id);
    BindLists(root, key_prefix_, path);

    transaction_.Begin();
    scratch_.clear();
    Encode(scratch_, root);
    transaction_.Command("SET").Add({"SET", key_prefix_ + path, scratch_});
    AddWrites<ListKind::kAppendList>(root, "RPUSH");
    AddWrites<ListKind::kList>(root, "HSET");
    AddWrites<ListKind::kLazyList>(root, "HSET");
    co_await transaction_.Commit(channel_);
    ForEachListInTree(root, [](auto& list) { list.MarkSaved(); });
  }

 private:
  template <ListKind kKind>
  void AddWrites(Root& root, const char* command) {
    ForEachListInTree(root, [&](auto& list) {
      if constexpr (std::remove_cvref_t<decltype(list)>::kKind == kKind) {
        if (list.HasWrites()) list.Write(transaction_.Command(command), scratch_);
      }
    });
  }

  template <typename Visit>
  static void ForEachLazyListToCount(Root& root, const Visit& visit) {
    ForEachListInTree(root, [&](auto& list) {
      if constexpr (std::remove_cvref_t<decltype(list)>::kKind == ListKind::kLazyList) {
        if (list.NeedsCount()) visit(list);
      }
    });
  }

  void SetCounts(Root& root, redis::Replies replies) {
    std::size_t next = 0;
    ForEachLazyListToCount(root, [&](auto& list) {
      redis::ThrowIfError(replies[next], "HLEN");
      redis::ThrowUnless(replies[next].type() == redis::ReplyType::kInteger &&
                             replies[next].integer() >= 0,
                         "HLEN");
      list.SetCount(static_cast<std::size_t>(replies[next].integer()));
      ++next;
    });
  }

  std::optional<Root> Read(const std::string& key, redis::Reply stored) const {
    redis::ThrowIfError(stored, "GET");
    std::optional<Root> root;
    if (stored.is_nil()) return root;
    const StoredAt at{.key_prefix = key_prefix_, .key = key, .field = {}};
    const ParsedJson json(stored.text(), at);
    Decode(json.root(), root.emplace(), "the object", at);
    return root;
  }

  redis::CommandChannel& channel_;
  const std::string key_prefix_;
  const std::string name_;
  ListLoader loader_;
  redis::CommandBatch batch_;
  SaveTransaction transaction_;
  std::string scratch_;
};

}  // namespace redline::automap

#endif  // REDLINE_WORKER_AUTOMAP_REPOSITORY_H_
