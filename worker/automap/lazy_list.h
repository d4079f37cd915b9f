// A list that is read only by Repository::Load, and of which a save writes additions
// only. Stored as a hash; see hash_items.h for how it is accessed.
//
// Additions to a list that was not loaded cost the save one more round trip, which asks
// Redis how many items there are, so that they get the positions behind those.
#ifndef REDLINE_WORKER_AUTOMAP_LAZY_LIST_H_
#define REDLINE_WORKER_AUTOMAP_LAZY_LIST_H_

#include <cstddef>
#include <string>

#include "redis/command_batch.h"
#include "redis/reply.h"
#include "worker/automap/hash_items.h"
#include "worker/automap/list_reference.h"

namespace redline::automap {

template <typename T>
class LazyList final : public HashItems<T> {
 public:
  static constexpr ListKind kKind = ListKind::kLazyList;

  bool loaded() const { return loaded_; }

  // For the mapper.

  ListKind kind() const override { return kKind; }

  void Fill(redis::Reply stored) override {
    HashItems<T>::Fill(stored);
    this->SetBase(0);
    loaded_ = true;
  }

  // Whether the save needs to know how many items are stored.
  bool NeedsCount() const { return this->bound() && !loaded_ && HasWrites(); }
  void SetCount(std::size_t count) { this->SetBase(count); }

  bool HasWrites() const { return this->size() > this->stored(); }
  void Write(redis::CommandBatch& batch, std::string& scratch) const {
    this->WriteHset(this->stored(), batch, scratch);
  }
  void MarkSaved() {
    if (loaded_) {
      this->SetAllStored();
    } else {
      this->Forget();
    }
  }

 private:
  bool loaded_ = false;
};

}  // namespace redline::automap

#endif  // REDLINE_WORKER_AUTOMAP_LAZY_LIST_H_
