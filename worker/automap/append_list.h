// A list that is read only by Repository::Load, and to which a save appends what was
// added. Stored as a Redis list, one JSON text for each item.
//
// Items that have lists themselves need an id, because nobody knows their index without
// reading the list.
#ifndef REDLINE_WORKER_AUTOMAP_APPEND_LIST_H_
#define REDLINE_WORKER_AUTOMAP_APPEND_LIST_H_

#include <cstddef>
#include <iterator>
#include <string>
#include <utility>
#include <vector>

#include "redis/command_batch.h"
#include "redis/reply.h"
#include "worker/automap/json_codec.h"
#include "worker/automap/list_base.h"
#include "worker/automap/list_reference.h"
#include "worker/automap/model.h"
#include "worker/automap/parsed_json.h"

namespace redline::automap {

template <typename T>
class AppendList final : public ListBase {
  static_assert(!kHasLists<T> || HasId<T>, "An appended item with lists needs an id.");

 public:
  using Item = T;
  static constexpr ListKind kKind = ListKind::kAppendList;

  bool loaded() const { return loaded_; }

  // The stored items, none before the list is loaded.
  std::size_t size() const { return items_.size(); }
  // REQUIRES: i < size().
  const T& operator[](std::size_t i) const { return items_[i]; }

  // The items that the next save will append.
  const std::vector<T>& added() const { return added_; }

  // Valid until the next Add.
  T& Add(T item) { return added_.emplace_back(std::move(item)); }

  // For the mapper.

  ListKind kind() const override { return kKind; }

  void Fill(redis::Reply stored) override {
    items_.clear();
    items_.reserve(stored.size());
    const StoredAt at = At({});
    for (std::size_t i = 0; i < stored.size(); ++i) {
      const ParsedJson json(stored[i].text(), at);
      Decode(json.root(), items_.emplace_back(), "an item", at);
    }
    loaded_ = true;
  }

  void CollectEagerLists(std::vector<ListBase*>& lists) override {
    for (T& item : items_) CollectEagerListsOf(item, lists);
  }

  template <typename Visit>
  void ForEachInMemory(const Visit& visit) {
    for (std::size_t i = 0; i < items_.size(); ++i) visit(items_[i], i);
    for (std::size_t i = 0; i < added_.size(); ++i) visit(added_[i], items_.size() + i);
  }

  bool HasWrites() const { return !added_.empty(); }
  void Write(redis::CommandBatch& batch, std::string& scratch) const {
    batch.Begin(2 + added_.size());
    batch.Argument("RPUSH");
    batch.Argument(key());
    for (const T& item : added_) {
      scratch.clear();
      Encode(scratch, item);
      batch.Argument(scratch);
    }
  }
  void MarkSaved() {
    if (loaded_) {
      items_.insert(items_.end(), std::make_move_iterator(added_.begin()),
                    std::make_move_iterator(added_.end()));
    }
    added_.clear();
  }

 private:
  std::vector<T> items_;
  std::vector<T> added_;
  bool loaded_ = false;
};

}  // namespace redline::automap

#endif  // REDLINE_WORKER_AUTOMAP_APPEND_LIST_H_
