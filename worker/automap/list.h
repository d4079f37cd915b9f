// A list that is read whenever its object is fetched, and written whole whenever its
// object is saved, but for AddBehind. Stored as a hash; see hash_items.h for how it is
// accessed.
//
// The id of an item that was read must not be changed, because it names the item in
// Redis.
#ifndef REDLINE_WORKER_AUTOMAP_LIST_H_
#define REDLINE_WORKER_AUTOMAP_LIST_H_

#include <cstddef>
#include <string>

#include "redis/command_batch.h"
#include "worker/automap/hash_items.h"
#include "worker/automap/list_reference.h"

namespace redline::automap {

template <typename T>
class List final : public HashItems<T> {
 public:
  static constexpr ListKind kKind = ListKind::kList;

  // The item, to be changed or to have its own lists added to; it is then encoded anew by
  // each save. Throws as operator[] does. REQUIRES: i < size().
  T& Mutable(std::size_t i) { return this->MutableItem(i); }

  // For items that are to be added without reading those that are stored, of which there
  // are so many: a save then writes only the added ones, behind them. REQUIRES: empty.
  void AddBehind(std::size_t stored) { this->SetBase(stored); }

  // For the mapper.

  ListKind kind() const override { return kKind; }

  bool HasWrites() const { return this->size() > 0; }
  void Write(redis::CommandBatch& batch, std::string& scratch) const {
    this->WriteHset(0, batch, scratch);
  }
  void MarkSaved() { this->SetAllStored(); }
};

}  // namespace redline::automap

#endif  // REDLINE_WORKER_AUTOMAP_LIST_H_
