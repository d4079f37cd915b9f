// The items of a list that is stored as a hash: what List and LazyList are made of.
//
// An item that was read keeps its stored text and is decoded when it is first accessed;
// as long as nobody has asked for it as changeable, it is written back as that text. A
// list of a hundred items of which one is touched costs a copy of its bytes and not a
// hundred JSON parses and as many serialisations.
#ifndef REDLINE_WORKER_AUTOMAP_HASH_ITEMS_H_
#define REDLINE_WORKER_AUTOMAP_HASH_ITEMS_H_

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <memory>
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
  const T& operator[](std::size_t i) const { return Value(entries_[i]); }

  // Adds an item at the end, to be written by the next save. Valid until the list
  // changes.
  T& Add(T item) {
    Entry& entry = entries_.emplace_back();
    entry.value = std::make_unique<T>(std::move(item));
    entry.changed = true;
    return *entry.value;
  }

  // For the mapper.

  void Fill(redis::Reply stored) override {
    std::vector<Entry> added(
        std::make_move_iterator(entries_.begin() + static_cast<std::ptrdiff_t>(stored_)),
        std::make_move_iterator(entries_.end()));
    stored_ = stored.size() / 2;
    entries_.clear();
    entries_.reserve(stored_ + added.size() + 1);
    text_.clear();
    std::size_t bytes = 0;
    for (std::size_t i = 0; i < stored.size(); ++i) bytes += stored[i].text().size();
    text_.reserve(bytes);
    for (std::size_t i = 0; i < stored_; ++i) {
      const auto field = stored[2 * i].text();
      const auto text = stored[2 * i + 1].text();
      Entry& entry = entries_.emplace_back();
      entry.begin = text_.size();
      entry.field_size = field.size();
      entry.text_size = text.size();
      entry.head = ReadEnvelopeHead(text, At(field));
      text_.append(field).append(text);
    }
    SortByPosition();
    std::ranges::move(added, std::back_inserter(entries_));
  }

  void CollectEagerLists(std::vector<ListBase*>& lists) override {
    if constexpr (kHasEagerLists<T>) {
      for (const Entry& entry : entries_) CollectEagerListsOf(Value(entry), lists);
    }
  }

  // Calls visit(item, position) for each item that has been decoded or added.
  template <typename Visit>
  void ForEachInMemory(const Visit& visit) {
    for (std::size_t i = 0; i < entries_.size(); ++i) {
      if (entries_[i].value) visit(*entries_[i].value, base_ + i);
    }
  }

 protected:
  T& MutableItem(std::size_t i) {
    entries_[i].changed = true;
    return Value(entries_[i]);
  }

  // The number of items that are stored in Redis, all of them before those that are not.
  std::size_t stored() const { return stored_; }

  void SetAllStored() { stored_ = entries_.size(); }
  void Forget() {
    entries_.clear();
    text_.clear();
    stored_ = 0;
  }

  // The position of the first item in memory.
  void SetBase(std::size_t base) { base_ = base; }

  // Adds the HSET of the items from `first` on.
  void WriteHset(std::size_t first, redis::CommandBatch& batch,
                 std::string& scratch) const {
    batch.Begin(2 + 2 * (entries_.size() - first));
    batch.Argument("HSET");
    batch.Argument(key());
    for (std::size_t i = first; i < entries_.size(); ++i) {
      const Entry& entry = entries_[i];
      const std::size_t position = base_ + i;
      if (entry.text_size == 0) {
        batch.Argument(ItemName(*entry.value, position));
      } else {
        batch.Argument(Field(entry));
      }
      if (!entry.changed && entry.head.position == position) {
        batch.Argument(Text(entry));
        continue;
      }
      scratch.clear();
      if (!entry.changed && entry.head.rest != 0) {
        AppendEnvelopeAt(scratch, position, Text(entry), entry.head);
      } else {
        BeginEnvelope(scratch, position);
        Encode<T>(scratch, Value(entry));
        scratch += '}';
      }
      batch.Argument(scratch);
    }
  }

 private:
  struct Entry {
    // The stored field and text stand in text_, one after the other; none for an
    // addition.
    std::size_t begin = 0;
    std::size_t field_size = 0;
    std::size_t text_size = 0;
    EnvelopeHead head;
    mutable std::unique_ptr<T> value;  // Null until it is accessed.
    bool changed = false;              // Written from `value`, no more from the text.
  };

  std::string_view Field(const Entry& entry) const {
    return std::string_view(text_).substr(entry.begin, entry.field_size);
  }
  std::string_view Text(const Entry& entry) const {
    return std::string_view(text_).substr(entry.begin + entry.field_size,
                                          entry.text_size);
  }

  // Redis gives a hash's fields in no order, but positions are all different and without
  // gaps unless others than mappers have written them, so that sorting is rarely needed.
  void SortByPosition() {
    constexpr std::size_t kNone = static_cast<std::size_t>(-1);
    std::vector<std::size_t> at_position(entries_.size(), kNone);
    bool distinct = true;
    for (std::size_t i = 0; i < entries_.size() && distinct; ++i) {
      const std::size_t position = entries_[i].head.position;
      distinct = position < entries_.size() && at_position[position] == kNone;
      if (distinct) at_position[position] = i;
    }
    if (!distinct) {
      std::ranges::sort(entries_, {}, [this](const Entry& entry) {
        return std::tuple(entry.head.position, Field(entry));
      });
      return;
    }
    std::vector<Entry> sorted;
    sorted.reserve(entries_.capacity());
    for (const std::size_t i : at_position) sorted.push_back(std::move(entries_[i]));
    entries_ = std::move(sorted);
  }

  T& Value(const Entry& entry) const {
    if (!entry.value) {
      const StoredAt at = ListBase::At(Field(entry));
      const ParsedJson envelope(Text(entry), at);
      auto value = std::make_unique<T>();
      Decode(EnvelopeItem(envelope, at), *value, "the item", at);
      entry.value = std::move(value);
    }
    return *entry.value;
  }

  std::vector<Entry> entries_;
  std::string text_;
  std::size_t stored_ = 0;
  std::size_t base_ = 0;
};

}  // namespace redline::automap

#endif  // REDLINE_WORKER_AUTOMAP_HASH_ITEMS_H_
