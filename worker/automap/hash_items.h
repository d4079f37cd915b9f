// The items of a list that is stored as a hash: what List and LazyList are made of.
//
// An item that was read keeps its stored text and is decoded when it is first accessed;
// as long as nobody has asked for it as changeable, it is written back as that text. The
// texts are not even copied: those of neighbours in Redis' answer are sent again in one
// piece. So a list of a hundred items of which one is touched costs two JSON texts, and
// not a hundred parses and as many serialisations.
#ifndef REDLINE_WORKER_AUTOMAP_HASH_ITEMS_H_
#define REDLINE_WORKER_AUTOMAP_HASH_ITEMS_H_

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <memory>
#include <numeric>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

#include "redis/command_batch.h"
#include "redis/reply.h"
#include "worker/automap/envelope.h"
#include "worker/automap/json_codec.h"
#include "worker/automap/list_base.h"
#include "worker/automap/model.h"
#include "worker/automap/parsed_json.h"

namespace redline::automap {

template <typename T>
class HashItems : public ListBase {
 public:
  using Item = T;

  // Items in memory: those that were read, in the order of their stored positions, and
  // then those that were added.
  std::size_t size() const { return entries_.size(); }

  // Throws MapperError if the item's text is not JSON of a T. REQUIRES: i < size().
  const T& operator[](std::size_t i) const { return Value(entries_[order_[i]]); }

  // Adds an item at the end, to be written by the next save. Valid until the list
  // changes.
  T& Add(T item) {
    Entry& entry = entries_.emplace_back();
    entry.value = std::make_unique<T>(std::move(item));
    entry.changed = true;
    Append(entry);
    return *entry.value;
  }

  // For the mapper.

  void Fill(redis::Reply stored) override {
    std::vector<Entry> added(
        std::make_move_iterator(entries_.begin() + static_cast<std::ptrdiff_t>(stored_)),
        std::make_move_iterator(entries_.end()));
    stored_ = stored.size() / 2;
    text_ = stored.shared_text();
    entries_.clear();
    entries_.reserve(stored_ + added.size() + 1);
    for (std::size_t i = 0; i < stored_; ++i) {
      const redis::Reply field = stored[2 * i];
      const redis::Reply text = stored[2 * i + 1];
      Entry& entry = entries_.emplace_back();
      entry.field = field.text();
      entry.text = text.text();
      entry.bulks = Joined(field.bulk(), text.bulk());
      entry.head = ReadEnvelopeHead(entry.text, At(entry.field));
    }
    OrderByPosition();
    for (Entry& entry : added) Append(entries_.emplace_back(std::move(entry)));
  }

  void CollectEagerLists(std::vector<ListBase*>& lists) override {
    if constexpr (kHasEagerLists<T>) {
      for (std::size_t i = 0; i < size(); ++i) {
        CollectEagerListsOf(Value(entries_[order_[i]]), lists);
      }
    }
  }

  // Calls visit(item, position) for each item that has been decoded or added.
  template <typename Visit>
  void ForEachInMemory(const Visit& visit) {
    for (std::size_t i = 0; i < size(); ++i) {
      const Entry& entry = entries_[order_[i]];
      if (entry.value) visit(*entry.value, base_ + i);
    }
  }

 protected:
  T& MutableItem(std::size_t i) {
    Entry& entry = entries_[order_[i]];
    entry.changed = true;
    return Value(entry);
  }

  // The number of items that are stored in Redis, all of them before those that are not.
  std::size_t stored() const { return stored_; }

  void SetAllStored() { stored_ = entries_.size(); }
  void Forget() {
    entries_.clear();
    order_.clear();
    text_.reset();
    stored_ = 0;
  }

  // The position of the first item in memory.
  void SetBase(std::size_t base) { base_ = base; }

  // Adds the HSET of the items from `first` on; in the order in which Redis holds them,
  // which is as good as any to a hash. The batch refers to the list.
  void WriteHset(std::size_t first, redis::CommandBatch& batch,
                 std::string& scratch) const {
    batch.Begin(2 + 2 * (size() - first));
    batch.Argument("HSET");
    batch.Argument(key());
    std::string_view unchanged;  // Neighbours, not yet written.
    for (const Entry& entry : entries_) {
      if (entry.index < first) continue;
      const std::size_t position = base_ + entry.index;
      if (!entry.changed && entry.head.position == position) {
        const bool neighbour = unchanged.data() + unchanged.size() == entry.bulks.data();
        if (!neighbour) batch.BulkArguments(unchanged);
        unchanged = neighbour ? Joined(unchanged, entry.bulks) : entry.bulks;
        continue;
      }
      batch.BulkArguments(std::exchange(unchanged, {}));
      batch.Argument(entry.text.empty() ? ItemName(*entry.value, position)
                                        : std::string(entry.field));
      scratch.clear();
      if (!entry.changed && entry.head.rest != 0) {
        AppendEnvelopeAt(scratch, position, entry.text, entry.head);
      } else {
        BeginEnvelope(scratch, position);
        Encode<T>(scratch, Value(entry));
        scratch += '}';
      }
      batch.Argument(scratch);
    }
    batch.BulkArguments(unchanged);
  }

 private:
  struct Entry {
    // As stored, kept by text_; empty for an addition.
    std::string_view field;
    std::string_view text;
    std::string_view bulks;  // Both, as they are sent.
    EnvelopeHead head;
    std::size_t index = 0;             // Among the items.
    mutable std::unique_ptr<T> value;  // Null until it is accessed.
    bool changed = false;              // Written from `value`, no more from the text.
  };

  // The bytes from the begin of `left` to the end of `right`, which follows it.
  static std::string_view Joined(std::string_view left, std::string_view right) {
    return {left.data(), left.size() + right.size()};
  }

  // The last entry becomes the last item.
  void Append(Entry& entry) {
    entry.index = order_.size();
    order_.push_back(entries_.size() - 1);
  }

  // Redis gives a hash's fields in no order, but positions are all different and without
  // gaps unless others than mappers have written them, so that sorting is rarely needed.
  void OrderByPosition() {
    constexpr std::size_t kNone = static_cast<std::size_t>(-1);
    order_.assign(entries_.size(), kNone);
    bool distinct = true;
    for (std::size_t i = 0; i < entries_.size() && distinct; ++i) {
      const std::size_t position = entries_[i].head.position;
      distinct = position < entries_.size() && order_[position] == kNone;
      if (distinct) order_[position] = i;
    }
    if (!distinct) {
      std::iota(order_.begin(), order_.end(), std::size_t{0});
      std::ranges::sort(order_, {}, [this](std::size_t i) {
        return std::tuple(entries_[i].head.position, entries_[i].field);
      });
    }
    for (std::size_t i = 0; i < order_.size(); ++i) entries_[order_[i]].index = i;
  }

  T& Value(const Entry& entry) const {
    if (!entry.value) {
      const StoredAt at = ListBase::At(entry.field);
      const ParsedJson envelope(entry.text, at);
      auto value = std::make_unique<T>();
      Decode(EnvelopeItem(envelope, at), *value, "the item", at);
      entry.value = std::move(value);
    }
    return *entry.value;
  }

  std::vector<Entry> entries_;  // Those that were read in Redis' order, then additions.
  std::vector<std::size_t> order_;           // The items' order: indices of entries_.
  std::shared_ptr<const std::string> text_;  // The text that the entries' views look at.
  std::size_t stored_ = 0;
  std::size_t base_ = 0;
};

}  // namespace redline::automap

#endif  // REDLINE_WORKER_AUTOMAP_HASH_ITEMS_H_
